// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, describe, type TestContext, test } from 'node:test';
import { ClusterRig, waitFor } from '../cluster/cluster-rig.ts';
import { SlurmCluster } from '../cluster/slurm-cluster.ts';
import { assertNoOverlap, assertOneOutcomeEach, MARK_BEGIN, readMarks, readSweep } from '../cluster/sweep-marks.ts';
import { needs } from '../rig/needs.ts';

let starting: Promise<SlurmCluster> | undefined;
after(async () => (await starting)?.down());

/** One real SLURM for all tests of this file, with a partition whose jobs make room for those of the other. */
async function slurm(t: TestContext): Promise<SlurmCluster | undefined> {
  if (!needs(t, 'slurm')) return undefined;
  starting ??= SlurmCluster.up({ nodes: 2, cpusPerNode: 4, hasLowPartition: true });
  return await starting;
}

const METRIC = 'echo "{\\"acc\\": $CONFIG_A}" >"$SWEEP_OUT_DIR/training_metrics.json"';
const command = (...lines: readonly string[]): string => `SWEEP_COMMAND='${[MARK_BEGIN, ...lines].join('; ')}'`;
const RANKED = ['SWEEP_METRIC=acc', 'SWEEP_GOAL=max'];
/** Only a first attempt waits, for something that never comes. */
const FIRST_WAITS = `[ $a != 1 ] || { ${waitFor('never')}; }`;

/** Requires that each run was started twice, never at once, and is done. */
function assertStartedAgain(rig: ClusterRig, runs: number): readonly (string | undefined)[] {
  const state = assertOneOutcomeEach(rig.sweepDir);
  const marks = readMarks(rig.sweepDir);
  assert.equal(marks.length, 2 * runs);
  assertNoOverlap(marks);
  assert.equal(rig.jobs().length, 1, 'the scheduler started them again by itself');
  return [...state.runs.values()].map((run) => {
    assert.equal(run.status, 'done');
    return run.attempts.map((attempt) => attempt.outcome?.reason).join();
  });
}

describe('what a real SLURM does to runs', { concurrency: 4 }, () => {
  test('a setup that fails on the nodes is told as that, and no command begins', async (t) => {
    const cluster = await slurm(t);
    if (cluster === undefined) return;
    const rig = new ClusterRig(t, cluster.env);
    await rig.generate([
      'CONFIG_A=1:1:4',
      command(METRIC, 'mark_end'),
      ...RANKED,
      'SWEEP_PACK=2',
      'SWEEP_SETUP=". ./setup.sh"',
    ]);
    rig.box.write('setup.sh', 'if [ "$CONFIG_A" != 2 ]; then module_of_this_site load cuda; fi\n');
    const ended = await rig.run();
    assert.equal(ended.code, 1, ended.stderr);
    assert.match(ended.stdout, /Sweep complete: 1 done, 3 failed\n$/);
    const state = assertOneOutcomeEach(rig.sweepDir);
    assert.deepEqual(
      [...state.runs.values()].map((run) => run.outcome?.reason),
      ['setup', 'ok', 'setup', 'setup'],
    );
    assert.deepEqual(
      readMarks(rig.sweepDir).map((mark) => mark.number),
      [2],
    );
    assert.match(ended.stderr, /module_of_this_site: command not found/);
  });

  test('scontrol requeue by a third party: each run goes on as the next attempt of the same task', async (t) => {
    const cluster = await slurm(t);
    if (cluster === undefined) return;
    const rig = new ClusterRig(t, cluster.env);
    await rig.generate(['CONFIG_A=1|2', command(FIRST_WAITS, METRIC, 'mark_end'), ...RANKED]);
    const running = rig.run();
    await rig.marked('begin', 2);
    const [job = ''] = await rig.until(() => (rig.jobs().length === 1 ? rig.jobs() : undefined));
    await cluster.run('scontrol', ['requeue', `${job}_0,${job}_1`]);
    const ended = await running;
    assert.equal(ended.code, 0, ended.stderr);
    const reasons = assertStartedAgain(rig, 2);
    for (const reason of reasons) assert.match(reason ?? '', /^(preempted|cancelled|node failure),ok$/);
  });

  test('a partition that makes room for another: preempted runs go on when it is free again, and RETRIES is not spent', async (t) => {
    const cluster = await slurm(t);
    if (cluster === undefined) return;
    const rig = new ClusterRig(t, cluster.env);
    await rig.generate([
      'CONFIG_A=1|2',
      command(FIRST_WAITS, METRIC, 'mark_end'),
      ...RANKED,
      'SWEEP_SLURM_PARTITION=low',
      'SWEEP_SLURM_CPUS=4',
    ]);
    const running = rig.run();
    await rig.marked('begin', 2);
    const urgent = rig.box.write('urgent.sh', `#!/bin/bash\n: >began; until [ -e over ]; do sleep 0.05; done\n`);
    const options = ['--partition=main', '--nodes=2', '--exclusive', `--chdir=${rig.box.dir}`, '--output=/dev/null'];
    await cluster.run('sbatch', [...options, urgent]);
    await rig.until(() => (existsSync(rig.box.path('began')) ? true : undefined));
    rig.box.write('over', '');
    const ended = await running;
    assert.equal(ended.code, 0, ended.stderr);
    assert.deepEqual(assertStartedAgain(rig, 2), ['preempted,ok', 'preempted,ok']);
    for (const run of readSweep(rig.sweepDir).state.runs.values()) assert.equal(run.retries, 0);
  });

  test('an sbatch that has submitted and does not answer: TERM ends the runner, and a resume adopts what runs', async (t) => {
    const cluster = await slurm(t);
    if (cluster === undefined) return;
    const rig = new ClusterRig(t, cluster.env);
    // As sites have it: a script before the program, which goes on asking something.
    rig.box.write('bin/sbatch', '#!/bin/bash\n/usr/bin/sbatch "$@" >/dev/null\n: >submitted\nsleep 600\n');
    await rig.box.run('chmod', ['+x', 'bin/sbatch']);
    await rig.generate(['CONFIG_A=1:1:3', command(waitFor('go'), METRIC, 'mark_end'), ...RANKED]);
    const runner = rig
      .with({ PATH: `${rig.box.path('bin')}:${process.env['PATH'] ?? ''}` })
      .startRunner('--grace', '1s');
    await rig.until(() => (existsSync(rig.box.path('submitted')) ? true : undefined));
    await rig.marked('begin', 3);
    runner.kill('SIGTERM');
    // Were it waited for, this would take the ten minutes of that script.
    assert.equal(await new Promise((resolve) => runner.on('exit', resolve)), 0);
    assert.equal(readSweep(rig.sweepDir).state.closed?.why, 'detached');
    rig.release('go');
    const resumed = await rig.resume();
    assert.equal(resumed.code, 0, resumed.stderr);
    assert.match(resumed.stdout, /3 done\n$/);
    assert.equal(readMarks(rig.sweepDir).length, 3, 'nothing was submitted twice');
    assertOneOutcomeEach(rig.sweepDir);
  });
});
