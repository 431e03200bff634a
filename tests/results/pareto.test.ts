// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { paretoFront } from '../../scripts/lib/results/pareto.ts';

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
