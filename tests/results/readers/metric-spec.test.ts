// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SETTINGS } from '../../../scripts/lib/core/settings/index.ts';
import { parseSetting } from '../../../scripts/lib/core/settings/value.ts';
import { knownGoal, oddGoals, parseMetricSpec } from '../../../scripts/lib/results/readers/metric-spec.ts';

const terms: readonly [text: string, expected: object][] = [
  ['test_acc', { text: 'test_acc', name: 'test_acc', reducer: { kind: 'last' }, goal: 'max' }],
  ['min(val_loss)', { text: 'min(val_loss)', name: 'val_loss', reducer: { kind: 'min' }, goal: 'min' }],
  ['test_acc[9]', { text: 'test_acc[9]', name: 'test_acc', reducer: { kind: 'at', index: 9 }, goal: 'max' }],
  ['val/acc@1 min', { text: 'val/acc@1', name: 'val/acc@1', reducer: { kind: 'last' }, goal: 'min' }],
  [
    'max(out/eval.json:a.f1[-1])',
    {
      text: 'max(out/eval.json:a.f1[-1])',
      name: 'f1',
      reducer: { kind: 'max' },
      goal: 'max',
      source: { file: 'out/eval.json', keys: ['a', 'f1', -1] },
    },
  ],
];

for (const [text, expected] of terms) {
  test(`SWEEP_METRIC="${text}" is understood`, () => {
    assert.deepEqual(parseMetricSpec(text).value, [expected]);
  });
}

test('maximize and minimize are read as max and min', () => {
  assert.equal(parseMetricSpec('zorp maximize').value?.[0]?.goal, 'max');
  assert.equal(parseMetricSpec('zorp Minimise').value?.[0]?.goal, 'min');
  assert.deepEqual(parseSetting(SETTINGS.GOAL, 'maximize'), { value: 'max' });
});

test('a goal against the nature of a known metric is told', () => {
  assert.match(
    oddGoals(parseMetricSpec('test_acc', 'min').value ?? [])[0] ?? '',
    /^test_acc is ranked with the smallest first, though more/,
  );
  assert.match(oddGoals(parseMetricSpec('loss max').value ?? [])[0] ?? '', /SWEEP_METRIC="loss min" turns it round$/);
  assert.deepEqual(oddGoals(parseMetricSpec('acc; loss; zorp min').value ?? []), []);
});

test('several metrics keep their order and their own goals', () => {
  const specs = parseMetricSpec('test_acc max; total_time min', 'max').value ?? [];
  assert.deepEqual(
    specs.map((s) => [s.text, s.goal]),
    [
      ['test_acc', 'max'],
      ['total_time', 'min'],
    ],
  );
});

test('SWEEP_GOAL wins over what a name implies', () => {
  assert.equal(parseMetricSpec('loss', 'max').value?.[0]?.goal, 'max');
});

test('no metric at all is no error', () => {
  assert.deepEqual(parseMetricSpec(undefined), { value: [], diagnostics: [] });
});

const goals: readonly [string, string | undefined][] = [
  ['acc', 'max'],
  ['val/accuracy', 'max'],
  ['acc@5', 'max'],
  ['loss', 'min'],
  ['val.loss', 'min'],
  ['top1_err', 'min'],
  ['total_time', 'min'],
  ['gloss', undefined],
  ['zorp', undefined],
  ['accident', undefined],
];
for (const [name, goal] of goals) {
  test(`the goal that ${name} implies is ${goal ?? 'not known'}`, () => assert.equal(knownGoal(name), goal));
}

const refused: readonly [string, RegExp][] = [
  ['zorp', /whether more or less zorp is better is not known/],
  ['acc up', /"up" behind acc; expected max or min/],
  ['median(acc)', /has "median\(acc\)"; expected a name/],
  ['../x.json:a', /must lie inside the run folder/],
  ['/etc/x.json:a', /must lie inside the run folder/],
  ['x.json:a..b max', /the path "a\.\.b" into x\.json/],
  ['max(acc[1])', /take either max\(\) or one entry \[1\]/],
  ['acc; acc', /names acc twice/],
];
for (const [text, message] of refused) {
  test(`SWEEP_METRIC="${text}" is refused in words`, () => {
    const result = parseMetricSpec(text);
    assert.equal(result.value, undefined);
    assert.match(result.diagnostics[0]?.message ?? '', message);
  });
}
