// SPDX-License-Identifier: MIT
// The runner submits a run when its needs are done. What ran is told by the jobs' own marks.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, type TestContext, test } from 'node:test';
import { ClusterRig } from '../cluster/cluster-rig.ts';
import { SlurmCluster } from '../cluster/slurm-cluster.ts';
import { assertOneOutcomeEach } from '../cluster/sweep-marks.ts';
import { FakeScheduler } from '../exec/cluster/fake-scheduler.ts';
import { needs } from '../rig/needs.ts';
import { sandbox } from '../rig/sandbox.ts';

let starting: Promise<SlurmCluster> | undefined;
after(async () => (await starting)?.down());

async function slurm(t: TestContext): Promise<SlurmCluster | undefined> {
  if (!needs(t, 'slurm')) return undefined;
  starting ??= SlurmCluster.up({ maxArraySize: 21 });
  return await starting;
}

/** A sampler fails when the network it is given is not there. */
function range(models: string, samplers: string): readonly string[] {
  return [
    'stage "target"',
    `SWEEP_COMMAND='echo "$CONFIG_MODEL" >>"$SWEEP_DIR/targets"; [ ! -e "$SWEEP_DIR/broken-$CONFIG_MODEL" ] && echo "$CONFIG_MODEL" >"$SWEEP_OUT_DIR/model"'`,
    'SWEEP_OUTPUTS=model',
    `CONFIG_MODEL=${models}`,
    'endstage',
    'stage "sample"',
    'needs "target"',
    `SWEEP_COMMAND='[ "$(cat "$SWEEP_NEED_TARGET_OUT_DIR/model")" = {{target.CONFIG_MODEL}} ] && echo {{target.CONFIG_MODEL}} "$CONFIG_SAMPLER" >>"$SWEEP_DIR/samples"'`,
    `CONFIG_SAMPLER=${samplers}`,
    'endstage',
  ];
}

/** Marks since the last look, sorted. */
function marks(rig: ClusterRig): { targets: readonly string[]; samples: readonly string[] } {
  const take = (name: string): readonly string[] => {
    const path = `out/latest/${name}`;
    const lines = existsSync(rig.box.path(path)) ? rig.box.read(path).trim().split('\n').sort() : [];
    rmSync(rig.box.path(path), { force: true });
    return lines;
  };
  return { targets: take('targets'), samples: take('samples') };
}

test('on a real SLURM 3 x 3 are twelve jobs, a fourth target adds four, a fourth sampler four; each target is made once', async (t) => {
  const cluster = await slurm(t);
  if (cluster === undefined) return;
  const rig = new ClusterRig(t, cluster.env);
  await rig.generate(range('a|b|c', 'x|y|z'));
  const ended = await rig.run();
  assert.equal(ended.code, 0, ended.stderr);
  assert.match(ended.stdout, /Sweep complete: 12 done/);
  const all = ['a', 'b', 'c'];
  assert.deepEqual(marks(rig), { targets: all, samples: all.flatMap((m) => ['x', 'y', 'z'].map((s) => `${m} ${s}`)) });
  rig.box.write('r.config', `${range('a|b|c|d', 'x|y|z').join('\n')}\n`);
  assert.equal((await rig.resume('--range-config', 'r.config')).code, 0);
  assert.deepEqual(marks(rig), { targets: ['d'], samples: ['d x', 'd y', 'd z'] });
  rig.box.write('r.config', `${range('a|b|c|d', 'x|y|z|w').join('\n')}\n`);
  assert.equal((await rig.resume('--range-config', 'r.config')).code, 0);
  assert.deepEqual(marks(rig), { targets: [], samples: ['a w', 'b w', 'c w', 'd w'] });
  assertOneOutcomeEach(rig.sweepDir);
});

test('on a real SLURM the runs of a stage are submitted with the options of their stage', async (t) => {
  const cluster = await slurm(t);
  if (cluster === undefined) return;
  const rig = new ClusterRig(t, cluster.env);
  const lines = range('a', 'x|y').map((line) =>
    line.startsWith('stage') ? `${line}\nSWEEP_SLURM_TIME=${line.includes('target') ? 7 : 9}` : line,
  );
  await rig.generate(['SWEEP_SLURM_TIME=5', ...lines]);
  assert.equal((await rig.run()).code, 0);
  const scripts = rig.box
    .list('out/latest/cluster')
    .filter((name) => name.startsWith('b'))
    .map((name) => rig.box.read(`out/latest/cluster/${name}/script.sh`));
  assert.deepEqual(
    scripts.map((script) => /--time=(\S+)/.exec(script)?.[1]),
    ['7', '9'],
  );
});

