// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { SYSTEM_CLOCK } from '../../scripts/lib/edge/clock.ts';
import type { LaunchSpec } from '../../scripts/lib/exec/engine/backend.ts';
import { batchNameHead } from '../../scripts/lib/exec/cluster/batch-store.ts';
import { SLURM } from '../../scripts/lib/core/schedulers/slurm/index.ts';
import { arrayScheduler } from '../../scripts/lib/exec/schedulers.ts';
import { rigSettings } from '../rig/sweep-rig.ts';
import { FakeScheduler, pollUntil, type Rule } from './cluster/fake-scheduler.ts';
import { CONFIG, NO_ACCOUNTING, openSlurm as open, queueAnswer as queue, submitted } from './cluster/slurm-scene.ts';

test('the script given to sbatch is good bash with documented options, and structure goes as arguments', async (t) => {
  const fake = new FakeScheduler(t, [CONFIG, submitted(7)]);
  const backend = open(fake, {
    SLURM_PARTITION: 'gpu,long',
    SLURM_ACCOUNT: 'lab',
    SLURM_QOS: 'high',
    SLURM_CONSTRAINT: 'a100&nvlink',
    SLURM_GPUS: '2',
    SLURM_GPU_TYPE: 'a100',
    SLURM_GPU_MEM: '24G',
    SLURM_CPUS: '4',
    SLURM_MEM: '8G',
    SLURM_TIME: '1-12:00:00',
    SLURM_NODES: '1',
    SLURM_COMMENT: 'my sweep # one',
    SLURM_DEPENDENCY: 'afterok:12',
    SLURM_MAIL_USER: 'a@b.c',
    SLURM_MAIL_TYPE: 'END,FAIL',
    SLURM_NICE: '10',
    SLURM_EXTRA: '--exclusive --tmp=10G',
    SLURM_RESERVATION: 'r1',
    SLURM_EXCLUDE: 'n[1-3]',
    MAX_CONCURRENT: '1',
  });
  await backend.submit([fake.spec(1), fake.spec(2)]);
  const [args] = fake.calls('sbatch');
  assert.deepEqual(
    args?.filter((arg) => /^--(array|dependency|requeue|export|open-mode|parsable|output)/.test(arg)),
    [
      '--parsable',
      '--array=0-1%1',
      `--output=${fake.sweepDir}/cluster/b001/log-%a`,
      '--open-mode=append',
      '--requeue',
      '--export=ALL',
      '--dependency=afterok:12',
    ],
  );
  const script = readFileSync(join(fake.sweepDir, 'cluster/b001/script.sh'), 'utf8');
  assert.deepEqual(script.match(/^#SBATCH .*$/gm), [
    '#SBATCH --partition=gpu,long',
    '#SBATCH --account=lab',
    '#SBATCH --qos=high',
    '#SBATCH --reservation=r1',
    '#SBATCH --exclude=n[1-3]',
    '#SBATCH --cpus-per-task=4',
    '#SBATCH --mem=8G',
    '#SBATCH --time=1-12:00:00',
    '#SBATCH --nodes=1',
    '#SBATCH --mail-user=a@b.c',
    '#SBATCH --mail-type=END,FAIL',
    '#SBATCH --nice=10',
    '#SBATCH --constraint="a100&nvlink"',
    '#SBATCH --comment="my sweep # one"',
    '#SBATCH --gres=gpu:a100:2,gpumem:24G',
    '#SBATCH --signal=B:USR1@120',
    '#SBATCH --exclusive',
    '#SBATCH --tmp=10G',
  ]);
});

test('tracking 10,000 runs takes one question a poll and as many submissions as the array has parts', async (t) => {
  const fake = new FakeScheduler(t, []);
  const head = batchNameHead(fake.sweepDir);
  fake.rules([
    CONFIG,
    submitted(7, 10),
    {
      program: 'squeue',
      stdout: Array.from({ length: 10 }, (_, i) => `7|0-1000|PENDING|Priority||${head}${i + 1}\n`).join(''),
    },
  ]);
  const backend = open(fake);
  await backend.submit(Array.from({ length: 10_000 }, (_, i) => fake.spec(i + 1)));
  const seen = await pollUntil(backend, (all) => all.length >= 10_000);
  assert.equal(
    seen.every((one) => one.seen.kind === 'queued'),
    true,
  );
  assert.equal(fake.calls('sbatch').length, 10);
  assert.equal(fake.calls('scontrol').length, 1);
  assert.equal(fake.calls('squeue').length, 1);
});

