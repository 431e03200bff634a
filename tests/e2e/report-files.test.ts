// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { writeReports } from '../../scripts/lib/edge/page/report-writer.ts';
import { needs } from '../rig/needs.ts';
import {
  folderOf,
  settingsFor,
  type SyntheticRun,
  temporaryFolder,
  writeSyntheticSweep,
} from '../rig/synthetic-sweep.ts';

const SETTINGS = { METRIC: 'test_acc', UNITS: 'test_acc=%, final_sparsity=x100%' };

function trained(beta: string, decay: string, acc: number | null | object, seconds = 1842.3): SyntheticRun {
  const metrics = { test_acc: [10, acc], final_sparsity: 0.7 };
  return {
    values: { CONFIG_BETA1: beta, CONFIG_WEIGHT_DECAY: decay, CONFIG_EPOCHS: '2' },
    seconds,
    files: { 'training_metrics.json': metrics },
  };
}

const RUNS: readonly SyntheticRun[] = [
  trained('0.85', '0.05', 80),
  trained('0.87', '0.05', 88.51),
  { ...trained('0.9', '0.05', 0), end: { status: 'failed', reason: 'exit code', exitCode: 1, detail: 'exit code 1' } },
  trained('0.9', '0.03', null),
];

test('the text report has the agreed form', (t) => {
  const folder = writeSyntheticSweep(temporaryFolder(t), { runs: RUNS });
  writeReports(folder, settingsFor(SETTINGS));
  const log = `${folderOf(RUNS[2] as SyntheticRun, 3, 4)}/output.log`;
  assert.equal(
    readFileSync(join(folder, 'sweep_analysis.txt'), 'utf8'),
    `Hyperparameter Sweep Analysis
============================================================

Total configurations tested: 4

BEST CONFIGURATION:
----------------------------------------
Config file: config_002
Test Accuracy: 88.51%
Final Sparsity: 70.0%
Training Time: 1842.3s

Hyperparameters:
  CONFIG_BETA1=0.87
  CONFIG_WEIGHT_DECAY=0.05

The same in every run:
  CONFIG_EPOCHS=2

============================================================
TOP 10 CONFIGURATIONS:
----------------------------------------

1. config_002
   Test Acc: 88.51% | Sparsity: 70.0% | Time: 1842.3s
2. config_001
   Test Acc: 80.00% | Sparsity: 70.0% | Time: 1842.3s

============================================================
FAILED TESTS:
----------------------------------------
Failed: 1/4
  config_003: exit code 1 (log: ${log})

============================================================
HOW SURE:
----------------------------------------
A full grid of 4 settings in CONFIG_BETA1; too little is repeated for a test of one setting against another.
The best of 2 single runs: 88.51%; the best 2 go down to 80.00%.
One run each proves little: how much of a lead is luck cannot be told. SWEEP_REPEATS=5 runs every setting with five seeds.

============================================================
WHAT NEXT:
----------------------------------------
One run each proves little: 5 seeds of the best 2 take 8 more runs.
    make sweep-seeds TOP=2 SEEDS=5

============================================================
NOTES:
----------------------------------------
Not ranked, test_acc is NaN or infinite: config_004.
`,
  );
});

test('a metric without words of its own goes by its name, and nothing is said that did not happen', (t) => {
  const runs: SyntheticRun[] = [{ values: { CONFIG_LR: '0.1' }, files: { 'metrics.jsonl': '{"val_loss": 0.25}\n' } }];
  const folder = writeSyntheticSweep(temporaryFolder(t), { runs });
  writeReports(folder, settingsFor({ METRIC: 'val_loss' }));
  const text = readFileSync(join(folder, 'sweep_analysis.txt'), 'utf8');
  assert.match(text, /\nval_loss: 0\.25\nTraining Time: 1\.0s\n\nHyperparameters:\n {2}CONFIG_LR=0\.1\n/);
  assert.match(text, /\n1\. config_001\n {3}val_loss: 0\.25 \| Time: 1\.0s\n$/);
});

