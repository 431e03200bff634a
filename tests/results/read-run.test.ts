// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseMetricSpec } from '../../scripts/lib/results/readers/metric-spec.ts';
import { type ReadOptions, readRunCurves, readRunMetrics } from '../../scripts/lib/results/read-run.ts';
import { describeMissing } from '../../scripts/lib/results/missing-words.ts';
import { parseLogPattern } from '../../scripts/lib/results/readers/log-regex.ts';
import { filesOf, WRITTEN_MS } from '../rig/run-texts.ts';

function optionsFor(metric: string, more: Partial<ReadOptions> = {}): ReadOptions {
  return { specs: parseMetricSpec(metric, 'max').value ?? [], sinceMs: null, ...more };
}

test('an array has its last entry as value, and the reducer that was asked for', () => {
  const files = filesOf({ 'training_metrics.json': '{"acc": [1, 5, 3], "sparsity": 0.7, "name": "x", "ok": true}' });
  const metrics = readRunMetrics(files, optionsFor('max(acc); mean(acc); acc[0]'));
  assert.deepEqual(metrics.values, {
    acc: 3,
    sparsity: 0.7,
    name: 'x',
    ok: true,
    'max(acc)': 5,
    'mean(acc)': 3,
    'acc[0]': 1,
  });
  assert.deepEqual(metrics.missing, []);
});

test('NaN and Infinity as Python writes them are read as null, and texts that hold the word stay', () => {
  const text = '{"loss": [0.5, NaN], "a": -Infinity, "why": "NaN \\" Infinity", "b": [Infinity, 1]}';
  const metrics = readRunMetrics(filesOf({ 'training_metrics.json': text }), optionsFor('loss; min(loss)'));
  assert.deepEqual(metrics.values, { loss: null, a: null, why: 'NaN " Infinity', b: 1, 'min(loss)': 0.5 });
  assert.deepEqual(metrics.missing, []);
});

test('the first file that has a metric wins, and later files add what it lacks', () => {
  const files = filesOf({
    'training_metrics.json': '{"acc": 1}',
    'metrics.jsonl': '{"acc": 2, "loss": 3}\n',
    'metrics.csv': 'loss,csv\n4,5\n',
    'performance_overview.txt': 'csv 6\noverview 7\n',
    'analysis.json': '{"overview": 8, "analysis": 9}',
  });
  const { values } = readRunMetrics(files, optionsFor('acc'));
  assert.deepEqual(values, { acc: 1, loss: 3, csv: 5, overview: 7, analysis: 9 });
});

test('lines of JSON are one epoch each, and a last line that is still being written is no trouble', () => {
  const files = filesOf({ 'metrics.jsonl': '{"acc":1}\n{"acc":2}\n{"ac' });
  const metrics = readRunMetrics(files, optionsFor('acc'));
  assert.deepEqual(metrics.values, { acc: 2 });
  assert.deepEqual(metrics.problems, []);
});

test('a broken line in the middle is told with its place and the others count', () => {
  const files = filesOf({ 'metrics.jsonl': '{"acc":1}\n{"acc":}\n{"acc":3}\n' });
  const metrics = readRunMetrics(files, optionsFor('acc'));
  assert.equal(metrics.values['acc'], 3);
  assert.deepEqual(metrics.problems, ['metrics.jsonl:2:8: found "}"; expected a value']);
});

test('rows with holes, quotes and a byte order mark are read by column', () => {
  const files = filesOf({ 'metrics.csv': '\ufeffstep,"acc, top 1",loss\r\n0,,0.5\r\n1,50.5,\r\n2,,NaN\r\n3,9' });
  const metrics = readRunMetrics(files, optionsFor('loss'));
  assert.deepEqual(metrics.values, { step: 2, 'acc, top 1': 50.5, loss: null });
});

test('a last line without its end counts when the run has ended well, and is told when it is broken', () => {
  const csv = filesOf({ 'metrics.csv': 'step,acc\n1,50\n2,60' });
  assert.equal(readRunMetrics(csv, optionsFor('acc')).values['acc'], 50);
  assert.equal(readRunMetrics(csv, optionsFor('acc', { isComplete: true })).values['acc'], 60);
  const lines = filesOf({ 'metrics.jsonl': '{"acc":1}\n{"acc":' });
  assert.deepEqual(readRunMetrics(lines, optionsFor('acc')).problems, []);
  assert.match(
    readRunMetrics(lines, optionsFor('acc', { isComplete: true })).problems[0] ?? '',
    /^metrics\.jsonl:2:8: /,
  );
});

