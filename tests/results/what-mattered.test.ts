// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRng } from '../../scripts/lib/core/rng.ts';
import { analyseVariance, isFullFactorial } from '../../scripts/lib/results/anova.ts';
import { bestRange } from '../../scripts/lib/results/best-range.ts';
import { createFactor, type Factor } from '../../scripts/lib/results/factors.ts';
import { isNearlyFactorial, mainEffects } from '../../scripts/lib/results/main-effects.ts';
import { pedAnova } from '../../scripts/lib/results/ped-anova.ts';

/**
 * Crampton (1947), length of odontoblasts of guinea pigs under three doses of vitamin C by two ways: R's ToothGrowth.
 * R prints for aov(len ~ supp * dose), dose as factor: supp 205.35 (F 15.572, p 0.000231), dose 2426.43 (F 92.000),
 * supp:dose 108.32 (F 4.107, p 0.021860), residuals 712.11 with 54 degrees.
 */
const TEETH: Readonly<Record<string, readonly number[]>> = {
  'VC 0.5': [4.2, 11.5, 7.3, 5.8, 6.4, 10, 11.2, 11.2, 5.2, 7],
  'VC 1': [16.5, 16.5, 15.2, 17.3, 22.5, 17.3, 13.6, 14.5, 18.8, 15.5],
  'VC 2': [23.6, 18.5, 33.9, 25.5, 26.4, 32.5, 26.7, 21.5, 23.3, 29.5],
  'OJ 0.5': [15.2, 21.5, 17.6, 9.7, 14.5, 10, 8.2, 9.4, 16.5, 9.7],
  'OJ 1': [19.7, 23.3, 23.6, 26.4, 20, 25.2, 25.8, 21.2, 14.5, 27.3],
  'OJ 2': [25.5, 26.4, 22.4, 24.5, 24.8, 30.9, 26.4, 27.3, 29.4, 23],
};

function numeric(name: string, values: readonly number[]): Factor {
  return createFactor(
    name,
    values.map((v) => ({ text: String(v), number: v })),
  );
}

test('effects on a full factorial are those of the published analysis', () => {
  const runs = Object.entries(TEETH).flatMap(([cell, lengths]) =>
    lengths.map((y) => ({ supp: cell.split(' ')[0] ?? '', dose: Number(cell.split(' ')[1]), y })),
  );
  const supp = createFactor(
    'supp',
    runs.map((r) => ({ text: r.supp, number: undefined })),
  );
  const dose = numeric(
    'dose',
    runs.map((r) => r.dose),
  );
  assert.equal(isFullFactorial([supp, dose]), true);
  const { effects, residual, total } = analyseVariance(
    [supp, dose],
    runs.map((r) => r.y),
  );
  const rows = effects.map((e) => [
    e.names.join(':'),
    e.sumOfSquares.toFixed(2),
    e.degrees,
    e.f?.toFixed(3),
    e.p?.toFixed(6),
  ]);
  assert.deepEqual(rows, [
    ['dose', '2426.43', 2, '92.000', '0.000000'],
    ['supp', '205.35', 1, '15.572', '0.000231'],
    ['supp:dose', '108.32', 2, '4.107', '0.021860'],
  ]);
  assert.equal(residual.sumOfSquares.toFixed(2), '712.11');
  assert.equal(residual.degrees, 54);
  assert.equal(effects[0]?.share.toFixed(4), (2426.434333 / total.sumOfSquares).toFixed(4));
});

test('a grid with a hole, or with one cell run twice, is no full factorial', () => {
  const a = numeric('a', [1, 1, 2, 2]);
  const b = numeric('b', [1, 2, 1, 2]);
  assert.equal(isFullFactorial([a, b]), true);
  assert.equal(isFullFactorial([numeric('a', [1, 1, 2]), numeric('b', [1, 2, 1])]), false);
  assert.equal(isFullFactorial([numeric('a', [1, 1, 2, 2, 2]), numeric('b', [1, 2, 1, 2, 2])]), false);
});