test('the best epoch stands beside the last where the last is worse', (t) => {
  const run = (lr: number, metrics: object): SyntheticRun => ({
    values: { CONFIG_LR: String(lr) },
    files: { 'training_metrics.json': metrics },
  });
  const best = (metric: string, ...runs: readonly SyntheticRun[]): string => {
    const folder = writeSyntheticSweep(temporaryFolder(t), { runs });
    writeReports(folder, settingsFor({ METRIC: metric, UNITS: 'test_acc=%' }));
    return readFileSync(join(folder, 'sweep_analysis.txt'), 'utf8');
  };
  const fell = run(1, { test_acc: [70, 91.2, 91.2, 90.1] });
  const said = /\nBest epoch of Test Accuracy: 91\.20% \(2 of 4; the last: 90\.10%\)\n/;
  assert.match(best('test_acc', fell), said);
  assert.match(best('max(test_acc)', fell), said);
  assert.match(best('test_acc', run(1, { test_accuracy: 1, test_acc: [70, 91.2, 91.2, 90.1] })), said);
  for (const [metric, metrics] of [
    ['test_acc', { test_acc: [70, 91.2] }],
    ['test_acc', { test_acc: [91.2, 70, 91.2] }],
    ['test_acc', { test_acc: 90.1 }],
    ['mean(test_acc)', { test_acc: [70, 91.2, 90.1] }],
    ['test_acc[0]', { test_acc: [70, 91.2, 90.1] }],
  ] as const)
    assert.doesNotMatch(best(metric, run(1, metrics)), /Best epoch/, metric);
  assert.match(
    best('loss', run(1, { loss: [0.5, 0.25, 0.4] })),
    /\nBest epoch of loss: 0\.25 \(2 of 3; the last: 0\.4\)\n/,
  );
  const diverged = best('min(loss)', run(1, { loss: [0.5, 0.25, null] }));
  assert.match(diverged, /\nBest epoch of loss: 0\.25 \(2 of 3; the last: NaN\)\n/);
});

test('test_accuracy prints as test_acc does, unless a sweep has both', (t) => {
  const text = (metrics: object, UNITS: string): string => {
    const runs: SyntheticRun[] = [{ values: { CONFIG_LR: '1' }, files: { 'training_metrics.json': metrics } }];
    const folder = writeSyntheticSweep(temporaryFolder(t), { runs });
    writeReports(folder, settingsFor({ METRIC: 'test_accuracy', UNITS }));
    return readFileSync(join(folder, 'sweep_analysis.txt'), 'utf8');
  };
  assert.match(text({ test_accuracy: [50, 88.514] }, 'test_acc=%'), /\nTest Accuracy: 88\.51%\n/);
  assert.match(text({ test_accuracy: 0.885 }, 'test_acc=%, test_accuracy=x100%'), /\nTest Accuracy: 88\.5%\n/);
  assert.match(text({ test_accuracy: 0.885, test_acc: 88.5 }, 'test_acc=%'), /\nTest Accuracy: 0\.885\n/);
});

test('the summaries hold one flat row a run with every parameter and metric', (t) => {
  const folder = writeSyntheticSweep(temporaryFolder(t), { runs: RUNS });
  writeReports(folder, settingsFor(SETTINGS));
  const rows = JSON.parse(readFileSync(join(folder, 'sweep_summary.json'), 'utf8')) as Record<string, unknown>[];
  assert.deepEqual(rows[1], {
    config_file: 'config_002',
    number: 2,
    status: 'done',
    reason: 'ok',
    CONFIG_BETA1: 0.87,
    CONFIG_WEIGHT_DECAY: 0.05,
    CONFIG_EPOCHS: 2,
    test_acc: 88.51,
    final_sparsity: 0.7,
    total_time: 1842.3,
  });
  assert.equal(rows[2]?.['reason'], 'exit code');
  assert.equal(rows[3]?.['test_acc'], null);
  const csv = readFileSync(join(folder, 'sweep_summary.csv'), 'utf8').split('\n');
  assert.equal(
    csv[0],
    'config_file,number,status,reason,CONFIG_BETA1,CONFIG_WEIGHT_DECAY,CONFIG_EPOCHS,test_acc,final_sparsity,total_time',
  );
  assert.equal(csv[2], 'config_002,2,done,ok,0.87,0.05,2,88.51,0.7,1842.3');
});

