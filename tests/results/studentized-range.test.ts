// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { studentizedRange } from '../../scripts/lib/results/stats/studentized-range.ts';

// scipy 1.17: scipy.stats.studentized_range.sf(3.5, k, v), sf(8, k, v) and ppf(0.95, k, v)
const ROWS: readonly [means: number, degrees: number, at3_5: number, at8: number, critical: number][] = [
  [2, 1, 0.2444634852716644, 0.11138875402306381, 17.969287064187434],
  [3, 2, 0.2294715206939828, 0.053991000276919054, 8.330782645637044],
  [5, 8, 0.18920532191644757, 0.0031546610269709285, 4.885754265245837],
  [10, 36, 0.31515391030614526, 7.950611603779745e-5, 4.764227137765152],
  [30, 29, 0.7678451887988061, 0.0011455920412979381, 5.851982771159683],
  [100, 400, 0.998435153337966, 0.00013274577845556745, 6.142162817933903],
  [30, 1.2, 0.7407401558018926, 0.3465383330875047, 42.233899291962835],
  [5, Number.POSITIVE_INFINITY, 0.09633846396542678, 1.5380313811430568e-7, 3.857655510378623],
];
for (const [means, degrees, at3, at8, critical] of ROWS) {
  test(`the studentized range of ${means} means with ${degrees} degrees is that of scipy`, () => {
    const range = studentizedRange(means, degrees);
    assert.ok(Math.abs(range.survival(3.5) - at3) < 1e-12, String(range.survival(3.5)));
    assert.ok(Math.abs(range.survival(8) - at8) < 1e-12, String(range.survival(8)));
    assert.ok(Math.abs(range.quantile(0.05) / critical - 1) < 1e-11, String(range.quantile(0.05)));
  });
}

// Table of Pearson and Hartley (Biometrika Tables, 29): upper 5 % points.
const TABLE: readonly [means: number, degrees: number, printed: string][] = [
  [3, 10, '3.88'],
  [4, 20, '3.96'],
  [5, 12, '4.51'],
  [10, 60, '4.65'],
  [20, 120, '5.13'],
];
for (const [means, degrees, printed] of TABLE) {
  test(`the printed table has the same 5 % point for ${means} means with ${degrees} degrees`, () =>
    assert.equal(studentizedRange(means, degrees).quantile(0.05).toFixed(2), printed));
}

test('ranges of no size are sure, and far ones have no chance', () => {
  const range = studentizedRange(4, 6);
  assert.equal(range.survival(0), 1);
  assert.equal(range.survival(-1), 1);
  assert.equal(range.survival(Number.POSITIVE_INFINITY), 0);
  assert.ok(Number.isNaN(range.survival(Number.NaN)));
});
