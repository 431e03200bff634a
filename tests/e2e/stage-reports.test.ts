// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { type Ended, sandbox } from '../rig/sandbox.ts';

const RANGE = `SWEEP_METRIC="score max"
CONFIG_SEED=1|2
stage "target"
  SWEEP_METRIC="loss min"
  SWEEP_COMMAND="echo loss {{CONFIG_WIDTH}}.5 > {{out_dir}}/performance_overview.txt; echo trained {{number}}"
  CONFIG_WIDTH=16|32
endstage
stage "sample"
  needs "target"
  SWEEP_COMMAND="echo score {{target.CONFIG_WIDTH}}{{CONFIG_STEPS}} > {{out_dir}}/performance_overview.txt; echo sampled {{number}}; [ {{CONFIG_STEPS}} != 3 ]"
  CONFIG_STEPS=1|2|3
endstage
`;

type Row = Readonly<Record<string, unknown>>;

test('rows of a stage have the parameters and metrics of what its runs need; other stages have reports of their own', async (t) => {
  const box = sandbox(t);
  box.write('x.range', RANGE);
  const ended = await box.script('run-test-matrix', ['--as-named', '--range-config', 'x.range', '--max-failures', '0']);
  assert.equal(ended.code, 1, 'the runs of three steps fail');
  const latest = 'test_matrix_results/latest';
  const rows = JSON.parse(box.read(`${latest}/sweep_summary.json`)) as readonly Row[];
  assert.equal(rows.length, 12);
  assert.deepEqual(Object.keys(rows[0] ?? {}), [
    'config_file',
    'number',
    'status',
    'reason',
    'target.CONFIG_WIDTH',
    'CONFIG_SEED',
    'CONFIG_STEPS',
    'score',
    'target.loss',
    'target.total_time',
    'total_time',
  ]);
  const { total_time: _, 'target.total_time': __, ...last } = rows[4] ?? {};
  assert.deepEqual(last, {
    config_file: 'config_005',
    number: 5,
    status: 'done',
    reason: 'ok',
    'target.CONFIG_WIDTH': 32,
    CONFIG_SEED: 1,
    CONFIG_STEPS: 2,
    score: 322,
    'target.loss': 32.5,
  });
  assert.ok(!existsSync(box.path(latest, 'target/sweep_summary.json')), 'nobody asked for the reports of the targets');
  const targets = await box.script('report', ['--stage', 'target']);
  assert.equal(targets.code, 0, targets.stderr);
  const ofTargets = JSON.parse(box.read(`${latest}/target/sweep_summary.json`)) as readonly Row[];
  assert.deepEqual(
    ofTargets.map((row) => [row.CONFIG_WIDTH, row.loss]),
    [
      [16, 16.5],
      [32, 32.5],
      [16, 16.5],
      [32, 32.5],
    ],
  );
  assert.match(targets.stdout, /config_001 .* 16.5/);
});

test('logs are named by stage and number, the last stage where none is named', async (t) => {
  const box = sandbox(t);
  box.write('x.range', RANGE.replace('1|2|3', '1|2'));
  await box.script('run-test-matrix', ['--as-named', '--range-config', 'x.range']);
  assert.equal((await box.script('logs', ['target/3'])).stdout, 'trained 3\n');
  assert.equal((await box.script('logs', ['sample/7'])).stdout, 'sampled 7\n');
  assert.equal((await box.script('logs', ['7'])).stdout, 'sampled 7\n');
  assert.equal((await box.script('logs', ['3', '--stage', 'target'])).stdout, 'trained 3\n');
  const unknown = await box.script('logs', ['smaple/7']);
  assert.equal(unknown.code, 2);
  assert.match(unknown.stderr, /STAGE is "smaple", and there is no such stage.*\n.*did you mean sample/);
  assert.match(
    (await box.script('logs', ['target/9'])).stderr,
    /there is no run 9 in stage "target".*\n.*last one is 4/,
  );
});

test('prune moves no run that another one still needs', async (t) => {
  const box = sandbox(t);
  box.write('x.range', RANGE);
  await box.script('run-test-matrix', ['--as-named', '--range-config', 'x.range', '--max-failures', '0']);
  const kept = await box.script('prune', ['--stage', 'target', '--keep', 'loss<0', '--apply']);
  assert.match(
    kept.stdout,
    /^0 run folders and 0 checkpoints, 0 B; 4 runs stay/,
    'each has a failed run that needs it',
  );
  box.write('y.range', RANGE.replace('1|2|3', '1|2'));
  await box.script('run-test-matrix', ['--resume-latest', '--range-config', 'y.range']);
  const moved = await box.script('prune', ['--stage', 'target', '--keep', 'loss<20', '--apply']);
  assert.match(moved.stdout, /2 run folders and 0 checkpoints, .*; 2 runs stay/);
});

