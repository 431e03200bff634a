// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { existsSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { needs } from '../rig/needs.ts';
import { ROOT, type Sandbox, sandbox } from '../rig/sandbox.ts';

type Row = Readonly<Record<string, string | number | boolean | null>>;

function summaryOf(box: Sandbox, folder = 'test_matrix_results/latest'): readonly Row[] {
  return JSON.parse(box.read(`${folder}/sweep_summary.json`)) as readonly Row[]; // our own file; the assertions below check it
}

test('make sweep trains the networks of a range file and ranks them, from another folder', async (t) => {
  const box = sandbox(t, 'plain');
  const { code, stdout, stderr } = await box.make([
    'sweep',
    `RANGE_CONFIG=${ROOT}/defconfigs/mnist-quick-range`,
    'PARALLEL=2',
  ]);
  assert.equal(code, 0, stderr + stdout);
  const rows = summaryOf(box);
  assert.equal(rows.length, 4);
  assert.deepEqual(
    rows.map((r) => r['status']),
    ['done', 'done', 'done', 'done'],
  );
  const best = Math.max(...rows.map((r) => Number(r['test_acc'])));
  assert.ok(best > 80 && best < 100, `best accuracy ${best}`);
  assert.match(
    box.read('test_matrix_results/latest/sweep_analysis.txt'),
    /^Hyperparameter Sweep Analysis\n={60}\n\nTotal configurations tested: 4\n\nBEST CONFIGURATION:\n-{40}\nConfig file: config_00\d\nTest Accuracy: \d\d\.\d+%\n/,
  );
  assert.match(stdout, /config_00\d/);
  assert.match(readlinkSync(box.path('test_matrix_results/latest')), /^sweep_\d{8}_\d{6}$/);
});

test('pandas reads the summary as the documentation promises', async (t) => {
  if (!needs(t, 'python3-pandas')) return;
  const box = sandbox(t);
  const ran = await box.make(['sweep', `RANGE_CONFIG=${ROOT}/defconfigs/mnist-quick-range`, 'PARALLEL=2']);
  assert.equal(ran.code, 0, ran.stderr);
  const program =
    'import json, pandas\nprint(pandas.DataFrame(json.load(open("sweep_summary.json"))).nlargest(5, "test_acc")[["config_file", "test_acc", "final_sparsity"]].to_csv(index=False))';
  const { stdout, stderr, code } = await box.run('python3', ['-c', program], {
    cwd: box.path('test_matrix_results/latest'),
  });
  assert.equal(code, 0, stderr);
  const [head, first, ...rest] = stdout.trim().split('\n');
  assert.equal(head, 'config_file,test_acc,final_sparsity');
  assert.equal(rest.length, 3);
  const best = summaryOf(box).toSorted((a, b) => Number(b['test_acc']) - Number(a['test_acc']))[0];
  assert.equal(first?.split(',')[1], String(best?.['test_acc']));
});

const SHELL_RANGE = `CONFIG_X=1|2|3
SWEEP_COMMAND="printf '{\\"score\\": %s}' {{CONFIG_X}} > {{out_dir}}/training_metrics.json"
SWEEP_METRIC=score
SWEEP_GOAL=max
`;

test('run-test-matrix works on its own, with its folders given, from the project and from elsewhere', async (t) => {
  const box = sandbox(t);
  box.write('r', SHELL_RANGE);
  assert.equal((await box.script('generate-configs', ['r', 'sweep_configs'])).code, 0);
  const alone = await box.script('run-test-matrix', [
    '--config-dir',
    'sweep_configs',
    '--output-dir',
    'my_sweep_results',
  ]);
  assert.equal(alone.code, 0, alone.stderr);
  assert.deepEqual(
    summaryOf(box, 'my_sweep_results/latest').map((r) => [r['config_file'], r['CONFIG_X'], r['score']]),
    [
      ['config_001', 1, 1],
      ['config_002', 2, 2],
      ['config_003', 3, 3],
    ],
  );
  const bare = await box.run(
    process.execPath,
    [
      '--import',
      'tsx',
      join(ROOT, 'scripts', 'run-test-matrix.ts'),
      '--config-dir',
      box.path('sweep_configs'),
      '--output-dir',
      box.path('other'),
    ],
    { cwd: join(ROOT, 'docs') },
  );
  assert.equal(bare.code, 0, bare.stderr);
  assert.equal(summaryOf(box, 'other/latest').length, 3);
});

