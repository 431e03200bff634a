// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRng } from '../../scripts/lib/core/rng.ts';
import { bestRange } from '../../scripts/lib/results/best-range.ts';
import { createFactor, type Factor } from '../../scripts/lib/results/factors.ts';
import { pedAnova } from '../../scripts/lib/results/ped-anova.ts';

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

test('a parameter that does nothing is called noise in about 95 of 100 cases', () => {
  const rng = createRng('ped noise');
  let noise = 0;
  for (let trial = 0; trial < 100; trial += 1) {
    const values = Array.from({ length: 100 }, () => rng.float());
    const factor = numeric(
      `p${trial}`,
      values.map(() => rng.float()),
    );
    if (pedAnova([factor], values, 'max')?.[0]?.isNoise === true) noise += 1;
  }
  assert.ok(noise >= 88, `${noise} of 100`);
});

test('importance on samples finds what decides, in order, and names noise', () => {
  const rng = createRng('ped samples');
  const runs = Array.from({ length: 300 }, () => ({
    lr: 10 ** (-5 + 4 * rng.float()),
    depth: rng.below(4),
    dead: rng.float(),
    opt: rng.below(3),
  }));
  const values = runs.map((r) => -((Math.log10(r.lr) + 3) ** 2) - 0.15 * r.depth + 0.01 * rng.float());
  const factors = [
    numeric(
      'lr',
      runs.map((r) => r.lr),
    ),
    numeric(
      'depth',
      runs.map((r) => r.depth),
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
  const importances = pedAnova(factors, values, 'max') ?? [];
  assert.deepEqual(
    importances.slice(0, 2).map((i) => i.name),
    ['lr', 'depth'],
  );
  assert.deepEqual(
    importances
      .filter((i) => i.isNoise)
      .map((i) => i.name)
      .sort(),
    ['dead', 'opt'],
  );
  assert.ok(Math.abs(importances.reduce((sum, i) => sum + i.share, 0) - 1) < 1e-12);
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

test('a handful of samples gives no importance', () => {
  assert.equal(pedAnova([numeric('x', [1, 2, 3])], [1, 2, 3], 'max'), undefined);
});

test('a metric that is the same in every run makes no parameter important, whatever their order', () => {
  const factor = numeric(
    'slow',
    Array.from({ length: 40 }, (_, i) => Math.floor(i / 8)),
  );
  const importances =
    pedAnova(
      [factor],
      factor.codes.map(() => 0.1),
      'max',
    ) ?? [];
  assert.deepEqual(importances, [{ name: 'slow', share: 0, divergence: 0, isNoise: true }]);
});

test('equal runs are among the best together or not at all', () => {
  // Every second run reaches the limit: `fast` decides that, and `slow` only seems to where the first of the equal runs are taken.
  const runs = Array.from({ length: 60 }, (_, i) => ({ slow: Math.floor(i / 6), fast: i % 2 }));
  const [slow, fast] = [
    numeric(
      'slow',
      runs.map((r) => r.slow),
    ),
    numeric(
      'fast',
      runs.map((r) => r.fast),
    ),
  ];
  const important = (values: readonly number[]): readonly string[] =>
    (pedAnova([slow, fast], values, 'max') ?? []).filter((i) => !i.isNoise).map((i) => i.name);
  assert.deepEqual(important(runs.map((r) => (r.fast === 1 ? 100 : 90))), ['fast']);
  // Where nearly all are equal and bad, the few better ones (five, a tenth were six) are the best.
  assert.deepEqual(important(runs.map((r, i) => (i >= 55 ? 50 + r.fast : 0))), ['slow']);
});
