// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ReadOptions, readRunMetrics, type RunMetrics } from '../../../scripts/lib/results/read-run.ts';
import { parseLogPattern } from '../../../scripts/lib/results/readers/log-regex.ts';
import { parseMetricFiles } from '../../../scripts/lib/results/readers/metric-files.ts';
import { parseMetricSpec } from '../../../scripts/lib/results/readers/metric-spec.ts';
import { filesOf, WRITTEN_MS } from '../../rig/run-texts.ts';

function read(texts: Readonly<Record<string, string>>, metric: string, more: Partial<ReadOptions> = {}): RunMetrics {
  const specs = parseMetricSpec(metric, 'max').value;
  assert.ok(specs !== undefined, metric);
  return readRunMetrics(filesOf(texts), { specs, sinceMs: null, isComplete: true, ...more });
}

/** As transformers 4.46 writes it: the last record holds other keys than the evaluations. */
const HISTORY = [
  { epoch: 1, eval_acc: 0.7, eval_loss: 0.6, step: 500 },
  { epoch: 2, loss: 0.4, learning_rate: 1e-5, step: 900 },
  { epoch: 2, eval_acc: 0.8, eval_loss: 0.5, step: 1000 },
  { epoch: 2, step: 1000, total_flos: 1e9, train_loss: 0.45, train_runtime: 12.5 },
];
const state = (best: number): string =>
  JSON.stringify({ best_metric: best, global_step: 1000, is_hyper_param_search: false, log_history: HISTORY });

test('[last] is the last entry that has the key, and the column is called after the key', () => {
  const metrics = read({ 'trainer_state.json': state(0.8) }, 'trainer_state.json:log_history[last].eval_acc');
  assert.equal(metrics.values['eval_acc'], 0.8);
  assert.deepEqual(read({ 'a.json': state(1) }, 'a.json:log_history[-1].eval_acc').missing, [
    'a.json:log_history[-1].eval_acc',
  ]);
  assert.equal(read({ 'metrics.jsonl': '{"acc":1}\n{"acc":2}\n' }, 'acc[last]').values['acc'], 2);
});

test('the checkpoint with the largest number counts, whatever order its name has, and keeps the name of its key', () => {
  const texts = {
    'checkpoint-500/trainer_state.json': state(0.5),
    'checkpoint-1000/trainer_state.json': state(0.9),
    'checkpoint-990/trainer_state.json': state(0.7),
  };
  const { values } = read(texts, 'checkpoint-*/trainer_state.json:best_metric');
  assert.equal(values['best_metric'], 0.9);
  assert.ok(!Object.hasOwn(values, 'checkpoint-*/trainer_state.json:best_metric'));
});

test('a name without a number stands behind those with one, and of such names the last one counts', () => {
  const texts = { 'out/b.json': '{"acc": 2}', 'out/a.json': '{"acc": 1}' };
  assert.equal(read(texts, 'out/*.json:acc').values['acc'], 2);
  assert.equal(read({ ...texts, 'out/a1.json': '{"acc": 3}' }, 'out/*.json:acc').values['acc'], 3);
  const stamps = { 'out/20261121_9.json': '{"acc": 1}', 'out/20261121_10.json': '{"acc": 2}' };
  assert.equal(read(stamps, 'out/*.json:acc').values['acc'], 2);
});

test('a file of an earlier attempt is passed over, and told only when there is no other', () => {
  const old = (name: string): number => (name.includes('1500') ? WRITTEN_MS - 1e6 : WRITTEN_MS);
  const files = filesOf({ 'ck-1500/s.json': '{"acc":1}', 'ck-500/s.json': '{"acc":2}' }, old);
  const specs = parseMetricSpec('ck-*/s.json:acc').value ?? [];
  const metrics = readRunMetrics(files, { specs, sinceMs: WRITTEN_MS });
  assert.equal(metrics.values['acc'], 2);
  assert.deepEqual(metrics.problems, []);
});

test('folds are averaged, with the spread of the sample and their number', () => {
  const folds = {
    'k_0/metrics.json': '{"acc": 80, "loss": [3, 1]}',
    'k_1/metrics.json': '{"acc": 82, "loss": [1, 2]}',
    'k_10/metrics.json': '{"acc": 87}',
  };
  for (const metric of ['acc', 'k_*/metrics.json:acc', 'mean(k_*/metrics.json:acc)']) {
    const { values } = read(folds, metric);
    const column = metric.startsWith('mean') ? 'mean(acc)' : 'acc';
    assert.equal(values[column], 83);
    // numpy.std([80, 82, 87], ddof=1)
    assert.ok(Math.abs(Number(values[`${column}_sd`]) - 3.605551275463989) < 1e-12, metric);
    assert.equal(values[`${column}_n`], 3);
  }
  const best = read(folds, 'min(loss)').values;
  assert.equal(best['min(loss)'], 1);
  assert.equal(best['min(loss)_n'], 2);
  const own = parseMetricFiles('part*/r.json=folds').value;
  const named = read({ 'part1/r.json': '{"f1":1}', 'part2/r.json': '{"f1":2}' }, 'f1', { ownReaders: own });
  assert.deepEqual([named.values['f1'], named.values['f1_n']], [1.5, 2]);
});