test('a row of the wrong length is told with its line', () => {
  const metrics = readRunMetrics(filesOf({ 'metrics.csv': 'a,b\n1,2\n3\n' }), optionsFor('a'));
  assert.match(metrics.problems[0] ?? '', /^metrics\.csv:3:1: /);
  assert.equal(metrics.values['a'], 1);
});

test('of a table whose rows stop fitting its header the last value is not known: nothing of it counts', () => {
  for (const [text, said] of [
    [
      'epoch,acc\n0,80\n1,81\n2,81.5,0.3\n',
      '4:1: the row has 3 cells and the header 2, so which cell is whose is not known',
    ],
    ['epoch,acc\n0,80\n1\n2,90\n', '3:1: the row has 1 cell and the header 2, so which cell is whose is not known'],
    [
      'epoch,acc\n0,80\n"2,81\n3,90\n',
      '4:1: Quote Not Closed: the parsing is finished with an opening quote at line 4',
    ],
  ] as const) {
    const metrics = readRunMetrics(filesOf({ 'metrics.csv': text }), optionsFor('acc; max(acc)'));
    assert.deepEqual([metrics.values, metrics.missing], [{}, ['acc', 'max(acc)']]);
    assert.deepEqual(metrics.problems, [`metrics.csv:${said}; nothing of this table counts`]);
  }
});

test('a header that is written again, with a further column or in another order, is one', () => {
  const csv = 'epoch,acc\n0,80\nepoch,acc\n1,81\nacc,lr,epoch\n82,0.1,2\n';
  const metrics = readRunMetrics(filesOf({ 'metrics.csv': csv }), optionsFor('mean(acc)'));
  assert.deepEqual(metrics.values, { epoch: 2, acc: 82, lr: 0.1, 'mean(acc)': 81 });
  assert.deepEqual(metrics.problems, []);
});

test('keyword lines may use a colon, an equals sign and a unit', () => {
  const text = 'Overview of the run\nacc 88.5\nloss: 0.25\ntime = 12.5 seconds\nshare 7 %\nacc 89\n';
  const { values } = readRunMetrics(filesOf({ 'performance_overview.txt': text }), optionsFor('acc'));
  assert.deepEqual(values, { Overview: 'of the run', acc: 89, loss: 0.25, time: 12.5, share: 7 });
});

const broken: readonly [string, string][] = [
  ['{"acc": [1, 2', '1:14: the file ends too early (half written?)'],
  ['', '1:1: the file is empty'],
  ['{"acc": 1,\n "b" 2}', '2:6: found "2"; expected :'],
  ['{"acc": 1 "b": 2}', '1:11: found "\\""; expected , or }'],
  ['{acc: 1}', '1:2: found "acc"; expected a name in double quotes'],
  ['{"acc": 01}', '1:9: found "01"; expected a value'],
  ['{"acc": "x', '1:9: a text in quotes does not end (half written?)'],
  ['[1, 2,]', '1:7: found "]"; expected a value'],
  ['{"a": 1} x', '1:10: found "x" behind the end of the value'],
  ['42', '1:1: found 42; expected an object of metrics'],
];
for (const [text, problem] of broken) {
  test(`the broken file ${JSON.stringify(text)} is this run's reason, with its place`, () => {
    const metrics = readRunMetrics(filesOf({ 'training_metrics.json': text }), optionsFor('acc'));
    assert.deepEqual(metrics.problems, [`training_metrics.json:${problem}`]);
    assert.equal(describeMissing(metrics), `no acc (training_metrics.json:${problem})`);
  });
}

test('every prefix of a metrics file is read or refused with a place, never an exception', () => {
  const text = '{"a": [1.5e3, -2, NaN], "b": {"c": "x\\u00e9\\n", "d": [true, null]}, "e": {}, "f": []}';
  for (let length = 0; length < text.length; length += 1) {
    const { problems } = readRunMetrics(filesOf({ 'training_metrics.json': text.slice(0, length) }), optionsFor('a'));
    assert.match(problems[0] ?? '', /^training_metrics\.json:1:\d+: /, text.slice(0, length));
  }
  assert.deepEqual(readRunMetrics(filesOf({ 'training_metrics.json': text }), optionsFor('a')).problems, []);
});

