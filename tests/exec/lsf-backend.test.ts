// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { SYSTEM_CLOCK } from '../../scripts/lib/edge/clock.ts';
import type { Backend } from '../../scripts/lib/exec/engine/backend.ts';
import { batchNameHead } from '../../scripts/lib/exec/cluster/batch-store.ts';
import { LSF } from '../../scripts/lib/core/schedulers/lsf/index.ts';
import { arrayScheduler } from '../../scripts/lib/exec/schedulers.ts';
import { rigSettings } from '../rig/sweep-rig.ts';
import { appears } from './cluster/task-rig.ts';
import { FakeScheduler, pollUntil, type Rule } from './cluster/fake-scheduler.ts';

const ENGINE: readonly Rule[] = ['bsub', 'bjobs', 'bkill'].map((program) => ({ program, engine: 'lsf' as const }));

function open(fake: FakeScheduler, texts: Readonly<Record<string, string>> = {}): Backend {
  return arrayScheduler(LSF).open({
    sweepDir: fake.sweepDir,
    settings: rigSettings({ POLL: '0.02s', HEARTBEAT: '0.2s', ...texts }),
    env: fake.env,
    clock: SYSTEM_CLOCK,
    note: () => {},
  });
}

test('the script given to bsub is good bash with documented options, and structure goes as arguments', async (t) => {
  const fake = new FakeScheduler(t, [{ program: 'bsub', stdout: 'Job <5> is submitted to queue <gpu>.\n' }]);
  await open(fake, {
    LSF_QUEUE: 'gpu long',
    LSF_PROJECT: 'lab',
    LSF_CPUS: '4',
    LSF_MEM: '8GB',
    LSF_TIME: '2:00',
    LSF_GPU: 'num=1:mode=exclusive_process',
    LSF_RESOURCES: 'rusage[mem=4000] span[hosts=1]',
    LSF_EXTRA: '-x -sp 50',
    MAX_CONCURRENT: '1',
  }).submit([fake.spec(1), fake.spec(2)]);
  const name = `${batchNameHead(fake.sweepDir)}1`;
  assert.deepEqual(fake.calls('bsub'), [
    ['-J', `${name}[1-2]%1`, '-cwd', fake.sweepDir, '-o', `${fake.sweepDir}/cluster/b001/log-%I`, '-r', '-Q', '85'],
  ]);
  const script = readFileSync(join(fake.sweepDir, 'cluster/b001/script.sh'), 'utf8');
  assert.deepEqual(script.match(/^#BSUB .*$/gm), [
    '#BSUB -q "gpu long"',
    '#BSUB -P lab',
    '#BSUB -n 4',
    '#BSUB -M 8GB',
    '#BSUB -W 2:00',
    '#BSUB -gpu "num=1:mode=exclusive_process"',
    '#BSUB -R "rusage[mem=4000] span[hosts=1]"',
    '#BSUB -wa USR1',
    '#BSUB -wt 2',
    '#BSUB -x',
    '#BSUB -sp 50',
  ]);
});

test('more arrays than may run at once wait for each other', async (t) => {
  const fake = new FakeScheduler(t, [{ program: 'bsub', stdout: 'Job <5> is submitted to queue <gpu>.\n' }]);
  await open(fake, { LSF_MAX_ARRAY: '2', MAX_CONCURRENT: '1' }).submit([fake.spec(1), fake.spec(2), fake.spec(3)]);
  assert.deepEqual(
    fake.calls('bsub').map((args) => args.slice(-2)),
    [
      ['-Q', '85'],
      ['-w', 'ended(5)'],
    ],
  );
});

test('the warning before the limit makes the task come again by its exit code, and the run goes on', async (t) => {
  const fake = new FakeScheduler(t, ENGINE);
  const backend = open(fake, { LSF_TIME: '10', LSF_SIGNAL: 'USR1@2' });
  const up = join(fake.dir, 'up');
  const spec = fake.spec(1, {
    retries: 1,
    command: `if [ -e ckpt ]; then exit 0; fi; trap 'echo half >ckpt; exit 5' USR1; echo $$ >${up}; sleep 1000 & wait`,
  });
  await backend.submit([spec]);
  await appears(up);
  const claim = JSON.parse(readFileSync(join(spec.attemptDir, 'claim'), 'utf8')) as { pid: number };
  process.kill(claim.pid, 'SIGUSR1');
  const seen = await pollUntil(backend, (all) => all.some((one) => one.kind === 'ended'));
  const kinds = seen.map(
    (one) =>
      `${one.attempt} ${one.seen.kind}${one.seen.kind === 'ended' || one.seen.kind === 'requeued' ? ` ${one.seen.outcome.reason}` : ''}`,
  );
  assert.deepEqual(
    kinds.filter((kind) => /requeued|ended/.test(kind)),
    ['1 requeued timeout', '2 ended ok'],
  );
  await backend.close();
});

test('a daemon that is down makes runs unknown; hosts that do not answer too', async (t) => {
  const fake = new FakeScheduler(t, [
    { program: 'bsub', stdout: 'Job <5> is submitted to queue <gpu>.\n' },
    { program: 'bjobs', code: 255, stderr: 'LSF is down. Please wait ...\n' },
  ]);
  const backend = open(fake);
  const spec = fake.spec(1);
  await backend.submit([spec]);
  const silent = await pollUntil(backend, (all) => all.length > 0);
  assert.deepEqual(
    silent.map((one) => one.seen),
    [{ kind: 'unknown', why: 'LSF is down. Please wait ...' }],
  );
  const record = {
    JOBID: '5',
    JOBINDEX: '1',
    STAT: 'UNKWN',
    JOB_NAME: `${batchNameHead(fake.sweepDir)}1[1]`,
    EXEC_HOST: 'h',
    EXIT_REASON: '',
    PEND_REASON: '',
  };
  fake.rules([{ program: 'bjobs', stdout: JSON.stringify({ RECORDS: [record] }) }]);
  fake.claim(spec, '5_0');
  const seen = await pollUntil(backend, (all) => all.some((one) => one.kind === 'running'));
  assert.equal(
    seen.some((one) => one.seen.kind === 'ended'),
    false,
  );
});

test('jobs that bjobs forgot are looked up in the history', async (t) => {
  const block =
    'Job <5[1]>, Job Name <x>\nSat Nov 21 09:39:20: Exited; TERM_MEMLIMIT: job killed after reaching LSF memory usage limit;\n'.replace(
      '<x>',
      `<NAME[1]>`,
    );
  const fake = new FakeScheduler(t, []);
  fake.rules([
    { program: 'bsub', stdout: 'Job <5> is submitted to queue <gpu>.\n' },
    { program: 'bjobs', code: 255, stderr: 'No matching job found\n' },
    { program: 'bhist', stdout: block.replace('NAME', `${batchNameHead(fake.sweepDir)}1`) },
  ]);
  const backend = open(fake);
  const spec = fake.spec(1);
  await backend.submit([spec]);
  fake.claim(spec, '5_0');
  const seen = await pollUntil(backend, (all) => all.some((one) => one.kind === 'ended'));
  const last = seen.at(-1)?.seen;
  assert.equal(last?.kind === 'ended' && last.outcome.reason, 'out of memory');
});
