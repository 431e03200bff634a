// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { paretoFront } from '../../scripts/lib/results/pareto.ts';
import { compareRepeated, holm, pairedTest } from '../../scripts/lib/results/seeds.ts';

function repeated(
  item: string,
  values: readonly (number | null)[],
): { item: string; bySeed: Map<string, number | null> } {
  return { item, bySeed: new Map(values.map((v, i) => [String(i + 1), v])) };
}

test('settings are compared over their seeds, best mean first', () => {
  const groups = [
    repeated('bad', [70, 71, 69, 70, 72]),
    repeated('good', [80, 81, 79, 80, 82]),
    repeated('as good', [80.2, 80.7, 79.1, 79.9, 82.1]),
  ];
  const compared = compareRepeated(groups, 'max');
  assert.deepEqual(
    compared.map((c) => [c.item, c.isAmongBest]),
    [
      ['good', true],
      ['as good', true],
      ['bad', false],
    ],
  );
  assert.equal(compared[0]?.difference, 0);
  assert.ok(Math.abs((compared[2]?.difference ?? 0) + 10) < 1e-12);
  assert.equal(compared[2]?.probabilityBest, 0);
  const chances = compared.reduce((sum, c) => sum + (c.probabilityBest ?? 0), 0);
  assert.ok(Math.abs(chances - 1) < 1e-12);
});

test('a paired test is that of scipy', () => {
  // scipy.stats.ttest_rel([1.1, 2.3, 2.9, 4.2, 5.4], [1.0, 2.0, 3.0, 4.0, 5.0]).pvalue
  const result = pairedTest(repeated('a', [1.1, 2.3, 2.9, 4.2, 5.4]).bySeed, repeated('b', [1, 2, 3, 4, 5]).bySeed);
  assert.ok(Math.abs((result?.p ?? 0) - 0.10453999977837544) < 1e-12, String(result?.p));
  assert.ok(Math.abs((result?.difference ?? 0) - 0.18) < 1e-12);
});

test('failed and NaN seeds are left out, and pairs need both', () => {
  const result = pairedTest(repeated('a', [1, null, 3]).bySeed, repeated('b', [2, 2, 2]).bySeed);
  assert.equal(result?.difference, 0);
  const compared = compareRepeated([repeated('a', [null, null]), repeated('b', [1, null])], 'max');
  assert.deepEqual(
    compared.map((c) => [c.item, c.values.count, c.p]),
    [
      ['b', 1, undefined],
      ['a', 0, undefined],
    ],
  );
});

test('settings without any spread that are equal share the chance to be the best', () => {
  const compared = compareRepeated(
    [repeated('a', [90, 90, 90]), repeated('b', [90, 90, 90]), repeated('c', [80, 80, 80])],
    'max',
  );
  assert.deepEqual(
    compared.map((c) => [c.item, c.probabilityBest]),
    [
      ['a', 0.5],
      ['b', 0.5],
      ['c', 0],
    ],
  );
});

test('no setting has a chance to be the best that is known while one seed alone is in front', () => {
  const compared = compareRepeated([repeated('a', [3, 2, 4]), repeated('b', [100]), repeated('c', [1, 2, 1])], 'max');
  assert.deepEqual(
    compared.map((c) => [c.item, c.probabilityBest]),
    [
      ['b', undefined],
      ['a', undefined],
      ['c', undefined],
    ],
  );
  const [first, second] = compareRepeated([repeated('a', [3, 2, 4]), repeated('b', [1])], 'max');
  assert.deepEqual([first?.probabilityBest, second?.probabilityBest], [1, undefined]);
});

test('the correction of Holm is that of his paper', () => {
  // Holm (1979): 0.01, 0.02, 0.03, 0.04 of four tests become 0.04, 0.06, 0.06, 0.06.
  const adjusted = holm([0.03, undefined, 0.01, 0.04, 0.02]).map((p) => p?.toFixed(2));
  assert.deepEqual(adjusted, ['0.06', undefined, '0.04', '0.06', '0.06']);
});

test('the Pareto front is that of asking every pair', () => {
  const points = Array.from({ length: 200 }, (_, i) => [(i * 37) % 101, (i * 53) % 97, (i * 11) % 13]);
  const goals = ['max', 'min', 'max'] as const;
  const isBetter = (a: readonly number[], b: readonly number[]): boolean => {
    const gains = goals.map((g, i) => (g === 'max' ? (a[i] ?? 0) - (b[i] ?? 0) : (b[i] ?? 0) - (a[i] ?? 0)));
    return gains.every((x) => x >= 0) && gains.some((x) => x > 0);
  };
  const expected = points.flatMap((p, i) => (points.some((q) => isBetter(q, p)) ? [] : [i]));
  assert.deepEqual(
    [...paretoFront(points, goals)].sort((a, b) => a - b),
    expected,
  );
});

test('points with NaN are never on the front, and equal points all are', () => {
  assert.deepEqual(
    paretoFront(
      [
        [1, 1],
        [Number.NaN, 9],
        [1, 1],
        [0, 0],
      ],
      ['max', 'max'],
    ),
    [0, 2],
  );
});
