// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type JointRow, jointSurface } from '../../scripts/lib/report/joint-surface.ts';
import { simulatedView } from '../truth/simulated-view.ts';

/** Settings of one sweep, in their order, with some value of each. */
function sweep(numbers: readonly number[]): readonly JointRow[] {
  const { runs } = simulatedView(numbers.map((x) => ({ values: { CONFIG_X: String(x) }, metric: Math.sin(x) })));
  return runs.map((run) => ({ run, value: Math.sin(Number(run.values[0]?.value.text)) }));
}

const placesOf = (...sweeps: readonly (readonly JointRow[])[]): readonly number[] =>
  (jointSurface(sweeps, ['CONFIG_X'])?.points ?? []).map(([x]) => Number((x ?? Number.NaN).toFixed(9)));

test('the heap of a refined range makes no logarithm of numbers that were drawn evenly', () => {
  const first = Array.from({ length: 30 }, (_, i) => 0.01 + 0.03 * i);
  const refined = Array.from({ length: 30 }, (_, i) => 0.02 + 0.006 * i);
  const places = placesOf(sweep(refined), sweep(first));
  assert.deepEqual(
    places,
    [...refined, ...first].map((x) => Number(((x - 0.01) / (0.88 - 0.01)).toFixed(9))),
  );
});

test('numbers that were drawn by their logarithm stay so, though a refined range is narrow', () => {
  const first = Array.from({ length: 21 }, (_, i) => 10 ** (-5 + 0.2 * i));
  const refined = Array.from({ length: 20 }, (_, i) => 0.01 + 0.001 * i);
  const places = placesOf(sweep(refined), sweep(first));
  assert.deepEqual(
    places,
    [...refined, ...first].map((x) => Number(((Math.log10(x) + 5) / 4).toFixed(9))),
  );
});

test('a range that went down to zero has no logarithm', () => {
  const first = Array.from({ length: 21 }, (_, i) => 10 ** (-5 + 0.2 * i));
  assert.deepEqual(placesOf(sweep([0, 0.001]), sweep(first)).slice(0, 2), [0, 0.01]);
});