test('an sbatch that says nothing, or dies after submitting, is repaired by the name of the array', async (t) => {
  const fake = new FakeScheduler(t, []);
  const timedOut: Rule = {
    program: 'sbatch',
    code: 1,
    stderr: 'sbatch: error: Batch job submission failed: Socket timed out on send/recv operation\n',
    times: 1,
  };
  fake.rules([CONFIG, timedOut, queue(fake, 42, ['0', 'PENDING', 'Priority'])]);
  const notes: string[] = [];
  const backend = open(fake, {}, notes);
  await backend.submit([fake.spec(1)]);
  assert.match(
    notes.join('\n'),
    /^slurm did not confirm 1 tasks, 1 runs \(.*-b1\): sbatch: error: .* Socket timed out on send\/recv operation$/,
  );
  await pollUntil(backend, (all) => all.some((seen) => seen.kind === 'queued'));
  assert.equal(readFileSync(join(fake.sweepDir, 'cluster/b001/job'), 'utf8'), '42\n');
  assert.equal(fake.calls('sbatch').length, 1, 'it was not submitted again');
});

test('an array that nobody finds by its name is submitted again', async (t) => {
  const fake = new FakeScheduler(t, []);
  fake.rules([
    CONFIG,
    { program: 'sbatch', stdout: 'garbage\n', times: 1 },
    submitted(9),
    { program: 'squeue', stdout: '' },
    NO_ACCOUNTING,
  ]);
  const notes: string[] = [];
  const backend = open(fake, {}, notes);
  await backend.submit([fake.spec(1)]);
  assert.match(notes.join('\n'), /^slurm did not confirm .*: the answer "garbage" names no job$/);
  while (fake.calls('sbatch').length < 2) await backend.poll(30);
  assert.equal(readFileSync(join(fake.sweepDir, 'cluster/b002/job'), 'utf8'), '9\n');
});

test('a queue that is full takes what it can, and the rest waits for room', async (t) => {
  const fake = new FakeScheduler(t, []);
  const full: Rule = {
    program: 'sbatch',
    code: 1,
    stderr:
      "sbatch: error: QOSMaxSubmitJobPerUserLimit\nsbatch: error: Batch job submission failed: Job violates accounting/QOS policy (job submit limit, user's size and/or time limits)\n",
  };
  fake.rules([CONFIG, { ...submitted(7), args: '--array=0-1 ' }, full]);
  const notes: string[] = [];
  const backend = open(fake, {}, notes);
  await backend.submit(Array.from({ length: 8 }, (_, i) => fake.spec(i + 1)));
  assert.deepEqual(
    fake.calls('sbatch').map((args) => args.find((arg) => arg.startsWith('--array'))),
    ['--array=0-7', '--array=0-3', '--array=0-1', '--array=0-5', '--array=0-2', '--array=0-0'],
  );
  assert.match(notes.join('\n'), /6 runs wait for room in the queue: .*submit limit/);
  assert.deepEqual(
    readdirSync(join(fake.sweepDir, 'cluster')).filter((name) => name.startsWith('b')),
    ['b001'],
  );
});

test('options that SLURM refuses stop the sweep with its words', async (t) => {
  const fake = new FakeScheduler(t, [
    CONFIG,
    {
      program: 'sbatch',
      code: 1,
      stderr: 'sbatch: error: Batch job submission failed: Invalid partition name specified\n',
    },
  ]);
  await assert.rejects(
    open(fake, { SLURM_PARTITION: 'nope' }).submit([fake.spec(1)]),
    /slurm refuses the job: .*Invalid partition/,
  );
  assert.equal(existsSync(join(fake.sweepDir, 'cluster/b001')), false);
});

test('a machine without the programs of SLURM is told so: nothing was handed over', async (t) => {
  const fake = new FakeScheduler(t, []);
  const env = { ...fake.env, PATH: fake.dir };
  const backend = arrayScheduler(SLURM).open({
    sweepDir: fake.sweepDir,
    settings: rigSettings({ SLURM_MAX_ARRAY: '10' }),
    env,
    clock: SYSTEM_CLOCK,
    note: () => {},
  });
  await assert.rejects(backend.submit([fake.spec(1)]), {
    message: 'slurm refuses the job: there is no program sbatch to be run here',
  });
  assert.equal(existsSync(join(fake.sweepDir, 'cluster/b001')), false);
});