test('a dry run prints for each stage what would be submitted, with its options, and asks no scheduler', async (t) => {
  const box = sandbox(t);
  const lines = range('a|b', 'x|y').map((line) =>
    line.startsWith('stage') ? `${line}\nSWEEP_SLURM_TIME=${line.includes('target') ? 7 : 9}` : line,
  );
  box.write('r.config', `${['SWEEP_SLURM_TIME=5', 'SWEEP_PACK=2', ...lines].join('\n')}\n`);
  const dry = (...args: readonly string[]): ReturnType<typeof box.script> =>
    box.script(
      'run-test-matrix',
      ['--as-named', '--range-config', 'r.config', '--backend', 'slurm', '--dry-run', ...args],
      {
        env: { PATH: '/nowhere' },
      },
    );
  const { stdout, stderr, code } = await dry();
  assert.equal(code, 0, stderr);
  const heads = stdout.match(/^(# stage .*|sbatch .*--array=\S+|# \d+ tasks?, .*|#SBATCH --time=.*)/gm) ?? [];
  const more =
    ', each submitted when all that it needs is done; so there may be more arrays than here, with fewer tasks';
  assert.deepEqual(
    heads.map((line) => line.replace(/^sbatch.*-(b\d+) (--array=\S+)$/, '$1 $2')),
    [
      '# stage "target": 2 runs',
      'b1 --array=0-0',
      '# 1 task, 2 runs; script.sh:',
      '#SBATCH --time=7',
      `# stage "sample": 4 runs${more}`,
      'b2 --array=0-1',
      '# 2 tasks, 4 runs; script.sh:',
      '#SBATCH --time=9',
    ],
  );
  const detached = await dry('--detach');
  assert.match(
    detached.stdout,
    /^# stage "sample": 4 runs, handed over at once: each task waits for those of the runs/m,
  );
  assert.match(detached.stdout, /--array=0-3 /, 'one run a task, whatever SWEEP_PACK says');
  const json: unknown = JSON.parse((await dry('--json')).stdout);
  assert.match(String(Object(json).arrays), /#SBATCH --time=9/);
});

test('on a real SLURM a target that fails blocks its samplers; mended, exactly those run', async (t) => {
  const cluster = await slurm(t);
  if (cluster === undefined) return;
  const rig = new ClusterRig(t, cluster.env);
  await rig.generate(range('a|b', 'x|y'));
  assert.equal((await rig.run()).code, 0);
  assert.deepEqual(marks(rig), { targets: ['a', 'b'], samples: ['a x', 'a y', 'b x', 'b y'] });
  rig.box.write('out/latest/broken-b', '');
  const forced = await rig.resume('--force', 'target', '--only', 'CONFIG_MODEL="b"');
  assert.equal(forced.code, 1, forced.stderr);
  assert.match(forced.stdout, /3 done, 1 failed, 2 blocked/);
  rmSync(rig.box.path('out/latest/broken-b'));
  assert.equal((await rig.resume('--retry-failed')).code, 0);
  assert.deepEqual(marks(rig), { targets: ['b', 'b'], samples: ['b x', 'b y'] });
});

/** What a sweep that was detached goes through on any scheduler; `isIdle`: nothing waits or runs there any more. */
async function detachedSweep(rig: ClusterRig, isIdle: () => Promise<boolean>): Promise<void> {
  const idle = async (): Promise<void> => {
    while (!(await isIdle())) await new Promise((resolve) => setTimeout(resolve, 50));
  };
  await rig.generate(range('a|b', 'x|y'));
  // The runner is gone while the targets still run: the scheduler holds the samplers back.
  const detached = await rig.run('--detach');
  assert.equal(detached.code, 0, detached.stderr);
  assert.match(detached.stdout, /everything is handed over/);
  await idle();
  assert.deepEqual(marks(rig), { targets: ['a', 'b'], samples: ['a x', 'a y', 'b x', 'b y'] });
  const seen = await rig.resume();
  assert.equal(seen.code, 0, seen.stderr);
  assert.match(seen.stdout, /6 done/);
  assert.deepEqual(marks(rig), { targets: [], samples: [] }, 'nothing runs twice');
  // A target that fails holds nothing up for ever: what waits for it goes without having begun.
  rig.box.write('out/latest/broken-b', '');
  assert.equal((await rig.resume('--detach', '--force', 'target')).code, 0);
  await idle();
  assert.deepEqual(marks(rig), { targets: ['a', 'b'], samples: ['a x', 'a y'] });
  const blocked = await rig.resume();
  assert.equal(blocked.code, 1, blocked.stderr);
  assert.match(blocked.stdout, /3 done, 1 failed, 2 blocked/);
  rmSync(rig.box.path('out/latest/broken-b'));
  assert.equal((await rig.resume('--detach', '--retry-failed')).code, 0);
  // A runner that comes meanwhile takes over what is handed over.
  const ended = await rig.resume();
  assert.equal(ended.code, 0, ended.stderr);
  assert.match(ended.stdout, /6 done/);
  assert.deepEqual(marks(rig), { targets: ['b'], samples: ['b x', 'b y'] });
}

test('on a real SLURM a detached sweep runs to its end with nobody there, and no failed target leaves a job hanging', async (t) => {
  const cluster = await slurm(t);
  if (cluster === undefined) return;
  const rig = new ClusterRig(t, cluster.env);
  await detachedSweep(rig, async () => (await cluster.run('squeue', ['-h'])).trim() === '');
});

test('on LSF a detached sweep runs to its end with nobody there, and no failed target leaves a job hanging', async (t) => {
  const fake = new FakeScheduler(
    t,
    ['bsub', 'bjobs', 'bkill'].map((program) => ({ program, engine: 'lsf' as const })),
  );
  const jobs = join(fake.dir, 'lsf');
  const rig = new ClusterRig(t, fake.env, 'lsf');
  await detachedSweep(rig, () => {
    const files = readdirSync(jobs, { recursive: true, encoding: 'utf8' });
    const count = (end: string): number => files.filter((name) => name.endsWith(end)).length;
    return Promise.resolve(count('.end') === count('.task'));
  });
  const waiting = fake.calls('bsub').filter((args) => args.includes('-w'));
  assert.ok(waiting.length > 2 && waiting.every((args) => args.includes('-ti')), JSON.stringify(waiting));
});
