// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRng } from '../../scripts/lib/core/rng.ts';
import { statisticsOf } from '../../scripts/lib/report/statistics-of.ts';
import { expectedBest } from '../../scripts/lib/results/expected-best.ts';
import { createDraws } from '../../scripts/lib/results/stats/draws.ts';
import { simulatedView } from '../truth/simulated-view.ts';

test('the expected best of k is the mean over all ways to choose k, and its band their middle nine tenths', () => {
  const values = [3, 1, 4, 1.5, 9, 2.6];
  const bests: number[] = [];
  for (let set = 0; set < 2 ** values.length; set += 1) {
    const chosen = values.filter((_, i) => (set >> i) % 2 === 1);
    if (chosen.length === 4) bests.push(Math.max(...chosen));
  }
  bests.sort((a, b) => a - b);
  const found = expectedBest(values, false).find((e) => e.count === 4);
  assert.ok(found !== undefined);
  assert.ok(Math.abs(found.expected - bests.reduce((a, b) => a + b) / bests.length) < 1e-12);
  assert.equal(found.low, bests[Math.ceil(0.05 * bests.length) - 1]);
  assert.equal(found.high, 9);
});

test('the mean is unbiased: over many sweeps it is that of fresh draws', () => {
  const draws = createDraws(createRng('unbiased'));
  const best = (count: number): number => Math.max(...Array.from({ length: count }, () => draws.normal()));
  let [foretold, came] = [0, 0];
  const sweeps = 3000;
  for (let i = 0; i < sweeps; i += 1) {
    const values = Array.from({ length: 20 }, () => draws.normal());
    foretold += expectedBest(values, false).find((e) => e.count === 16)?.expected ?? Number.NaN;
    came += best(16);
  }
  assert.ok(Math.abs(foretold - came) / sweeps < 0.04, `${foretold / sweeps} and ${came / sweeps}`);
});

test('twice as many are foretold of drawn values alone, and come about so', () => {
  const draws = createDraws(createRng('twice'));
  let [foretold, before, came] = [0, 0, 0];
  const sweeps = 1500;
  for (let i = 0; i < sweeps; i += 1) {
    const values = Array.from({ length: 80 }, () => draws.normal());
    const found = expectedBest(values.slice(0, 40), true).at(-1);
    assert.ok(found?.isExtrapolated === true && found.count === 80);
    foretold += found.expected;
    before += Math.max(...values.slice(0, 40));
    came += Math.max(...values);
  }
  const [told, gain] = [(foretold - before) / sweeps, (came - before) / sweeps];
  assert.ok(told > 0.6 * gain && told < 1.6 * gain, `foretold ${told}, came ${gain}`);
  assert.equal(expectedBest([1, 2, 3, 4], true).at(-1)?.isExtrapolated, false, 'of four values nothing is foretold');
  assert.deepEqual(expectedBest([1], false), []);
});

test('sweep_statistics.json tells runs and hours, of the smaller the better too', () => {
  const runs = [5, 3, 8, 4].map((metric, i) => ({ values: { CONFIG_A: `v${i}` }, metric }));
  const statistics = statisticsOf(simulatedView(runs, 'min'), { seedSymbol: 'CONFIG_SEED' });
  const told = statistics?.more_runs ?? [];
  assert.deepEqual(
    told.map((e) => e.runs),
    [1, 2, 4],
  );
  assert.ok(Math.abs((told[0]?.expected ?? 0) - 5) < 1e-12, 'the mean');
  assert.ok(Math.abs((told[1]?.expected ?? 0) - (3 + 3 + 3 + 4 + 4 + 5) / 6) < 1e-12);
  assert.deepEqual([told[2]?.expected, told[2]?.low, told[2]?.high], [3, 3, 3]);
  assert.ok(Math.abs((told[2]?.hours ?? 0) - 4 / 3600) < 1e-12, 'four runs of a second');
  assert.ok(told.every((e) => e.low <= e.expected && e.expected <= e.high));
});