test('pandas finds the best runs in the summary', (t) => {
  if (!needs(t, 'python3-pandas')) return;
  const folder = writeSyntheticSweep(temporaryFolder(t), { runs: RUNS });
  writeReports(folder, settingsFor(SETTINGS));
  const line =
    'pandas.DataFrame(json.load(open("sweep_summary.json"))).nlargest(5, "test_acc")[["config_file", "test_acc", "final_sparsity"]]';
  const run = spawnSync('python3', ['-c', `import json, pandas; print(${line}.to_csv(index=False))`], {
    cwd: folder,
    encoding: 'utf8',
  });
  assert.equal(run.stderr, '');
  assert.equal(
    run.stdout.trim().split('\n').slice(0, 2).join('\n'),
    'config_file,test_acc,final_sparsity\nconfig_002,88.51,0.7',
  );
});

test('a metric named like a parameter or a column of ours stands beside it', (t) => {
  const runs: SyntheticRun[] = [
    { values: { lr: '0.1' }, files: { 'training_metrics.json': { lr: 0.05, status: 'fine', total_time: 7 } } },
  ];
  const folder = writeSyntheticSweep(temporaryFolder(t), { runs });
  const { view } = writeReports(folder, settingsFor({ METRIC: 'lr', GOAL: 'min' }));
  const [row] = JSON.parse(readFileSync(join(folder, 'sweep_summary.json'), 'utf8')) as Record<string, unknown>[];
  assert.deepEqual(row, {
    config_file: 'config_001',
    number: 1,
    status: 'done',
    reason: 'ok',
    lr: 0.1,
    'metric.lr': 0.05,
    'metric.status': 'fine',
    'metric.total_time': 7,
    total_time: 1,
  });
  assert.equal(view.ranked[0]?.rank, 1);
});

test('a parameter named like a column of ours stands beside it', (t) => {
  const folder = writeSyntheticSweep(temporaryFolder(t), { runs: [{ values: { status: 'on', total_time: '9' } }] });
  writeReports(folder, settingsFor({}));
  const [row] = JSON.parse(readFileSync(join(folder, 'sweep_summary.json'), 'utf8')) as Record<string, unknown>[];
  assert.deepEqual(row, {
    config_file: 'config_001',
    number: 1,
    status: 'done',
    reason: 'ok',
    'parameter.status': 'on',
    'parameter.total_time': 9,
    total_time: 1,
  });
  assert.match(
    readFileSync(join(folder, 'sweep_summary.csv'), 'utf8'),
    /^config_file,number,status,reason,parameter\.status,parameter\.total_time,total_time\n/,
  );
});

test('names that every object of the language has are names like others', (t) => {
  const runs: SyntheticRun[] = [
    {
      values: { valueOf: '1' },
      files: { 'training_metrics.json': '{"constructor": 6, "__proto__": 5, "test_acc": 16}' },
    },
    { values: { CONFIG_A: '2' }, files: { 'training_metrics.json': { test_acc: 17 } } },
  ];
  const folder = writeSyntheticSweep(temporaryFolder(t), { runs });
  for (const metric of ['test_acc', 'constructor', 'toString'])
    writeReports(folder, settingsFor({ METRIC: metric, GOAL: 'max' }));
  const rows = JSON.parse(readFileSync(join(folder, 'sweep_summary.json'), 'utf8')) as Record<string, unknown>[];
  assert.deepEqual(
    rows.map((row) => [row['valueOf'], row['constructor'], row['test_acc']]),
    [
      [1, 6, 16],
      [null, null, 17],
    ],
  );
  assert.match(
    readFileSync(join(folder, 'sweep_analysis.txt'), 'utf8'),
    /Not ranked, no toString: config_001, config_002\./,
  );
});

