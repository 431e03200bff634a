// SPDX-License-Identifier: MIT
// Slices of `make truth`: fewer sweeps, seeded, with bounds that a correct build keeps with overwhelming probability.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRng } from '../../scripts/lib/core/rng.ts';
import { createDraws, type Draws } from '../../scripts/lib/results/stats/draws.ts';
import { addClaims, countClaims } from './chances.ts';
import { countDurations, DURATION_SWEEPS } from './durations.ts';
import { countFalseAlarms, countFound } from './false-alarms.ts';
import { countFirstPlaces } from './first-place.ts';
import { shareOf } from './rate.ts';
import { countRefined, TRUE_SURFACES } from './refining.ts';
import { binomial, type Noise, normal, rounded, t3 } from './sweeps.ts';
import { countWinners } from './winners.ts';

const drawsOf = (name: string): Draws => createDraws(createRng(`slice/${name}`));

test('with hard seeds and failures first place is the true best nearly as often as for who knows the seeds', () => {
  const { isBest, oracle, wronged } = countFirstPlaces(250, drawsOf('first'));
  assert.ok(shareOf(isBest) >= 0.68, `the true best in ${shareOf(isBest)}`);
  assert.ok(
    shareOf(oracle) - shareOf(isBest) <= 0.06,
    `the oracle in ${shareOf(oracle)}, the report in ${shareOf(isBest)}`,
  );
  assert.equal(wronged.hits, 0, 'nobody that beats the leader on common seeds is called worse');
});

test('chances of being the best come true', () => {
  const claims = addClaims(
    [1, 2].map((spread) => countClaims(120, { settings: 10, seeds: 5, spread }, drawsOf(`chances ${spread}`))),
  );
  const all = claims.reduce((sum, c) => ({
    count: sum.count + c.count,
    claimed: sum.claimed + c.claimed,
    came: sum.came + c.came,
  }));
  assert.ok(all.count > 100, `${all.count} claims`);
  const off = (all.came - all.claimed) / all.count;
  assert.ok(Math.abs(off) < 0.12, `claimed ${all.claimed} of ${all.count}, came ${all.came}`);
});

const METRICS: readonly [name: string, noise: Noise, most: number][] = [
  ['normal', normal, 0.12],
  ['rounded', rounded, 0.12],
  ['binomial', binomial(0.95), 0.12],
  ['heavy-tailed', t3, 0.2],
];
for (const [name, noise, most] of METRICS) {
  test(`of equal settings with a ${name} metric hardly ever one is called worse`, () => {
    for (const [settings, seeds] of [
      [5, 3],
      [30, 2],
    ] as const) {
      const rate = countFalseAlarms(100, { settings, seeds, noise }, drawsOf(`${name} ${settings}`));
      assert.ok(shareOf(rate) <= most, `${settings} settings, ${seeds} seeds: ${rate.hits} of ${rate.of}`);
    }
  });
}

test('of equal settings with seeds of their own hardly ever one is called worse', () => {
  const rate = countFalseAlarms(100, { settings: 10, seeds: 3, noise: normal, areDisjoint: true }, drawsOf('disjoint'));
  assert.ok(shareOf(rate) <= 0.12, `${rate.hits} of ${rate.of}`);
});

test('a setting four standard deviations below is called worse', () => {
  const rate = countFound(150, { settings: 5, seeds: 3, below: 4, noise: normal }, drawsOf('found'));
  assert.ok(shareOf(rate) >= 0.85, `${rate.hits} of ${rate.of}`);
});

test('the corrected interval of the winner covers its true mean, and is narrow', () => {
  for (const [settings, spread] of [
    [5, 1],
    [20, 0],
  ] as const) {
    const { covered, width } = countWinners(150, { settings, seeds: 5, spread }, drawsOf(`winner ${settings}`));
    assert.ok(shareOf(covered) >= 0.88, `${settings} settings: covered ${covered.hits} of ${covered.of}`);
    if (settings === 20) assert.ok(width <= 0.5, `${width} of the interval for all at once`);
  }
});

test('the intervals of estimates hold, and are no wider than that takes', () => {
  const all = DURATION_SWEEPS.map((sweep) => {
    const rate = countDurations(60, sweep, { runs: 12, lanes: 8, draws: drawsOf(`estimate ${sweep.name}`) });
    assert.ok(shareOf(rate) >= 0.73, `${sweep.name}: ${rate.hits} of ${rate.of}`);
    return rate;
  });
  // Of an interval that holds in 92 of 100 more than 292 of 300 come once in 2,000 cases.
  const hits = all.reduce((sum, rate) => sum + rate.hits, 0);
  assert.ok(hits >= 252 && hits <= 292, `${hits} of 300`);
});

for (const [surface, dead] of [
  [TRUE_SURFACES[0], 0],
  [TRUE_SURFACES[1], 2],
] as const) {
  test(`two rounds of 30, the second refined, mostly beat 90 random runs: ${surface?.name}`, () => {
    assert.ok(surface !== undefined);
    const rate = countRefined(10, surface, { dead, draws: drawsOf(`refine ${surface.name}`) });
    assert.ok(rate.hits >= 5, `${rate.hits} of ${rate.of}`);
  });
}
