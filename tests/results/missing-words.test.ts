// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { logText } from '../../scripts/lib/results/gather-entries.ts';
import { guessLogMetrics } from '../../scripts/lib/results/log-guess.ts';
import { describeMissing } from '../../scripts/lib/results/missing-words.ts';
import { readRunMetrics } from '../../scripts/lib/results/read-run.ts';
import { parseLogPattern } from '../../scripts/lib/results/readers/log-regex.ts';
import { parseMetricSpec } from '../../scripts/lib/results/readers/metric-spec.ts';
import { filesOf } from '../rig/run-texts.ts';

function said(metric: string, texts: Readonly<Record<string, string>>): string {
  const specs = parseMetricSpec(metric, 'max').value ?? [];
  const files = filesOf(texts);
  return describeMissing(
    readRunMetrics(files, { specs, sinceMs: null, isComplete: true }),
    logText(files),
    Object.keys(texts),
  );
}

const JSON_FILE = 'training_metrics.json';
const rows: readonly [metric: string, texts: Readonly<Record<string, string>>, words: string][] = [
  [
    'acc',
    { 'config.json': '{"acc": 1}', 'scores.json': '{"acc": 81}' },
    'no acc (scores.json is not read, as its name is none that is known; METRIC_FILES=scores.json reads it)',
  ],
  [
    'accuracy',
    { [JSON_FILE]: '{"acc": 84.18, "loss": 0.5}' },
    'no accuracy (found acc, loss in training_metrics.json; did you mean METRIC=acc?)',
  ],
  [
    'acc',
    { [JSON_FILE]: '{"acc": {"top1": 81}}' },
    'no acc (found acc.top1 in training_metrics.json; did you mean METRIC=acc.top1?)',
  ],
  ['acc', { [JSON_FILE]: '{"Acc": 81}' }, 'no acc (found Acc in training_metrics.json; did you mean METRIC=Acc?)'],
  [
    'max(acc)',
    { [JSON_FILE]: '{"val_acc": [1, 2]}' },
    'no max(acc) (found val_acc in training_metrics.json; did you mean METRIC=val_acc?)',
  ],
  [
    'accuracy',
    { 'output.log': 'epoch 1 acc 80.5\nepoch 2 acc 84.18\n' },
    `no accuracy (no metrics file was written; line 2 of the log, "epoch 2 acc 84.18", is read by METRIC_REGEX='acc\\s*(?<accuracy>[-+.0-9eE]+)')`,
  ],
  [
    'val/acc',
    { 'output.log': 'val/acc: 0.75\n' },
    `no val/acc (no metrics file was written; line 1 of the log, "val/acc: 0.75", is read by METRIC_REGEX='val/acc\\s*:\\s*(?<val_acc>[-+.0-9eE]+)' METRIC=val_acc)`,
  ],
  ['acc', {}, 'no acc (no metrics file was written)'],
  ['acc', { 'output.log': 'done in 3 s\n' }, 'no acc (no metrics file was written)'],
];
for (const [metric, texts, words] of rows) {
  test(`a run without ${metric} beside ${JSON.stringify(texts)} is told what there is`, () =>
    assert.equal(said(metric, texts), words));
}

const logs: readonly [log: string, name: string, value: number][] = [
  ['Test set: Average loss: 0.0257, Accuracy: 9913/10000 (99%)\n', 'Accuracy', 9913],
  ['[epoch 9] train loss 0.3 | test accuracy = 91.5%\n', 'test_accuracy', 91.5],
  ['Epoch 3/3: loss=0.25 val_acc=0.875\n', 'val_acc', 0.875],
  ['\u001b[1mf1\u001b[0m: 5e-1\n', 'f1', 0.5],
  ['step 100 -> reward -> -12.5\n', 'reward', -12.5],
  ['acc(%) 81.25\n', 'acc', 81.25],
];
for (const [log, name, value] of logs) {
  test(`the metric of the log ${JSON.stringify(log)} is guessed, with a pattern that reads it`, () => {
    const guess = guessLogMetrics(log)[0];
    assert.equal(guess?.name, name);
    const read = parseLogPattern(guess.pattern).value?.(log).entries.get(guess.metric);
    assert.deepEqual(read, [value]);
  });
}

test('a log without a known name gives no guess', () => {
  assert.deepEqual(guessLogMetrics('loading 3 files\nhost node17\nversion 1.2.3\n'), []);
});