test('a file older than the attempt does not count, and the report says so', () => {
  const files = filesOf({ 'training_metrics.json': '{"acc": 1}' });
  const metrics = readRunMetrics(files, optionsFor('acc', { sinceMs: WRITTEN_MS + 1000 }));
  assert.deepEqual(metrics.missing, ['acc']);
  assert.deepEqual(metrics.problems, ['training_metrics.json:1:1: older than the attempt: left by an earlier one']);
});

test('a file of the same moment counts, also on file systems that keep whole seconds', () => {
  const text = { 'training_metrics.json': '{"acc": 1}' };
  assert.deepEqual(readRunMetrics(filesOf(text), optionsFor('acc', { sinceMs: WRITTEN_MS + 4 })).missing, []);
  assert.deepEqual(
    readRunMetrics(filesOf(text, 1_700_000_000_000), optionsFor('acc', { sinceMs: WRITTEN_MS })).missing,
    [],
  );
});

test('a metric may lie at a path of any JSON file of the run', () => {
  const files = filesOf({ 'out/eval.json': '{"scores": [{"f1": 0.5}, {"f1": [0.6, 0.7]}]}' });
  const text = 'out/eval.json:scores[-1].f1';
  assert.equal(readRunMetrics(files, optionsFor(text)).values[text], 0.7);
  assert.deepEqual(readRunMetrics(files, optionsFor('out/eval.json:scores[7].f1')).missing, [
    'out/eval.json:scores[7].f1',
  ]);
});

test('the log is read by a pattern with named groups, or with name and value', () => {
  const log = 'epoch 1\nacc: 10.5 loss=2\r50%\racc: 20.5 loss=nan\n';
  const named = parseLogPattern('acc: (?<acc>[\\d.]+)').value;
  const pairs = parseLogPattern('(\\w+)[:=] ?([\\w.]+)').value;
  const files = filesOf({ 'output.log': log });
  assert.deepEqual(readRunMetrics(files, optionsFor('acc', { logPattern: named })).values, { acc: 20.5 });
  assert.deepEqual(readRunMetrics(files, optionsFor('acc', { logPattern: pairs })).values, { acc: 20.5, loss: null });
});

test("colours of a log stand in no pattern's way", () => {
  const logPattern = parseLogPattern('test accuracy: (?<acc>[\\d.]+)').value;
  const files = filesOf({ 'output.log': '\u001b[1mtest accuracy\u001b[0m: \u001b[38;5;2m91.5\u001b[0m\u001b[K\n' });
  assert.deepEqual(readRunMetrics(files, optionsFor('acc', { logPattern })).values, { acc: 91.5 });
});

test('a pattern that cannot name a metric is refused in words', () => {
  assert.match(parseLogPattern('acc (').diagnostics[0]?.message ?? '', /no regular expression/);
  assert.match(parseLogPattern('acc (\\d+)').diagnostics[0]?.message ?? '', /has 1 group; expected named groups/);
});

test('a metric that is a text cannot rank, and the reason says so', () => {
  const metrics = readRunMetrics(filesOf({ 'training_metrics.json': '{"acc": "91.5"}' }), optionsFor('acc'));
  assert.deepEqual(metrics.missing, ['acc']);
  assert.equal(
    describeMissing(metrics),
    'no acc (acc is the text "91.5"; expected a number (without quotes); read from training_metrics.json)',
  );
});

test('a word among the numbers of a metric is an entry that is no number', () => {
  for (const files of [
    filesOf({ 'metrics.csv': 'acc,tag\n50,a\n90,b\nN/A,c\n70,d\n' }),
    filesOf({ 'metrics.jsonl': '{"acc":50}\n{"acc":90}\n{"acc":"nan"}\n{"acc":70,"tag":"d"}\n' }),
  ]) {
    const { values } = readRunMetrics(files, optionsFor('max(acc); acc[2]'));
    assert.deepEqual(values, { acc: 70, tag: 'd', 'max(acc)': 90, 'acc[2]': null });
  }
});

test('the wall time is a metric when no file has one', () => {
  const metrics = readRunMetrics(filesOf({}), optionsFor('total_time min', { totalTimeS: 12.5 }));
  assert.deepEqual(metrics.values, { total_time: 12.5 });
  assert.equal(readRunMetrics(filesOf({}), optionsFor('total_time min')).missing[0], 'total_time');
});

test('an array of records is read as one epoch each', () => {
  const files = filesOf({ 'training_metrics.json': '[{"acc": 1, "tag": "x"}, {"acc": 2}]' });
  assert.deepEqual([...readRunCurves(files, optionsFor('acc'))], [['acc', [1, 2]]]);
});
