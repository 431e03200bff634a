// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, type TestContext, test } from 'node:test';
import { ClusterRig, waitFor } from '../cluster/cluster-rig.ts';
import { SlurmCluster } from '../cluster/slurm-cluster.ts';
import { assertNoOverlap, assertOneOutcomeEach, MARK_BEGIN, readMarks, readSweep } from '../cluster/sweep-marks.ts';
import { needs } from '../rig/needs.ts';
import { ROOT } from '../rig/sandbox.ts';

let starting: Promise<SlurmCluster> | undefined;
after(async () => (await starting)?.down());

/** One real SLURM for all tests of this file; undefined where the machine has none. */
async function slurm(t: TestContext): Promise<SlurmCluster | undefined> {
  if (!needs(t, 'slurm')) return undefined;
  // The cap is on the index: 21 means indices 0 to 20.
  starting ??= SlurmCluster.up({ maxArraySize: 21 });
  return await starting;
}

const METRIC = 'echo "{\\"acc\\": $CONFIG_A}" >"$SWEEP_OUT_DIR/training_metrics.json"';
const command = (...lines: readonly string[]): string => `SWEEP_COMMAND='${[MARK_BEGIN, ...lines].join('; ')}'`;

describe('a sweep on a real SLURM', { concurrency: 8 }, () => {
  test('200 runs go through arrays split by MaxArraySize, each with one outcome, failing ones told apart', async (t) => {
    const cluster = await slurm(t);
    if (cluster === undefined) return;
    const rig = new ClusterRig(t, cluster.env);
    await rig.generate([
      'CONFIG_A=1:1:200',
      command('[ $CONFIG_A != 17 ] || exit 3', METRIC, 'mark_end'),
      'SWEEP_METRIC=acc',
      'SWEEP_GOAL=max',
      'SWEEP_SLURM_GPUS=1',
    ]);
    const ended = await rig.run();
    assert.equal(ended.code, 1, ended.stderr);
    assert.match(ended.stdout, /Sweep complete: 199 done, 1 failed\n$/);
    assert.equal(rig.jobs().length, 10, '200 runs in arrays of 21');
    const state = assertOneOutcomeEach(rig.sweepDir);
    const marks = readMarks(rig.sweepDir);
    assert.equal(marks.length, 200);
    assertNoOverlap(marks);
    const failed = [...state.runs.values()].filter((run) => run.status === 'failed');
    assert.deepEqual(
      failed.map((run) => [run.number, run.outcome?.reason, run.outcome?.exitCode]),
      [[17, 'exit code', 3]],
    );
    const done = [...state.runs.values()].find((run) => run.number === 1);
    assert.match(done?.outcome?.host ?? '', /^n[1-4]$/);
    assert.match(done?.outcome?.devices.join() ?? '', /^[0-3]$/);
  });

  test('programs that remove their output folder and make it anew are done once, packed too, and a resume starts nothing', async (t) => {
    const cluster = await slurm(t);
    if (cluster === undefined) return;
    const rig = new ClusterRig(t, cluster.env);
    const anew = 'rm -r "$SWEEP_OUT_DIR"; mkdir "$SWEEP_OUT_DIR"';
    await rig.generate([
      'CONFIG_A=1:1:6',
      command(anew, METRIC, 'mark_end'),
      'SWEEP_METRIC=acc',
      'SWEEP_GOAL=max',
      'SWEEP_PACK=3',
    ]);
    const ended = await rig.run();
    assert.equal(ended.code, 0, ended.stderr);
    assert.match(ended.stdout, /Sweep complete: 6 done\n$/);
    const resumed = await rig.resume();
    assert.equal(resumed.code, 0, resumed.stderr);
    const state = assertOneOutcomeEach(rig.sweepDir);
    assert.equal(readMarks(rig.sweepDir).length, 6);
    for (const { folder } of state.runs.values())
      assert.ok(existsSync(join(rig.sweepDir, folder, 'config.txt')), `${folder} has its configuration`);
  });

  test('the time limit reaches the run as a signal, and the next attempt goes on from its checkpoint', async (t) => {
    const cluster = await slurm(t);
    if (cluster === undefined) return;
    const rig = new ClusterRig(t, cluster.env);
    const work =
      'cd "$SWEEP_OUT_DIR"; if [ -e ckpt ]; then cat ckpt; else trap "mark_end; echo half >ckpt; exit 5" USR1; sleep 300 & wait; fi';
    await rig.generate([
      'CONFIG_A=1|2',
      command(work, METRIC, 'mark_end'),
      'SWEEP_METRIC=acc',
      'SWEEP_GOAL=max',
      'SWEEP_SLURM_TIME=1',
      'SWEEP_SLURM_SIGNAL=USR1@30',
      'SWEEP_RETRIES=1',
    ]);
    const ended = await rig.run();
    assert.equal(ended.code, 0, ended.stderr);
    const state = assertOneOutcomeEach(rig.sweepDir);
    assertNoOverlap(readMarks(rig.sweepDir));
    for (const run of state.runs.values()) {
      assert.deepEqual(
        run.attempts.map((attempt) => attempt.outcome?.reason),
        ['timeout', 'ok'],
      );
      assert.equal(
        readFileSync(join(rig.sweepDir, run.folder, 'output.log'), 'utf8'),
        'half\n',
        'the log link follows the attempt',
      );
    }
    assert.equal(rig.jobs().length, 1, 'the task asked for itself to come again');
  });

  test('scancel by a third party ends waiting and running runs as cancelled, and resume runs them again', async (t) => {
    const cluster = await slurm(t);
    if (cluster === undefined) return;
    const rig = new ClusterRig(t, cluster.env);
    await rig.generate([
      'CONFIG_A=1:1:3',
      command(waitFor('go'), METRIC, 'mark_end'),
      'SWEEP_METRIC=acc',
      'SWEEP_GOAL=max',
      'SWEEP_MAX_CONCURRENT=2',
    ]);
    const running = rig.run();
    await rig.marked('begin', 2);
    await cluster.run('scancel', rig.jobs());
    const ended = await running;
    assert.equal(ended.code, 1, ended.stderr);
    assert.match(ended.stdout, /3 cancelled/);
    rig.release('go');
    const resumed = await rig.resume();
    assert.equal(resumed.code, 0, resumed.stderr);
    assertOneOutcomeEach(rig.sweepDir);
    assertNoOverlap(readMarks(rig.sweepDir));
    assert.match(resumed.stdout, /3 done\n$/);
  });

  test('MAX_CONCURRENT holds over all parts of the array', async (t) => {
    const cluster = await slurm(t);
    if (cluster === undefined) return;
    const rig = new ClusterRig(t, cluster.env);
    await rig.generate([
      'CONFIG_A=1:1:24',
      command('sleep 0.2', METRIC, 'mark_end'),
      'SWEEP_METRIC=acc',
      'SWEEP_GOAL=max',
    ]);
    const ended = await rig.run('--max-concurrent', '4', '--slurm-max-array', '10');
    assert.equal(ended.code, 0, ended.stderr);
    assert.equal(rig.jobs().length, 3);
    const marks = readMarks(rig.sweepDir);
    const most = Math.max(
      ...marks.map((mark) => marks.filter((other) => other.startS <= mark.startS && other.endS > mark.startS).length),
    );
    assert.ok(most <= 4, `${most} at once`);
  });

  test('a killed runner loses nothing: resume adopts what runs and collects what ended', async (t) => {
    const cluster = await slurm(t);
    if (cluster === undefined) return;
    const rig = new ClusterRig(t, cluster.env);
    await rig.generate([
      'CONFIG_A=1:1:30',
      command(`[ $CONFIG_A -le 4 ] || { ${waitFor('go')}; }`, METRIC, 'mark_end'),
      'SWEEP_METRIC=acc',
      'SWEEP_GOAL=max',
    ]);
    const runner = rig.startRunner();
    await rig.marked('end', 4);
    await rig.marked('begin', 8);
    await rig.until(() => (rig.jobs().length === 2 ? true : undefined));
    runner.kill('SIGKILL');
    await new Promise((resolve) => runner.on('exit', resolve));
    const before = rig.jobs();
    rig.release('go');
    const resumed = await rig.resume();
    assert.equal(resumed.code, 0, resumed.stderr);
    assert.match(resumed.stdout, /30 done\n$/);
    assert.deepEqual(rig.jobs(), before, 'nothing was submitted again');
    const marks = readMarks(rig.sweepDir);
    assert.equal(marks.length, 30);
    assertOneOutcomeEach(rig.sweepDir);
  });

  test('a submission whose answer was lost is found again by the name of the array', async (t) => {
    const cluster = await slurm(t);
    if (cluster === undefined) return;
    const rig = new ClusterRig(t, cluster.env);
    // The real sbatch submits, then the runner dies before it hears of it.
    rig.box.write('bin/sbatch', '#!/bin/bash\n/usr/bin/sbatch "$@" >/dev/null\nkill -KILL $PPID\n');
    await rig.box.run('chmod', ['+x', 'bin/sbatch']);
    await rig.generate(['CONFIG_A=1:1:5', command(METRIC, 'mark_end'), 'SWEEP_METRIC=acc', 'SWEEP_GOAL=max']);
    const crashed = await rig.box.script(
      'run-test-matrix',
      ['--config-dir', 'sweep_configs', '--output-dir', 'out', '--backend', 'slurm'],
      { env: { ...cluster.env, PATH: `${rig.box.path('bin')}:${process.env['PATH'] ?? ''}` } },
    );
    assert.equal(crashed.signal, 'SIGKILL');
    assert.equal(existsSync(join(rig.sweepDir, 'cluster', 'b001', 'job')), false);
    const resumed = await rig.resume();
    assert.equal(resumed.code, 0, resumed.stderr);
    assert.equal(readMarks(rig.sweepDir).length, 5);
    assert.equal(rig.jobs().length, 1);
    assertOneOutcomeEach(rig.sweepDir);
  });

  test('DETACH=1 returns at once; status, report, cancel and resume work without a runner', async (t) => {
    const cluster = await slurm(t);
    if (cluster === undefined) return;
    const rig = new ClusterRig(t, cluster.env);
    await rig.generate([
      'CONFIG_A=1:1:4',
      command(`[ $CONFIG_A -le 2 ] || { ${waitFor('go')}; }`, METRIC, 'mark_end'),
      'SWEEP_METRIC=acc',
      'SWEEP_GOAL=max',
    ]);
    const detached = await rig.run('--detach');
    assert.equal(detached.code, 0, detached.stderr);
    await rig.marked('end', 2);
    await rig.marked('begin', 4);
    await rig.until(() =>
      readdirSync(join(rig.sweepDir, '.attempts')).filter((name) =>
        existsSync(join(rig.sweepDir, '.attempts', name, '1', 'outcome')),
      ).length >= 2
        ? true
        : undefined,
    );
    const status = await rig.script('status', 'out/latest');
    assert.match(status.stdout, /0\/4 ended, 2 ended \(not collected yet\), 2 running/);
    const cancelled = await rig.script('cancel', 'out/latest');
    assert.equal(cancelled.code, 0, cancelled.stderr);
    assert.match(cancelled.stdout, /2 runs are cancelled/);
    assert.equal(
      await cluster.run('squeue', ['-h', '-t', 'running,pending', '-j', rig.jobs().join()]).catch(() => ''),
      '',
    );
    rig.release('go');
    const resumed = await rig.resume();
    assert.match(resumed.stdout, /4 done\n$/);
    assertNoOverlap(readMarks(rig.sweepDir));
    assertOneOutcomeEach(rig.sweepDir);
  });

  test('a hangup of the terminal leaves the jobs on the cluster', async (t) => {
    const cluster = await slurm(t);
    if (cluster === undefined) return;
    const rig = new ClusterRig(t, cluster.env);
    await rig.generate([
      'CONFIG_A=1|2',
      command(waitFor('go'), METRIC, 'mark_end'),
      'SWEEP_METRIC=acc',
      'SWEEP_GOAL=max',
    ]);
    const runner = rig.startRunner();
    await rig.marked('begin', 2);
    runner.kill('SIGHUP');
    await new Promise((resolve) => runner.on('exit', resolve));
    assert.equal(readSweep(rig.sweepDir).state.closed?.why, 'detached');
    rig.release('go');
    const resumed = await rig.resume();
    assert.match(resumed.stdout, /2 done\n$/, resumed.stderr);
    assert.equal(readMarks(rig.sweepDir).length, 2, 'the same attempts went on');
  });

  test('scratch, packing, setup and resources by expression work together', async (t) => {
    const cluster = await slurm(t);
    if (cluster === undefined) return;
    const rig = new ClusterRig(t, cluster.env);
    const own =
      'pwd -P >"$SWEEP_DIR/where_$SWEEP_NUMBER"; echo "{\\"acc\\": $CONFIG_A}" >{{out_dir}}/training_metrics.json; cp {{config}} {{out_dir}}/copy; mark_end';
    await rig.generate([
      'CONFIG_A=1:1:12',
      `SWEEP_COMMAND='${MARK_BEGIN}; test "$VENV" = on; cd {{out_dir}}; ${own}'`,
      'SWEEP_METRIC=acc',
      'SWEEP_GOAL=max',
      'SWEEP_SETUP="export VENV=on"',
      'SWEEP_PACK=4',
      `SWEEP_SCRATCH=${cluster.dir}/scratch`,
      'SWEEP_SLURM_MEM={{100 + CONFIG_A / 7}}M',
    ]);
    const ended = await rig.run();
    assert.equal(ended.code, 0, ended.stderr);
    assert.match(ended.stdout, /12 done\n$/);
    // 101M for 1 to 7, 102M for 8 to 12: tasks of 4+3 and of 4+1.
    assert.deepEqual(rig.jobs().length, 2);
    const tasks = readdirSync(join(rig.sweepDir, 'cluster'))
      .filter((name) => name.startsWith('b'))
      .map((name) =>
        readFileSync(join(rig.sweepDir, 'cluster', name, 'tasks'), 'utf8')
          .trimEnd()
          .split('\n')
          .map((line) => line.split(' ').length),
      );
    assert.deepEqual(tasks, [
      [4, 3],
      [4, 1],
    ]);
    const [run] = [...readSweep(rig.sweepDir).state.runs.values()];
    assert.equal(
      readFileSync(join(rig.sweepDir, run?.folder ?? '', 'copy'), 'utf8'),
      readFileSync(join(rig.sweepDir, run?.folder ?? '', 'config.txt'), 'utf8'),
    );
    assert.match(readFileSync(join(rig.sweepDir, 'where_1'), 'utf8'), /\/scratch\/ksweep-/);
    assert.deepEqual(readdirSync(join(cluster.dir, 'scratch')), [], 'nothing stays on the node');
  });

  test('a runner inside an allocation scrubs its variables, stops cleanly on USR1 and says how to go on', async (t) => {
    const cluster = await slurm(t);
    if (cluster === undefined) return;
    const rig = new ClusterRig(t, cluster.env);
    await rig.generate([
      'CONFIG_A=1|2',
      command('env >"$SWEEP_DIR/env"', waitFor('go'), METRIC, 'mark_end'),
      'SWEEP_METRIC=acc',
      'SWEEP_GOAL=max',
    ]);
    rig.box.write(
      'job.sh',
      `#!/bin/bash\nexec ${process.execPath} ${join(ROOT, 'scripts', 'start.cjs')} run-test-matrix --config-dir sweep_configs --output-dir out --parallel 2\n`,
    );
    const job = (
      await cluster.run('sbatch', [
        '--parsable',
        `--chdir=${rig.box.dir}`,
        `--output=${rig.box.path('job.log')}`,
        rig.box.path('job.sh'),
      ])
    ).trim();
    await rig.marked('begin', 2);
    await rig.until(() => (existsSync(join(rig.sweepDir, 'env')) ? true : undefined));
    const leaked = readFileSync(join(rig.sweepDir, 'env'), 'utf8')
      .split('\n')
      .filter((line) => /^(SLURM|SBATCH|LSB)_/.test(line));
    assert.deepEqual(leaked, []);
    await cluster.run('scancel', ['--batch', '--signal=USR1', job]);
    const log = await rig.until(() =>
      existsSync(rig.box.path('job.log')) &&
      /Sweep stopped.*sweep-resume( SWEEP=\S+)? goes on/.test(rig.box.read('job.log'))
        ? rig.box.read('job.log')
        : undefined,
    );
    assert.match(log, /2 cancelled/);
    rig.release('go');
    const resumed = await rig.box.script('run-test-matrix', ['--resume', rig.sweepDir]);
    assert.match(resumed.stdout, /2 done\n$/, resumed.stderr);
    assertOneOutcomeEach(rig.sweepDir);
  });
});