test('the terminal shows the best runs as a table that fits, and the notes', (t) => {
  const folder = writeSyntheticSweep(temporaryFolder(t), { runs: RUNS });
  const { terminal } = writeReports(folder, settingsFor(SETTINGS), { columns: 70 });
  assert.match(terminal, /│ # │ Configuration │ Test Acc │ Sparsity │ +Time │ BETA1 │/);
  assert.match(terminal, /│ 1 │ config_002 +│ +88\.51% │/);
  assert.match(terminal, /1 more parameter: see sweep_summary\.csv/);
  assert.match(terminal, /Not ranked, test_acc is NaN/);
});

test('a partial sweep has its report, which says how far it is', (t) => {
  const runs: SyntheticRun[] = [
    trained('1', '1', 50),
    { values: { CONFIG_BETA1: '2' }, end: 'pending' },
    { values: { CONFIG_BETA1: '3' }, end: 'running' },
  ];
  const folder = writeSyntheticSweep(temporaryFolder(t), { runs });
  const { view } = writeReports(folder, settingsFor(SETTINGS));
  assert.match(readFileSync(join(folder, 'sweep_analysis.txt'), 'utf8'), /tested: 1 of 3\n/);
  assert.equal(view.ranked.length, 1);
});

test('ties, retired runs and broken files are said', (t) => {
  const broken: SyntheticRun = { values: { CONFIG_A: '9' }, files: { 'training_metrics.json': '{"test_acc": [1, ' } };
  const runs = [trained('1', '1', 5), trained('2', '1', 5), broken, { ...trained('3', '1', 99), retired: true }];
  const folder = writeSyntheticSweep(temporaryFolder(t), { runs });
  const { view } = writeReports(folder, settingsFor(SETTINGS));
  assert.deepEqual(view.notes, [
    '1 run left the range file and is not shown.',
    '2 configurations share the best test_acc (5.00%): config_001, config_002.',
    'Not ranked, no test_acc: config_003.',
    'config_003: training_metrics.json:1:18: the file ends too early (half written?).',
  ]);
});

test('seeds of one setting that end alike are no tie of configurations', (t) => {
  const runs = [trained('1', '1', 5), trained('1', '2', 5), trained('2', '1', 4), trained('2', '2', 4)];
  const folder = writeSyntheticSweep(temporaryFolder(t), { runs });
  const seeds = settingsFor({ ...SETTINGS, SEED_SYMBOL: 'CONFIG_WEIGHT_DECAY' });
  assert.deepEqual(writeReports(folder, seeds).view.notes, []);
});

test('a second report reads again only the run that changed', (t) => {
  const folder = writeSyntheticSweep(temporaryFolder(t), { runs: RUNS });
  const later = { nowMs: () => Date.now() + 10_000 };
  writeReports(folder, settingsFor(SETTINGS), { clock: later });
  const path = join(folder, '.metrics-cache.json');
  // A mark in the cache shows that it is what the second report shows.
  writeFileSync(path, readFileSync(path, 'utf8').replace('88.51', '88.77').replace('"test_acc":80', '"test_acc":81'));
  const changed = join(folder, folderOf(RUNS[0] as SyntheticRun, 1, 4), 'training_metrics.json');
  writeFileSync(changed, '{"test_acc": 70.125}');
  const { view } = writeReports(folder, settingsFor(SETTINGS), { clock: later });
  assert.deepEqual(
    view.ranked.map((r) => r.metrics['test_acc']),
    [88.77, 70.125],
  );
});

test('a damaged cache costs time only', (t) => {
  const folder = writeSyntheticSweep(temporaryFolder(t), { runs: RUNS });
  writeFileSync(join(folder, '.metrics-cache.json'), '{"version": 1, "question": [');
  assert.equal(writeReports(folder, settingsFor(SETTINGS)).view.ranked[0]?.metrics['test_acc'], 88.51);
});

test('the script reports the named folder, and refuses what is no sweep', (t) => {
  const folder = writeSyntheticSweep(temporaryFolder(t), { runs: RUNS });
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ['scripts/start.mjs', 'report', ...args], { encoding: 'utf8' });
  const good = run(folder, '--metric', 'test_acc', '--json');
  assert.equal(good.status, 0, good.stderr);
  assert.equal((JSON.parse(good.stdout) as unknown[]).length, 4);
  assert.match(run(folder, '--metric', 'test_acc').stdout, /\n4 runs: 3 done, 1 failed\.\n\nReports:\n/);
  const bad = run(join(folder, 'nowhere'));
  assert.equal(bad.status, 2);
  assert.match(bad.stderr, /does not exist/);
});

