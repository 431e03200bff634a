// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, type TestContext, test } from 'node:test';
import { ClusterRig, waitFor } from '../cluster/cluster-rig.ts';
import { SlurmCluster } from '../cluster/slurm-cluster.ts';
import { assertNoOverlap, assertOneOutcomeEach, MARK_BEGIN, readMarks } from '../cluster/sweep-marks.ts';
import { needs } from '../rig/needs.ts';

const METRIC = 'echo "{\\"acc\\": $CONFIG_A}" >"$SWEEP_OUT_DIR/training_metrics.json"';
const command = (...lines: readonly string[]): string => `SWEEP_COMMAND='${[MARK_BEGIN, ...lines].join('; ')}'`;
const HEARTBEAT_S = 1;

/** A cluster of one's own: these tests break it. */
async function clusterOf(t: TestContext, nodes: number): Promise<SlurmCluster | undefined> {
  if (!needs(t, 'slurm')) return undefined;
  const cluster = await SlurmCluster.up({ nodes, slurmdTimeoutS: 5 });
  clusters.push(cluster);
  return cluster;
}

const clusters: SlurmCluster[] = [];
after(async () => {
  for (const cluster of clusters) await cluster.down();
});

describe('a cluster that breaks', { concurrency: 4 }, () => {
  test('a node that dies under a run whose processes live on: the second copy starts when the first has ended itself', async (t) => {
    const cluster = await clusterOf(t, 2);
    if (cluster === undefined) return;
    const rig = new ClusterRig(t, cluster.env);
    // Only the first attempts wait; they run on node 1, the only one that takes jobs then.
    await rig.generate([
      'CONFIG_A=1|2',
      command('trap "mark_end; exit 1" TERM', `[ $a != 1 ] || { ${waitFor('go')}; }`, METRIC, 'mark_end'),
      'SWEEP_METRIC=acc',
      'SWEEP_GOAL=max',
    ]);
    await cluster.run('scontrol', ['update', 'nodename=n2', 'state=drain', 'reason=test']);
    const running = rig.run();
    await rig.marked('begin', 2);
    await cluster.killNode(1);
    await cluster.run('scontrol', ['update', 'nodename=n2', 'state=resume']);
    const ended = await running;
    assert.equal(ended.code, 0, ended.stderr);
    const state = assertOneOutcomeEach(rig.sweepDir);
    for (const run of state.runs.values())
      assert.deepEqual(
        run.attempts.map((attempt) => attempt.outcome?.reason),
        ['node failure', 'ok'],
      );
    const marks = readMarks(rig.sweepDir);
    assert.equal(marks.length, 4);
    assertNoOverlap(marks, 3 * HEARTBEAT_S);
  });

  test('a node that SLURM is told to be down: its runs are started again elsewhere', async (t) => {
    const cluster = await clusterOf(t, 2);
    if (cluster === undefined) return;
    const rig = new ClusterRig(t, cluster.env);
    await rig.generate([
      'CONFIG_A=1|2',
      command(`[ $a != 1 ] || { ${waitFor('go')}; }`, METRIC, 'mark_end'),
      'SWEEP_METRIC=acc',
      'SWEEP_GOAL=max',
    ]);
    await cluster.run('scontrol', ['update', 'nodename=n2', 'state=drain', 'reason=test']);
    const running = rig.run();
    await rig.marked('begin', 2);
    await cluster.run('scontrol', ['update', 'nodename=n1', 'state=down', 'reason=test']);
    await cluster.run('scontrol', ['update', 'nodename=n2', 'state=resume']);
    const ended = await running;
    assert.equal(ended.code, 0, ended.stderr);
    const state = assertOneOutcomeEach(rig.sweepDir);
    assertNoOverlap(readMarks(rig.sweepDir), 3 * HEARTBEAT_S);
    for (const run of state.runs.values()) {
      assert.equal(run.attempts.at(-1)?.outcome?.reason, 'ok');
      assert.match(run.attempts[0]?.outcome?.reason ?? '', /^(node failure|preempted)$/);
    }
  });

  test('a controller that restarts: nothing fails, nothing runs twice', async (t) => {
    const cluster = await clusterOf(t, 1);
    if (cluster === undefined) return;
    const rig = new ClusterRig(t, cluster.env);
    await rig.generate([
      'CONFIG_A=1:1:12',
      command(waitFor('go'), METRIC, 'mark_end'),
      'SWEEP_METRIC=acc',
      'SWEEP_GOAL=max',
    ]);
    const running = rig.run();
    await rig.marked('begin', 8);
    await cluster.stopController();
    rig.release('go'); // the first eight end while nobody can be asked
    await rig.marked('end', 8);
    cluster.startController();
    const ended = await running;
    assert.equal(ended.code, 0, ended.stderr);
    assert.match(ended.stdout, /12 done\n$/);
    assertOneOutcomeEach(rig.sweepDir);
    assert.equal(readMarks(rig.sweepDir).length, 12);
  });

  test('stages: runner killed, controller restarted, a node dead: nothing is lost, doubled or begun before its needs are done', async (t) => {
    const cluster = await clusterOf(t, 2);
    if (cluster === undefined) return;
    const rig = new ClusterRig(t, cluster.env);
    const mark = (word: string): string => `echo "${word} $a $m $CONFIG_S" >>"$SWEEP_DIR/marks"`;
    const staged = (model: string, ...lines: readonly string[]): string =>
      `SWEEP_COMMAND='${[`m=${model} a=\${SWEEP_ATTEMPT_DIR##*/}`, mark('begin'), ...lines, mark('end')].join('; ')}'`;
    await rig.generate([
      'stage "target"',
      staged('{{CONFIG_M}}', waitFor('go'), ': >"$SWEEP_OUT_DIR/good"'),
      'CONFIG_M=1:1:4',
      'endstage',
      'stage "sample"',
      'needs "target"',
      staged(
        '{{target.CONFIG_M}}',
        `[ -e "$SWEEP_NEED_TARGET_OUT_DIR/good" ] || ${mark('early')}`,
        'trap "exit 1" TERM',
        `[ $a != 1 ] || { ${waitFor('on')}; }`,
      ),
      'CONFIG_S=a|b',
      'endstage',
    ]);
    const runner = rig.startRunner();
    await rig.marked('begin', 4);
    runner.kill('SIGKILL');
    await cluster.stopController();
    rig.release('go'); // all targets end while nobody looks and nobody can be asked
    await rig.marked('end', 4);
    cluster.startController();
    const resumed = rig.resume();
    await rig.marked('begin', 12);
    await cluster.killNode(1);
    const lost = await rig.until(() => {
      const again = rig.box.read('out/latest/marks').match(/^begin 2 .*$/gm) ?? [];
      return again.length > 0 ? again : undefined;
    });
    rig.release('on');
    const ended = await resumed;
    assert.equal(ended.code, 0, ended.stderr);
    assert.match(ended.stdout, /12 done\n$/);
    const state = assertOneOutcomeEach(rig.sweepDir);
    assert.deepEqual(
      [...state.runs.values()].filter((run) => run.status !== 'done'),
      [],
    );
    const lines = rig.box.read('out/latest/marks').trimEnd().split('\n');
    assert.deepEqual(
      lines.filter((line) => line.startsWith('early')),
      [],
    );
    const targets = lines.filter((line) => /^\w+ \d+ \d+ ?$/.test(line)).map((line) => line.trim());
    const once = ['1', '2', '3', '4'].flatMap((m) => [`begin 1 ${m}`, `end 1 ${m}`]).sort();
    assert.deepEqual(targets.sort(), once, 'each target was made once');
    const ends = lines.filter((line) => /^end \d+ \d+ \w/.test(line)).map((line) => line.replace(/^end \d+ /, ''));
    assert.deepEqual(ends.sort(), ['1 a', '1 b', '2 a', '2 b', '3 a', '3 b', '4 a', '4 b'], 'so was each sample');
    assert.ok(lost.length > 0);
  });

  test('a run whose shell was killed outright has one outcome', async (t) => {
    const cluster = await clusterOf(t, 1);
    if (cluster === undefined) return;
    const rig = new ClusterRig(t, cluster.env);
    await rig.generate([
      'CONFIG_A=1|2',
      command('[ $CONFIG_A = 2 ] || { kill -KILL $PPID; sleep 300; }', METRIC, 'mark_end'),
      'SWEEP_METRIC=acc',
      'SWEEP_GOAL=max',
      'SWEEP_GRACE=1s',
    ]);
    const ended = await rig.run();
    assert.equal(ended.code, 1, ended.stderr);
    const state = assertOneOutcomeEach(rig.sweepDir);
    const reasons = [...state.runs.values()].map((run) => run.outcome?.reason);
    assert.deepEqual(reasons, ['signal', 'ok']);
    const log = readFileSync(join(rig.sweepDir, 'cluster', 'b001', 'tasks'), 'utf8');
    assert.equal(log.trimEnd().split('\n').length, 2);
  });
});
