// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRng } from '../../scripts/lib/core/rng.ts';
import { createDraws } from '../../scripts/lib/results/stats/draws.ts';
import { normalCdf } from '../../scripts/lib/results/stats/normal.ts';

const DRAWS = 400_000;

/** Bins of equal width from -4 to 4, and one beyond each end; where the ziggurat's tail begins, at 3.44, lies inside one. */
test('drawn normals have the chances of normals, in the middle and in the tails', () => {
  const draws = createDraws(createRng('normals'));
  const [low, width, bins] = [-4, 0.125, 64];
  const counts = new Float64Array(bins + 2);
  for (let i = 0; i < DRAWS; i += 1) {
    const bin = Math.min(bins + 1, Math.max(0, Math.floor((draws.normal() - low) / width) + 1));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const below = (bin: number): number => (bin <= 0 ? 0 : bin > bins + 1 ? 1 : normalCdf(low + (bin - 1) * width));
  const chiSquare = counts.reduce((sum, count, bin) => {
    const expected = DRAWS * (below(bin + 1) - below(bin));
    return sum + (count - expected) ** 2 / expected;
  }, 0);
  // 65 degrees of freedom: more than 112 comes once in 4,000 cases.
  assert.ok(chiSquare < 112, String(chiSquare));
});

test('drawn sums of squares have the mean and the variance of theirs', () => {
  for (const degrees of [0.5, 1, 2, 3, 40]) {
    const draws = createDraws(createRng(`squares ${degrees}`));
    const values = Float64Array.from({ length: 100_000 }, () => draws.chiSquare(degrees));
    const mean = values.reduce((a, b) => a + b) / values.length;
    const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
    assert.ok(Math.abs(mean / degrees - 1) < 0.03, `${degrees}: mean ${mean}`);
    assert.ok(Math.abs(variance / (2 * degrees) - 1) < 0.06, `${degrees}: variance ${variance}`);
  }
});