test('the goal that a sweep was made with does not turn another metric round', (t) => {
  const runs = [1, 2, 3].map(
    (n): SyntheticRun => ({
      values: { CONFIG_A: String(n) },
      files: { 'training_metrics.json': { test_acc: n, train_loss: n, score: n } },
    }),
  );
  const folder = writeSyntheticSweep(temporaryFolder(t), { runs, settings: { METRIC: 'test_acc', GOAL: 'max' } });
  const best = (metric: string): number => {
    const { stdout } = spawnSync(process.execPath, ['scripts/start.mjs', 'report', folder, '--metric', metric], {
      encoding: 'utf8',
      cwd: join(import.meta.dirname, '..', '..'),
    });
    return Number(/│ 1 │ config_00(\d)/.exec(stdout)?.[1]);
  };
  assert.deepEqual([best('train_loss'), best('score'), best('test_acc')], [1, 3, 3]);
});

test('when the newest sweep is gone the report names the newest that is there', (t) => {
  const output = temporaryFolder(t);
  writeSyntheticSweep(join(output, 'sweep_20260101_000000'), { runs: RUNS, settings: SETTINGS });
  symlinkSync('sweep_20260102_000000', join(output, 'latest'));
  const report = (): string =>
    spawnSync(process.execPath, ['scripts/start.mjs', 'report', '--output-dir', output], {
      encoding: 'utf8',
      cwd: join(import.meta.dirname, '..', '..'),
    }).stderr;
  assert.match(
    report(),
    /the newest sweep in \S+ was sweep_20260102_000000, which is gone[\s\S]*SWEEP=\S+sweep_20260101_000000 is the newest that is there/,
  );
  rmSync(join(output, 'latest'));
  assert.match(
    report(),
    /has no link latest to say which sweep is meant; there is sweep_20260101_000000\n {2}hint: SWEEP=/,
  );
  rmSync(join(output, 'sweep_20260101_000000'), { recursive: true });
  assert.match(report(), /there is no sweep in [\s\S]*start one with make sweep RANGE_CONFIG=FILE/);
});

test('where reports cannot be written the table is shown all the same, and then what is in the way', (t) => {
  const folder = writeSyntheticSweep(temporaryFolder(t), { runs: RUNS, settings: SETTINGS });
  mkdirSync(join(folder, 'sweep_summary.csv', 'in the way'), { recursive: true });
  const cwd = join(import.meta.dirname, '..', '..');
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/start.mjs', 'report', folder], {
    encoding: 'utf8',
    cwd,
  });
  assert.equal(status, 2);
  assert.match(stdout, /│ 1 │ config_002 +│[\s\S]*Reports:\n {2}\S+sweep_summary\.json\n$/);
  assert.match(stderr, /sweep_summary\.csv cannot be written/);
});

test('a folder without sweep.json keeps the reports it has: nothing tells what ranks them', (t) => {
  const folder = writeSyntheticSweep(temporaryFolder(t), { runs: RUNS, settings: SETTINGS });
  const report = (...further: string[]): ReturnType<typeof spawnSync> =>
    spawnSync(process.execPath, ['scripts/start.mjs', 'report', ...further], {
      encoding: 'utf8',
      cwd: join(import.meta.dirname, '..', '..'),
    });
  assert.equal(report(folder).status, 0);
  const ranked = readFileSync(join(folder, 'sweep_analysis.txt'), 'utf8');
  rmSync(join(folder, 'sweep.json'));
  const refused = report(folder);
  assert.equal(refused.status, 2);
  assert.match(String(refused.stderr), /no sweep\.json in it[\s\S]*stay as they are/);
  assert.equal(readFileSync(join(folder, 'sweep_analysis.txt'), 'utf8'), ranked);
});