test('a dry run prints the final command of each run and starts nothing', async (t) => {
  const box = sandbox(t);
  box.write('r', `${SHELL_RANGE}CONFIG_NAME="it's a|b"\n`.replace('{{CONFIG_X}}', '{{CONFIG_X}} {{CONFIG_NAME}}'));
  const { code, stdout } = await box.make(['sweep', 'RANGE_CONFIG=r', 'DRY_RUN=1']);
  assert.equal(code, 0);
  assert.match(stdout, /config_002/);
  assert.ok(stdout.includes(`printf '{"score": %s}' 2 'it'\\''s a|b' > `), stdout);
  assert.equal(existsSync(box.path('test_matrix_results')), false);
});

test('a failing, a killed, a metric-less and a vanishing run are recorded with reason and log, and stop nothing', async (t) => {
  const box = sandbox(t);
  box.write(
    'job.sh',
    `case "$1" in
  1) echo '{"score": 1}' > "$2/training_metrics.json";;
  2) echo 'Traceback: out of luck' >&2; exit 3;;
  3) kill -SEGV $$;;
  4) echo 'all fine, but no number';;
  5) rm -rf "$2"; exit 1;;
  6) echo '{"score": NaN}' > "$2/training_metrics.json";;
  7) echo '{"score": 7}' > "$2/training_metrics.json";;
esac
`,
  );
  box.write(
    'r',
    'CONFIG_X=1:1:7\nSWEEP_COMMAND="bash job.sh {{CONFIG_X}} {{out_dir}}"\nSWEEP_METRIC=score\nSWEEP_GOAL=max\n',
  );
  const { code, stdout, stderr } = await box.script('generate-configs', ['r']);
  assert.equal(code, 0, stderr + stdout);
  const ran = await box.script('run-test-matrix', []);
  assert.equal(ran.code, 1, ran.stderr);
  const rows = summaryOf(box);
  assert.deepEqual(
    rows.map((r) => `${r['config_file']} ${r['status']} ${r['reason'] ?? ''}`.trim().replace(/ ok$/, '')),
    [
      'config_001 done',
      'config_002 failed exit code',
      'config_003 failed signal',
      'config_004 done no metric',
      'config_005 failed exit code',
      'config_006 done',
      'config_007 done',
    ],
  );
  const analysis = box.read('test_matrix_results/latest/sweep_analysis.txt');
  assert.match(analysis, /BEST CONFIGURATION:\n-{40}\nConfig file: config_007\n/);
  assert.match(
    analysis,
    /FAILED TESTS:\n-{40}\nFailed: 3\/7\n {2}config_002: exit code 3 \(log: config_002_[0-9a-f]{8}\/output\.log\)\n/,
  );
  assert.match(ran.stdout + ran.stderr, /Traceback: out of luck/);
});

test('without SWEEP_COMMAND nothing runs and the error says what to add', async (t) => {
  const box = sandbox(t);
  box.write('r', 'CONFIG_X=1|2\n');
  await box.script('generate-configs', ['r']);
  const { code, stderr } = await box.script('run-test-matrix', []);
  assert.equal(code, 2);
  assert.match(stderr, /SWEEP_COMMAND/);
  assert.equal(existsSync(box.path('test_matrix_results')), false);
});

