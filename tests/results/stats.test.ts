// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRng, type Rng } from '../../scripts/lib/core/rng.ts';
import { mean, meanInterval, quantile, standardDeviation } from '../../scripts/lib/results/stats/describe.ts';
import { fSurvival, tCdf, tQuantile, tTwoSided } from '../../scripts/lib/results/stats/distributions.ts';
import { holm } from '../../scripts/lib/results/stats/holm.ts';

function near(actual: number, expected: number, relative = 1e-11): void {
  assert.ok(Math.abs(actual - expected) <= relative * Math.abs(expected), `${actual} is not ${expected}`);
}

// scipy 1.x: scipy.stats.t.ppf(p, df)
const quantiles: readonly [degrees: number, p: number, t: number][] = [
  [1, 0.975, 12.706204736174694],
  [2, 0.975, 4.302652729749462],
  [4, 0.975, 2.7764451051977934],
  [9, 0.975, 2.262157162798205],
  [30, 0.975, 2.0422724563012378],
  [100, 0.975, 1.9839715185235518],
  [1000, 0.975, 1.9623390808264083],
  [1, 0.9995, 636.6192487687897],
  [4, 0.9995, 8.610301581379522],
  [4, 0.025, -2.7764451051977934],
];
for (const [degrees, p, t] of quantiles) {
  test(`the ${p} quantile of Student's t with ${degrees} degrees is that of scipy`, () =>
    near(tQuantile(p, degrees), t));
}

// Fisher and Yates, Statistical Tables, table III: two-sided 5 % and 1 % points.
const table: readonly [degrees: number, five: string, one: string][] = [
  [1, '12.706', '63.657'],
  [3, '3.182', '5.841'],
  [5, '2.571', '4.032'],
  [10, '2.228', '3.169'],
  [20, '2.086', '2.845'],
  [120, '1.980', '2.617'],
];
for (const [degrees, five, one] of table) {
  test(`the printed table of Student's t has the same row for ${degrees} degrees`, () => {
    assert.deepEqual([tQuantile(0.975, degrees).toFixed(3), tQuantile(0.995, degrees).toFixed(3)], [five, one]);
  });
}

test('tails of t and F are those of scipy', () => {
  near(tCdf(1.3, 9), 0.8870468136634754);
  near(tCdf(-1.3, 9), 1 - 0.8870468136634754);
  near(tTwoSided(1.3, 9), 2 * (1 - 0.8870468136634754));
  near(fSurvival(3.5, 2, 10), 0.07042962777237427);
  near(fSurvival(10, 1, 1), 0.19498222904213666);
  near(fSurvival(50, 5, 100), 1.055349458266595e-25, 1e-9);
});

test('mean and deviation keep their digits far from zero', () => {
  const values = [1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 4];
  assert.equal(mean(values), 1e9 + 2.5);
  near(standardDeviation(values), Math.sqrt(5 / 3));
  assert.equal(quantile([4, 1, 3, 2], 0.25), 1.75);
});

test('one value has no interval', () => {
  assert.equal(meanInterval([1]), undefined);
});

function drawNormal(rng: Rng): number {
  return Math.sqrt(-2 * Math.log(1 - rng.float())) * Math.cos(2 * Math.PI * rng.float());
}

for (const n of [3, 5, 10, 20]) {
  test(`the 95 % interval of ${n} normal values covers the true mean in 93 to 97 of 100 cases`, () => {
    const rng = createRng(`coverage/${n}`);
    const trials = 4000; // standard error 0.35 %
    let covered = 0;
    for (let trial = 0; trial < trials; trial += 1) {
      const interval = meanInterval(Array.from({ length: n }, () => 7 + 3 * drawNormal(rng)));
      if (interval !== undefined && interval.low <= 7 && 7 <= interval.high) covered += 1;
    }
    const share = covered / trials;
    assert.ok(share > 0.93 && share < 0.97, `covered ${share}`);
  });
}

test('the correction of Holm is that of his paper', () => {
  // Holm (1979): 0.01, 0.02, 0.03, 0.04 of four tests become 0.04, 0.06, 0.06, 0.06.
  const adjusted = holm([0.03, undefined, 0.01, 0.04, 0.02]).map((p) => p?.toFixed(2));
  assert.deepEqual(adjusted, ['0.06', undefined, '0.04', '0.06', '0.06']);
});

test('spreads of very small and very large numbers are told', () => {
  for (const size of [1e-300, 1e-170, 1, 1e160, 1e300]) {
    const values = [1, 2, 3, 4].map((x) => x * size);
    near(standardDeviation(values), size * Math.sqrt(5 / 3), 1e-14);
    near(mean(values), 2.5 * size, 1e-14);
  }
  assert.equal(mean([1.5e308, 1.5e308]), 1.5e308);
});