test('submitting an attempt that was handed over adopts it, also in a new runner', async (t) => {
  const fake = new FakeScheduler(t, []);
  fake.rules([CONFIG, submitted(7), queue(fake, 7, ['0', 'RUNNING'])]);
  const spec = fake.spec(1);
  await open(fake).submit([spec]);
  const second = open(fake);
  await second.submit([{ ...spec, mayExist: true }]);
  fake.claim(spec, '7_0');
  const seen = await pollUntil(second, (all) => all.some((one) => one.kind === 'running'));
  assert.deepEqual(seen.at(-1)?.seen, { kind: 'running', host: 'n1', job: '7_0' });
  assert.equal(fake.calls('sbatch').length, 1);
});

test('a hundred cancels become one scancel, and what was not begun never starts', async (t) => {
  const fake = new FakeScheduler(t, []);
  fake.rules([CONFIG, submitted(7), queue(fake, 7, ['0-99', 'PENDING', 'Priority']), { program: 'scancel' }]);
  const backend = open(fake);
  const specs = Array.from({ length: 100 }, (_, i) => fake.spec(i + 1));
  await backend.submit(specs);
  for (const spec of specs.slice(0, 98)) await backend.cancel([spec], 'term', 'cancelled');
  const ends = await pollUntil(backend, (all) => all.filter((seen) => seen.kind === 'ended').length === 98);
  assert.deepEqual(fake.calls('scancel'), [['7_[0-97]']]);
  assert.equal(ends.filter((one) => one.seen.kind === 'ended' && one.seen.outcome.status === 'cancelled').length, 98);
  assert.equal(existsSync(join(specs[0]?.attemptDir ?? '', 'claim')), true, 'revoked by a claim');
});

test('a cancel carries its cause: a run that is stopped early did not fail and was not cancelled, begun or not', async (t) => {
  const fake = new FakeScheduler(t, []);
  fake.rules([CONFIG, submitted(7), queue(fake, 7, ['0', 'RUNNING'], ['1', 'PENDING', 'Priority'])]);
  const backend = open(fake, { SLURM_MAX_SUBMIT: '2' });
  const specs = [fake.spec(1), fake.spec(2), fake.spec(3)];
  await backend.submit(specs);
  fake.claim(specs[0] as LaunchSpec, '7_0');
  await pollUntil(backend, (all) => all.some((seen) => seen.kind === 'running'));
  fake.rules([queue(fake, 7, ['0', 'CANCELLED'], ['1', 'CANCELLED']), { program: 'scancel' }, NO_ACCOUNTING]);
  await backend.cancel(specs, 'term', 'early stop');
  const ends = await pollUntil(backend, (all) => all.filter((seen) => seen.kind === 'ended').length === 3);
  assert.deepEqual(
    ends
      .flatMap(({ run, seen }) =>
        seen.kind === 'ended' ? [`${run} ${seen.outcome.status} (${seen.outcome.reason})`] : [],
      )
      .sort(),
    ['run1', 'run2', 'run3'].map((run) => `${run} stopped (early stop)`),
  );
});

test('the variables of an allocation that the runner itself is in do not reach sbatch', async (t) => {
  const fake = new FakeScheduler(t, [CONFIG, submitted(7)]);
  const env = {
    ...fake.env,
    SLURM_JOB_ID: '1',
    SLURM_ARRAY_TASK_ID: '3',
    SBATCH_PARTITION: 'evil',
    LSB_JOBID: '2',
    SLURM_CONF: '/etc/slurm.conf',
  };
  const seen = await import('../../scripts/lib/exec/cluster/run-program.ts').then((m) => m.schedulerEnvironment(env));
  assert.deepEqual(Object.keys(seen).sort(), ['FAKE_DIR', 'PATH', 'SLURM_CONF']);
  await arrayScheduler(SLURM)
    .open({
      sweepDir: fake.sweepDir,
      settings: rigSettings({}),
      env,
      clock: SYSTEM_CLOCK,
      note: () => {},
    })
    .submit([fake.spec(1)]);
});