test('what Lightning, Keras, sacred, Hugging Face and pycls write is read without being named', () => {
  const found: readonly [string, string, string, number][] = [
    [
      'lightning_logs/version_0/metrics.csv',
      'epoch,step,train_loss,val_acc\n0,9,0.5,\n0,9,,0.7\n1,19,,0.9\n',
      'max(val_acc)',
      0.9,
    ],
    [
      'training.log',
      'epoch,accuracy,loss,val_accuracy,val_loss\n0,0.5,1.1,0.6,1\n1,0.7,0.9,0.65,1.2\n',
      'val_accuracy',
      0.65,
    ],
    ['1/metrics.json', '{"acc": {"steps": [0, 1], "timestamps": ["a", "b"], "values": [0.1, 0.4]}}', 'acc', 0.4],
    ['checkpoint-20/trainer_state.json', state(0.8), 'eval_acc', 0.8],
    [
      'stdout.log',
      '[meters.py:  12]: json_stats: {"_type": "test_epoch", "epoch": "1/2", "top1_err": 50.5}\n[meters.py: 12]: json_stats: {"_type": "test_epoch", "epoch": "2/2", "top1_err": 40.25}\n',
      'test_epoch.top1_err',
      40.25,
    ],
  ];
  for (const [file, text, metric, value] of found) {
    const metrics = read({ [file]: text }, metric);
    assert.equal(metrics.values[metric], value, file);
    assert.deepEqual(metrics.problems, [], file);
  }
});

test('a metrics.json is read, whoever wrote it, and decides nothing that another file does', () => {
  const forms: readonly (readonly [text: string, acc: number])[] = [
    ['{"acc": 81, "loss": 0.5}', 81],
    ['{"acc": [70, 80, NaN, 82]}', 82],
    ['{"test": {"acc": 1}, "acc": 80}', 80],
    ['[{"epoch": 1, "acc": 5}, {"epoch": 2, "acc": 7}]', 7],
    ['{"acc": {"steps": [0, 1], "timestamps": ["a", "b"], "values": [0.1, 0.4]}, "lr": 1}', 0.4],
    ['{"iteration": 19, "acc": 0.5}\n{"iteration": 39, "acc": 0.75}\n', 0.75],
  ];
  for (const [text, acc] of forms) {
    const metrics = read({ 'metrics.json': text }, 'acc');
    assert.deepEqual([metrics.values['acc'], metrics.problems, metrics.files], [acc, [], ['metrics.json']], text);
  }
  for (const text of ['[1, 2]', '"done"', 'prose', '', '7'])
    assert.deepEqual(read({ 'metrics.json': text }, 'acc').problems, [], text);
  assert.match(
    read({ 'metrics.json': '{"acc": 8' }, 'acc').problems[0] ?? '',
    /^metrics\.json:1:\d+: the file ends too early/,
  );
  const others: readonly (readonly [file: string, text: string, acc: number])[] = [
    ['analysis.json', '{"acc": 1}', 1],
    ['1/metrics.json', '{"acc": {"steps": [0], "values": [2]}}', 2],
    ['lightning_logs/version_0/metrics.csv', 'epoch,acc\n0,3\n', 3],
  ];
  for (const [file, text, acc] of others) {
    const { values } = read({ [file]: text, 'metrics.json': '{"acc": 50, "f1": 4}' }, 'acc');
    assert.deepEqual([values['acc'], values['f1']], [acc, 4], file);
  }
  // Beside folds it is their summary: what they have stays their mean.
  const folds = {
    'k_0/metrics.json': '{"acc": 80}',
    'k_1/metrics.json': '{"acc": 82}',
    'metrics.json': '{"acc": 5, "f1": 4}',
  };
  const { values } = read(folds, 'acc');
  assert.deepEqual([values['acc'], values['acc_n'], values['f1']], [81, 2, 4]);
});

test('json_stats in the log of the run are found where no file has the metric', () => {
  const log = 'start\njson_stats: {"loss": 0.5, "lr": 0.1}\njson_stats: {"loss": 0.25\njson_stats: {"loss": 0.125}\n';
  assert.equal(read({ 'output.log': log }, 'loss').values['loss'], 0.125);
});

test('a training.log of prose is no table', () => {
  const metrics = read({ 'training.log': 'epoch 1, loss 3\nepoch 2\n' }, 'acc');
  assert.deepEqual([metrics.missing, metrics.problems], [['acc'], []]);
});

