// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
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
import { SETTINGS, trained, RUNS } from '../rig/trained-runs.ts';

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
    make sweep-seeds SWEEP=${folder} TOP=2 SEEDS=5

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