test('a call that names a range file never runs the configurations of another one', async (t) => {
  const box = sandbox(t);
  box.write('r', SHELL_RANGE);
  box.write('other', SHELL_RANGE.replace('1|2|3', '7|8'));
  await box.script('generate-configs', ['r']);
  const { code, stderr } = await box.make(['sweep-run', 'RANGE_CONFIG=other']);
  assert.equal(code, 2);
  assert.match(stderr, /^error: sweep_configs holds the configurations of r, not those of other as it is now\n/m);
  assert.equal(existsSync(box.path('test_matrix_results')), false);
  assert.equal((await box.make(['sweep-run', 'RANGE_CONFIG=r'])).code, 0);
});

test('several sweeps at once from one folder each run what they name, and the folder stays whole', async (t) => {
  const box = sandbox(t);
  const values: Readonly<Record<string, string>> = { a: '1|2|3', b: '7|8', c: '20', d: '1|2|3' };
  for (const [name, text] of Object.entries(values)) box.write(name, SHELL_RANGE.replace('1|2|3', text));
  const ended = await Promise.all(Object.keys(values).map((name) => box.make(['sweep', `RANGE_CONFIG=${name}`])));
  assert.deepEqual(
    ended.map((e) => e.code),
    [0, 0, 0, 0],
    ended.map((e) => e.stderr).join('\n'),
  );
  const swept = box
    .list('test_matrix_results')
    .filter((n) => n.startsWith('sweep_'))
    .map((folder) => {
      const rows = JSON.parse(box.read(`test_matrix_results/${folder}/sweep_summary.json`)) as {
        CONFIG_X: number;
        status: string;
      }[];
      assert.ok(rows.every((r) => r.status === 'done'));
      return rows.map((r) => r.CONFIG_X).join('|');
    });
  assert.deepEqual(swept.sort(), Object.values(values).sort());
  assert.equal(
    (await box.script('run-test-matrix', ['--dry-run'])).code,
    0,
    'the folder holds the configurations of one of them, whole',
  );
  assert.deepEqual(
    box.list().filter((n) => n.startsWith('.')),
    [],
  );
});

test('configurations that were edited by hand are refused: they would not be what the report says', async (t) => {
  const box = sandbox(t);
  box.write('r', SHELL_RANGE);
  await box.script('generate-configs', ['r']);
  box.write('sweep_configs/config_002', box.read('sweep_configs/config_002').replace('CONFIG_X=2', 'CONFIG_X=99'));
  const { code, stderr } = await box.script('run-test-matrix', []);
  assert.equal(code, 2);
  assert.match(stderr, /config_002/);
});

test('what says which configurations there are is refused where those of sweep_configs/ are run as they are', async (t) => {
  const box = sandbox(t);
  box.write('r', 'CONFIG_A=1|2|3\nSWEEP_COMMAND="true"\n');
  await box.script('generate-configs', ['r']);
  for (const args of [[], ['--resume-latest']]) {
    const ended = await box.script('run-test-matrix', [...args, '--mode', 'random', '--samples', '2']);
    assert.equal(ended.code, 2);
    assert.match(
      ended.stderr,
      /^error: --mode says which configurations there are, but no range file is named to make them of\n {2}hint: RANGE_CONFIG=FILE/,
    );
  }
  assert.deepEqual(box.list(), ['r', 'sweep_configs']);
});

test('a sweep folder records how its configurations were made, not what the environment says when they are run', async (t) => {
  const box = sandbox(t);
  box.write('r', 'CONFIG_A=1|2|3\nSWEEP_COMMAND="true"\n');
  await box.script('generate-configs', ['r', '--seed', '5']);
  const env = { SWEEP_MODE: 'random', SWEEP_SAMPLES: '2', SWEEP_SEED: '6', SWEEP_GRACE: '3s' };
  const ended = await box.script('run-test-matrix', [], { env });
  assert.equal(ended.code, 0, ended.stderr);
  const { settings } = JSON.parse(box.read('test_matrix_results/latest/sweep.json')) as { settings: unknown };
  assert.deepEqual(settings, { SEED: '5', GRACE: '3s' });
});