test('two versions of Lightning: the newer one counts, also by a path of its own', () => {
  const texts = {
    'lightning_logs/version_9/metrics.csv': 'epoch,val_acc\n0,0.5\n',
    'lightning_logs/version_10/metrics.csv': 'epoch,val_acc\n0,0.75\n',
  };
  assert.equal(read(texts, 'val_acc').values['val_acc'], 0.75);
  assert.equal(read(texts, 'max(lightning_logs/version_*/metrics.csv:val_acc)').values['max(val_acc)'], 0.75);
});

test('SWEEP_METRIC_FILES names files of other names, and they come first', () => {
  const texts = { 'my.txt': 'acc 3\n', 'out/table.tsv': 'loss\tf1\n1\t0.5\n', 'metrics.csv': 'acc\n1\n' };
  const ownReaders = parseMetricFiles('my.txt=keywords, out/*.tsv').value;
  const { values } = read(texts, 'acc', { ownReaders });
  assert.deepEqual([values['acc'], values['f1']], [3, 0.5]);
  const refused: readonly [string, RegExp][] = [
    ['my.dat', /whose name does not tell its format/],
    ['my.txt=keyword', /has the format "keyword" for my\.txt; expected one of json,/],
    ['../my.txt', /must lie inside the run folder/],
    ['k.json=folds', /write a \* for their number/],
  ];
  for (const [text, message] of refused) assert.match(parseMetricFiles(text).diagnostics[0]?.message ?? '', message);
});

test('a table may be separated by tabs or semicolons and begin with comments', () => {
  for (const text of [
    'acc\tloss\n1\t2\n',
    'acc;loss\n1;2\n',
    '# made by x\n\n#,,\nacc,loss\n1,2\n',
    '"acc";"a;loss"\n1;2\n',
  ]) {
    assert.equal(read({ 'metrics.csv': text }, 'acc').values['acc'], 1, text);
  }
  assert.match(read({ 'metrics.csv': '# x\na,b\n1,2\n3\n' }, 'a').problems[0] ?? '', /^metrics\.csv:4:1: /);
  assert.match(
    read({ 'metrics.csv': '0.1,0.2\n0.3,0.4\n' }, 'a').problems[0] ?? '',
    /1:1: the first row holds numbers/,
  );
});

test('a decimal comma is refused wherever it stands, and never cut', () => {
  const logPattern = parseLogPattern('acc (?<acc>[0-9.]+)').value;
  for (const [texts, more] of [
    [{ 'performance_overview.txt': 'acc 81,5\n' }, {}],
    [{ 'metrics.csv': 'epoch;acc\n1;81,5\n' }, {}],
    [{ 'training_metrics.json': '{"acc": "81,5"}' }, {}],
    [{ 'output.log': 'epoch 1 acc 81,5\n' }, { logPattern }],
  ] as const) {
    const metrics = read(texts, 'acc', more);
    assert.deepEqual(metrics.missing, ['acc'], JSON.stringify(texts));
    assert.match(metrics.problems.join('; '), /decimal comma is not read; expected a point/);
  }
  const list = read({ 'output.log': 'acc 81, loss 2\nacc 83,epoch 2\nacc 84.5,6\n' }, 'acc', { logPattern });
  assert.deepEqual([list.values['acc'], list.problems], [84.5, []]);
});

test('performance_overview.txt that says finished 0 makes a run that has not finished', () => {
  const metrics = read({ 'performance_overview.txt': 'acc_avg 90\nfinished 0\n' }, 'acc_avg');
  assert.equal(metrics.unfinished, 'performance_overview.txt says finished 0');
  assert.equal(read({ 'performance_overview.txt': 'acc_avg 90\nfinished 1\n' }, 'acc_avg').unfinished, undefined);
});

test("Python's spelling of groups and flags is read as it means it", () => {
  const files = { 'output.log': 'Acc: 10 (acc)\nAcc: 20 (acc)\n' };
  for (const [pattern, name] of [
    ['Acc: (?P<acc>[0-9.]+)', 'acc'],
    ['(?i)acc: (?P<acc>[0-9.]+)', 'acc'],
    ['(?P<name>Acc): (?P<value>[0-9.]+)', 'Acc'],
    ['(?<value>[0-9.]+) \\((?<name>acc)\\)', 'acc'],
    ['(?P<name>Acc)(?P<sep>:) (?P<value>[0-9.]+)', 'value'],
  ] as const) {
    const logPattern = parseLogPattern(pattern).value;
    assert.equal(read(files, name, { logPattern }).values[name], 20, pattern);
  }
  const escaped = parseLogPattern('\\(?P<x> (?<acc>\\d+)').value;
  assert.equal(read({ 'output.log': 'P<x> 7\n' }, 'acc', { logPattern: escaped }).values['acc'], 7);
});