test('main effects on a grid with holes are those of least squares, and on a full one those of its analysis', () => {
  // numpy.linalg.lstsq on the same 39 lengths, each factor left out in turn; chances of scipy.stats.f.
  const drop: Readonly<Record<string, number>> = { 'VC 0.5': 7, 'VC 1': 4, 'OJ 2': 9, 'OJ 1': 1 };
  const teeth = (isWhole: boolean): { factors: readonly Factor[]; lengths: readonly number[] } => {
    const runs = Object.entries(TEETH).flatMap(([cell, lengths]) =>
      lengths
        .slice(isWhole ? 0 : (drop[cell] ?? 0))
        .map((y) => ({ supp: cell.split(' ')[0] ?? '', dose: Number(cell.split(' ')[1]), y })),
    );
    const supp = createFactor(
      'supp',
      runs.map((r) => ({ text: r.supp, number: undefined })),
    );
    return {
      factors: [
        supp,
        numeric(
          'dose',
          runs.map((r) => r.dose),
        ),
      ],
      lengths: runs.map((r) => r.y),
    };
  };
  const holes = teeth(false);
  assert.equal(isNearlyFactorial(holes.factors), true);
  const found = mainEffects(holes.factors, holes.lengths);
  assert.deepEqual(
    found?.effects.map((e) => [e.names[0], e.sumOfSquares.toFixed(4), e.degrees, e.f?.toFixed(4), e.p?.toPrecision(6)]),
    [
      ['dose', '1290.8385', 2, '34.7788', '4.81361e-9'],
      ['supp', '143.4991', 1, '7.7325', '0.00867274'],
    ],
  );
  assert.deepEqual(
    [found?.residual.sumOfSquares.toFixed(4), found?.residual.degrees, found?.total.sumOfSquares.toFixed(4)],
    ['649.5246', 35, '1989.1836'],
  );
  const whole = teeth(true);
  const exact = analyseVariance(whole.factors, whole.lengths).effects.filter((e) => e.names.length === 1);
  for (const [i, effect] of (mainEffects(whole.factors, whole.lengths)?.effects ?? []).entries()) {
    assert.equal(effect.names[0], exact[i]?.names[0]);
    assert.ok(Math.abs(effect.sumOfSquares / (exact[i]?.sumOfSquares ?? 0) - 1) < 1e-9);
  }
});

test('parameters that go together, too few runs and samples have no main effects', () => {
  const [a, b] = [
    [1, 1, 2, 2, 3, 3, 1, 2, 3, 1, 2, 3],
    [1, 2, 1, 2, 1, 2, 1, 1, 1, 2, 2, 2],
  ];
  const y = a.map((v, i) => v + 10 * (b[i] ?? 0) + (i % 3));
  assert.equal(
    mainEffects(
      [
        numeric('a', a),
        numeric(
          'same',
          a.map((v) => 2 * v),
        ),
      ],
      y,
    ),
    undefined,
  );
  assert.equal(mainEffects([numeric('a', a.slice(0, 7)), numeric('b', b.slice(0, 7))], y.slice(0, 7)), undefined);
  assert.equal(isNearlyFactorial([numeric('a', [1, 2, 3, 4]), numeric('b', [4, 3, 2, 1])]), false);
  assert.equal(
    isNearlyFactorial([
      numeric(
        'a',
        Array.from({ length: 999 }, (_, i) => i >> 1),
      ),
    ]),
    false,
    'five hundred levels',
  );
  assert.ok(mainEffects([numeric('a', a), numeric('b', b)], y) !== undefined);
});

test('shares of a sum without interaction add up to one', () => {
  const a = numeric('a', [1, 1, 1, 2, 2, 2]);
  const b = numeric('b', [1, 2, 3, 1, 2, 3]);
  const { effects, residual } = analyseVariance([a, b], [0, 1, 2, 10, 11, 12]);
  assert.deepEqual(
    effects.map((e) => e.names[0]),
    ['a', 'b'],
  );
  assert.ok(Math.abs(effects.reduce((sum, e) => sum + e.share, 0) - 1) < 1e-12);
  assert.ok(residual.share < 1e-12);
});

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
