// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRng } from '../../scripts/lib/core/rng.ts';
import { bestRange } from '../../scripts/lib/results/best-range.ts';
import { createFactor, type Factor } from '../../scripts/lib/results/factors.ts';
import { densityOf } from '../../scripts/lib/results/effects/parzen.ts';
import { bestCount, separations } from '../../scripts/lib/results/effects/separation.ts';

function numeric(name: string, values: readonly number[]): Factor {
  return createFactor(
    name,
    values.map((v) => ({ text: String(v), number: v })),
  );
}

test('the best range is what drawing a quarter of the runs ten thousand times gives', () => {
  const rng = createRng('pycls');
  const x = Array.from({ length: 60 }, () => rng.float());
  const error = x.map((v) => (v - 0.3) ** 2 + 0.01 * rng.float());
  const factor = numeric('x', x);
  const winners: number[] = [];
  for (let draw = 0; draw < 10_000; draw += 1) {
    let best = -1;
    for (let i = 0; i < 15; i += 1) {
      const run = rng.below(60);
      if (best < 0 || (error[run] ?? 0) < (error[best] ?? 0)) best = run;
    }
    winners.push(x[best] ?? 0);
  }
  winners.sort((a, b) => a - b);
  const { median, low, high, chances } = bestRange(factor, error, 'min');
  assert.ok(Math.abs(chances.reduce((a, b) => a + b) - 1) < 1e-12);
  const numbers = factor.numbers ?? [];
  // The middle agrees to one level; the ends of a drawn interval move by a level as well.
  const level = (value: number): number => numbers.indexOf(value);
  assert.ok(Math.abs(median - level(winners[5000] ?? 0)) <= 1);
  assert.ok(Math.abs(low - level(winners[250] ?? 0)) <= 1);
  assert.ok(Math.abs(high - level(winners[9750] ?? 0)) <= 1);
});

test('equal runs share their chance to be best', () => {
  const { chances } = bestRange(numeric('x', [1, 2, 3, 4, 1, 2, 3, 4]), [5, 5, 1, 1, 5, 5, 1, 1], 'max');
  assert.equal(chances[0], chances[1]);
  assert.equal(chances[2], chances[3]);
  assert.ok((chances[0] ?? 0) > (chances[2] ?? 0));
});

test('the best tenth of samples lies apart in what decides, and not in what does nothing', () => {
  const rng = createRng('separation samples');
  const runs = Array.from({ length: 300 }, () => ({
    lr: 10 ** (-5 + 4 * rng.float()),
    dead: rng.float(),
    opt: rng.below(3),
  }));
  const values = runs.map((r) => -((Math.log10(r.lr) + 3) ** 2) + 0.01 * rng.float());
  const factors = [
    numeric(
      'lr',
      runs.map((r) => r.lr),
    ),
    numeric(
      'dead',
      runs.map((r) => r.dead),
    ),
    createFactor(
      'opt',
      runs.map((r) => ({ text: 'abc'[r.opt] ?? '', number: undefined })),
    ),
  ];
  assert.equal(factors[0]?.isLog, true);
  const found = separations(factors, values) ?? [];
  assert.deepEqual(
    found.map((s) => s.pAdjusted < 0.05),
    [true, false, false],
  );
  assert.ok(Math.abs(found.reduce((sum, s) => sum + s.share, 0) - 1) < 1e-12);
  const [low, high] = [found[0]?.best?.low, found[0]?.best?.high].map((code) => factors[0]?.numbers?.[code ?? -1] ?? 0);
  assert.ok((low ?? 0) > 3e-4 && (high ?? 1) < 3e-3, `${low} to ${high}`);
});

test('a range of orders of magnitude is logarithmic, an even spread is not', () => {
  assert.equal(numeric('lr', [1e-5, 1e-4, 1e-3, 1e-2]).isLog, true);
  assert.equal(
    numeric(
      'share',
      Array.from({ length: 1000 }, (_, i) => (i + 1) / 1000),
    ).isLog,
    false,
  );
});

test('rounding draws from an even range to three digits makes no logarithm of it', () => {
  const rng = createRng('even draws');
  const draws = Array.from({ length: 20_000 }, () => Number((0.5 * rng.float()).toPrecision(3))).filter((x) => x > 0);
  assert.equal(numeric('decay', draws).isLog, false);
});

test('a metric that is the same in every run lets no parameter stand apart, whatever their order', () => {
  const factor = numeric(
    'slow',
    Array.from({ length: 40 }, (_, i) => Math.floor(i / 8)),
  );
  const found = separations(
    [factor],
    factor.codes.map(() => 0.1),
  );
  assert.equal(found?.[0]?.pAdjusted, 1);
  assert.ok((found[0]?.share ?? 1) === 0 || (found[0]?.share ?? 0) === 1, 'of nothing there is no share, or all of it');
});

test('equal runs are among the best together or not at all', () => {
  // Of 60 the best tenth is six: every second run reaches the limit, so that it is thirty; where nearly all are equal and bad, the five better ones.
  const count = (values: readonly number[]): number => bestCount([...values].sort((a, b) => b - a));
  const runs = Array.from({ length: 60 }, (_, i) => i);
  assert.equal(count(runs), 6);
  assert.equal(count(runs.map((i) => (i % 2 === 1 ? 100 : 90))), 30);
  assert.equal(count(runs.map((i) => (i >= 55 ? 50 + (i % 2) : 0))), 5);
});

const ALL_DENSITIES: readonly (readonly [at: number, density: number])[] = [
  [0, 0.022728454149773526],
  [7, 0.027578994171375066],
  [24, 0.01940312212506073],
  [36, 0.015667431479966614],
  [49, 0.01150643331533496],
];

test('densities are those of the smoothing that Optuna takes', () => {
  // numpy with scipy.stats.norm: counts on a grid of 50 from 0 to 1, Scott's rule, a flat prior of one run.
  const x = [0, 0.1, 0.15, 0.2, 0.2001, 0.35, 0.51, 0.7, 0.72, 1];
  const density = densityOf(numeric('x', x));
  const all = density([...x.keys()]).slice();
  assert.equal(all.length, 50);
  assert.ok(Math.abs(all.reduce((a, b) => a + b) - 1) < 1e-9);
  ALL_DENSITIES.forEach(([at, expected]) => {
    assert.ok(Math.abs((all[at] ?? 0) / expected - 1) < 1e-9, `${at}: ${all[at]} ${expected}`);
  });
});
