// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Criterion, rankItems } from '../../scripts/lib/results/rank.ts';
import { formatMetric, parseUnits } from '../../scripts/lib/results/units.ts';

interface Item {
  readonly name: string;
  readonly acc?: number | null;
  readonly time?: number;
}
const byAcc: Criterion<Item> = { goal: 'max', value: (i) => i.acc };
const byTime: Criterion<Item> = { goal: 'min', value: (i) => i.time };
const named = (items: readonly Item[]): string => items.map((i) => i.name).join('');

test('equal values share a rank, and the next rank counts them all', () => {
  const items: Item[] = [
    { name: 'a', acc: 1 },
    { name: 'b', acc: 3 },
    { name: 'c', acc: 3 },
    { name: 'd', acc: 2 },
  ];
  const { ranked } = rankItems(items, [byAcc]);
  assert.deepEqual(
    ranked.map((r) => [r.item.name, r.rank, r.tied]),
    [
      ['b', 1, true],
      ['c', 1, true],
      ['d', 3, false],
      ['a', 4, false],
    ],
  );
});

test('a second metric decides between equal values of the first', () => {
  const items: Item[] = [
    { name: 'a', acc: 1, time: 9 },
    { name: 'b', acc: 1, time: 3 },
  ];
  assert.deepEqual(
    rankItems(items, [byAcc, byTime]).ranked.map((r) => [r.item.name, r.rank, r.tied]),
    [
      ['b', 1, false],
      ['a', 2, false],
    ],
  );
});

test('runs without the metric and with NaN are set apart, not ranked last', () => {
  const items: Item[] = [
    { name: 'a' },
    { name: 'b', acc: null },
    { name: 'c', acc: 1 },
    { name: 'd', acc: Number.NaN },
  ];
  const ranking = rankItems(items, [byAcc]);
  assert.equal(named(ranking.ranked.map((r) => r.item)), 'c');
  assert.equal(named(ranking.missing), 'a');
  assert.equal(named(ranking.notFinite), 'bd');
});

test('without a metric nothing is ranked', () => {
  assert.deepEqual(rankItems([{ name: 'a', acc: 1 }], []).ranked, []);
});

const formats: readonly [value: number | null | string, unit: string, text: string][] = [
  [88.51234, '%', '88.51%'],
  [0.7, 'x100%', '70.0%'],
  [0.123456, '.3', '0.123'],
  [2_000_000, 'x0.000001.1MB', '2.0MB'],
  [12, 's', '12s'],
  [0.25, 'x1e3.1 ms', '250.0 ms'],
  [3.5, '.2 dB', '3.50 dB'],
  [2_000_000, 'x1e-6 MB', '2 MB'],
  [3, 'x', '3x'],
  [null, '%', 'NaN'],
  ['fast', '%', 'fast'],
];
for (const [value, unit, text] of formats) {
  test(`${String(value)} in the unit ${unit} prints as ${text}`, () => {
    assert.equal(formatMetric(value, parseUnits(`m=${unit}`).value?.get('m')), text);
  });
}

test('without a unit values print as they are, to six significant digits', () => {
  assert.deepEqual(
    [88.51, 0.1 + 0.2, 1234567, 1e-7, 123456.789, 12345678.91].map((n) => formatMetric(n)),
    ['88.51', '0.3', '1234567', '1e-7', '123457', '12345678.9'],
  );
});

test('a unit that cannot be read is refused in words', () => {
  for (const text of ['acc', 'acc=x-1', 'acc=x.5', 'acc=.400', 'acc=dB or so']) {
    assert.match(
      parseUnits(text).diagnostics[0]?.message ?? '',
      new RegExp(`SWEEP_UNITS has "${text}"; expected metric=unit`),
      text,
    );
  }
});