test('sweep-list counts each stage, and explains a configuration of the stage that is named', async (t) => {
  const box = sandbox(t);
  box.write('x.range', RANGE);
  const listed = JSON.parse((await box.script('list-configs', ['x.range', '--json'])).stdout) as {
    count: number;
    stages: readonly { name: string; needs: readonly string[]; count: number }[];
  };
  assert.equal(listed.count, 16);
  assert.deepEqual(
    listed.stages.map(({ name, needs, count }) => [name, needs, count]),
    [
      ['target', [], 4],
      ['sample', ['target'], 12],
    ],
  );
  const explained = await box.script('list-configs', ['x.range', '--explain', '2', '--stage', 'target']);
  assert.match(explained.stdout, /CONFIG_SEED=1 +x.range:2: .*\nCONFIG_WIDTH=32 +x.range:6: /);
});

test('REUSE takes every stage of another folder, and two sweeps are compared run by run on the same targets', async (t) => {
  const box = sandbox(t);
  box.write('x.range', RANGE.replace('1|2|3', '1|2'));
  const run = (...args: readonly string[]): ReturnType<typeof box.script> =>
    box.script('run-test-matrix', ['--as-named', '--range-config', 'x.range', ...args]);
  await run('--output-dir', 'a');
  const reused = await run('--output-dir', 'a', '--reuse');
  assert.match(reused.stderr, /0 runs to do, 12 results taken from other sweep folders/);
  await run('--output-dir', 'b');
  const diff = await box.script('diff', ['a/latest', 'b/latest']);
  assert.match(diff.stdout, /8 configurations in both: 0 worse, 0 better, 8 the same/);
});

test('two halves of a sweep are merged with all stages, archived, and the best are promoted with their targets', async (t) => {
  const box = sandbox(t);
  box.write(
    'x.range',
    [
      'SWEEP_METRIC="score max"',
      'CONFIG_SEED=1|2',
      'stage "target"',
      `SWEEP_COMMAND='echo run >>targets; echo m >"$SWEEP_OUT_DIR/model"'`,
      'SWEEP_OUTPUTS=model',
      'endstage',
      'stage "sample"',
      'needs "target"',
      `SWEEP_COMMAND='echo run >>samples; cat {{target.out_dir}}/model; echo "score $CONFIG_K$CONFIG_SEED" >"$SWEEP_OUT_DIR/performance_overview.txt"'`,
      'CONFIG_K=1|2',
      'endstage',
      '',
    ].join('\n'),
  );
  const half = (seed: number, ...args: readonly string[]): Promise<Ended> =>
    box.script('run-test-matrix', [
      '--as-named',
      '--range-config',
      'x.range',
      '--only',
      `CONFIG_SEED=${seed}`,
      ...args,
    ]);
  assert.match((await half(1, '--output-dir', 'other')).stdout, /3 done, 3 pending/);
  assert.match((await half(2)).stdout, /3 done, 3 pending/);
  const merged = await box.script('merge', ['--from', 'other/latest']);
  assert.match(merged.stdout, /3 finished runs taken over; 0 still to run/, merged.stderr);
  assert.equal((await box.script('run-test-matrix', ['--resume-latest'])).code, 0);
  assert.equal(box.read('targets') + box.read('samples'), 'run\n'.repeat(6), 'nothing ran twice');
  const promoted = await box.script('promote', ['--top', '2', '--to', 'best']);
  assert.equal(promoted.code, 0, promoted.stderr);
  assert.match(box.read('best/config_004/performance_overview.txt'), /score 22/);
  assert.match(box.read('best/config_004/target/config.txt'), /CONFIG_SEED=2/);
  assert.match(box.read('best/config_002/target/config.txt'), /CONFIG_SEED=1/);
  assert.equal((await box.script('archive', ['--to', 'whole.tar.gz'])).code, 0);
  execFileSync('tar', ['xzf', 'whole.tar.gz'], { cwd: box.dir });
  const [folder = ''] = box.list('.').filter((name) => name.startsWith('sweep_2'));
  const status = await box.script('status', ['--folder', folder]);
  assert.match(status.stdout, /6\/6 ended, 6 done/, status.stderr);
});
