// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRng } from '../../scripts/lib/core/rng.ts';
import { recogniseDesign } from '../../scripts/lib/results/design/design.ts';
import type { Effects, FactorEffect } from '../../scripts/lib/results/effects/effect.ts';
import { effectsOf } from '../../scripts/lib/results/effects/effects.ts';
import { createFactor } from '../../scripts/lib/results/factors.ts';
import type { Goal } from '../../scripts/lib/results/readers/metric-spec.ts';

type Row = Readonly<Record<string, number | string | undefined>>;
interface Given {
  readonly areSampled?: boolean;
  readonly goal?: Goal;
  readonly pure?: { readonly sd: number; readonly degrees: number };
}

/** Effects of runs with their settings; runs of equal rows are one setting. */
function effectsFrom(
  rows: readonly (Row & { readonly y: number; readonly block?: number })[],
  given: Given = {},
): Effects {
  const placeOf = new Map<string, number>();
  const settings: Row[] = [];
  const runs = rows.map(({ y, block = 0, ...row }) => {
    const key = JSON.stringify(row);
    const place = placeOf.get(key) ?? settings.push(row) - 1;
    placeOf.set(key, place);
    return { setting: place, block, value: y };
  });
  const names = [...new Set(settings.flatMap((row) => Object.keys(row)))];
  const columns = names.map((name) =>
    createFactor(
      name,
      settings.map((row) => {
        const value = row[name];
        return value === undefined
          ? undefined
          : { text: String(value), number: typeof value === 'number' ? value : undefined };
      }),
    ),
  );
  const points = settings.map((_, i) => {
    const own = runs.filter((r) => r.setting === i);
    return own.reduce((sum, r) => sum + r.value, 0) / own.length;
  });
  const design = recogniseDesign(columns, given.areSampled ?? false);
  const found = effectsOf({
    design,
    runs,
    points,
    goal: given.goal ?? 'max',
    pure: given.pure,
    apart: new Set(),
    resolution: 0,
  });
  assert.ok(found !== undefined);
  return found;
}

const show = (e: FactorEffect, digits = 4): readonly unknown[] => [
  e.factors.join(),
  e.sumOfSquares?.toFixed(digits),
  e.degrees,
  e.f?.toFixed(4),
  e.p?.toPrecision(6),
];

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
const TEETH_RUNS = Object.entries(TEETH).flatMap(([cell, lengths]) =>
  lengths.map((y) => ({ supp: cell.split(' ')[0] ?? '', dose: Number(cell.split(' ')[1]), y })),
);

test('effects on a full factorial are those of the published analysis', () => {
  const { method, error, effects } = effectsFrom(TEETH_RUNS);
  assert.equal(method, 'least_squares');
  assert.deepEqual([error?.term, error?.degrees, ((error?.sd ?? 0) ** 2 * 54).toFixed(2)], ['runs', 54, '712.11']);
  assert.deepEqual(
    effects.map((e) => [e.factors.join(), e.sumOfSquares?.toFixed(2), e.degrees, e.f?.toFixed(3), e.p?.toFixed(6)]),
    [
      ['1', '2426.43', 2, '92.000', '0.000000'],
      ['0', '205.35', 1, '15.572', '0.000231'],
      ['0,1', '108.32', 2, '4.107', '0.021860'],
    ],
  );
  assert.equal(effects[0]?.share?.toFixed(4), (2426.434333 / 3452.209333).toFixed(4));
  assert.deepEqual(
    effects[2]?.levels.map((l) => [l.codes.join(), l.n, l.mean.toFixed(2), l.adjusted?.toFixed(2)]),
    [
      ['0,0', 10, '7.98', '7.98'],
      ['0,1', 10, '16.77', '16.77'],
      ['0,2', 10, '26.14', '26.14'],
      ['1,0', 10, '13.23', '13.23'],
      ['1,1', 10, '22.70', '22.70'],
      ['1,2', 10, '26.06', '26.06'],
    ],
  );
});

test('where main effects alone are left, unequal cells are those of least squares', () => {
  // numpy.linalg.lstsq on these 39 lengths without the interaction, each factor left out in turn: dose 1290.8385, supp 143.4991. The
  // error is that of the model with the interaction.
  const drop: Readonly<Record<string, number>> = { 'VC 0.5': 7, 'VC 1': 4, 'OJ 2': 9, 'OJ 1': 1 };
  const runs = Object.entries(TEETH).flatMap(([cell, lengths]) =>
    lengths
      .slice(drop[cell] ?? 0)
      .map((y) => ({ supp: cell.split(' ')[0] ?? '', dose: Number(cell.split(' ')[1]), y })),
  );
  const { effects, error } = effectsFrom(runs);
  assert.equal(error?.degrees, 33);
  assert.deepEqual(
    effects.filter((e) => e.kind === 'main').map((e) => show(e).slice(0, 3)),
    [
      ['1', '1290.8385', 2],
      ['0', '143.4991', 1],
    ],
  );
});

test('an interaction stays when a run is missing, and when a cell is', () => {
  const grid = [0, 1, 2, 3].flatMap((a) =>
    [0, 1, 2].flatMap((b) =>
      [0, 1].flatMap((c) =>
        [1, 2, 3].map((block) => ({
          a,
          b,
          c,
          block,
          y: 6 * ((a + 2 * b) % 3) + block + ((a * 31 + b * 17 + c * 7 + block * 3) % 11) / 20,
        })),
      ),
    ),
  );
  for (const left of [grid, grid.slice(1), grid.slice(3)]) {
    const { effects } = effectsFrom(left, { pure: { sd: 0.2, degrees: 46 } });
    const pair = effects.find((e) => e.factors.join() === '0,1');
    assert.ok(pair?.isShown, `${left.length} runs`);
    assert.ok((pair.share ?? 0) > 0.6, `${pair.share}`);
  }
});

test('symbols that go together are one factor, and what least squares cannot tell apart is not told', () => {
  const zip = [0, 1, 2].flatMap((p) =>
    [0, 1].flatMap((b) =>
      [1, 2].map((block) => ({ depth: p, width: 2 ** p, b, block, y: 3 * p + ((p + b + block) % 2) / 9 })),
    ),
  );
  const { effects } = effectsFrom(zip);
  assert.deepEqual(
    effects.filter((e) => e.kind === 'main').map((e) => [e.factors.join(), e.isShown]),
    [
      ['0', true],
      ['1', false],
    ],
  );
});

test('adjusted means stand for complete data: a level that lacks bad runs is not ahead for it', () => {
  const rows = [0, 1, 2].flatMap((A) =>
    [0, 1, 2].flatMap((B) => [0, 1].map((C) => ({ A, B, C, y: 80 + 5 * C - A + ((A * 5 + B * 3 + C) % 4) / 50 }))),
  );
  const { effects } = effectsFrom(rows.filter(({ A, B, C }) => !(A === 2 && C === 0 && B < 2)));
  const a = effects.find((e) => e.factors.join() === '0');
  assert.ok((a?.levels[2]?.mean ?? 0) > (a?.levels[1]?.mean ?? 0), 'the raw mean of A=2 is above that of A=1');
  const adjusted = (a?.levels ?? []).map((l) => l.adjusted ?? 0);
  assert.ok((adjusted[0] ?? 0) > (adjusted[1] ?? 0) && (adjusted[1] ?? 0) > (adjusted[2] ?? 0), adjusted.join(' '));
});

test('one at a time with seeds: each factor against the baseline, whose mean stands as it is', () => {
  const base = { P0: 1, P1: 1, P2: 'x' };
  const settings: Row[] = [base, { ...base, P0: 0 }, { ...base, P1: 0 }, { ...base, P2: 'y' }];
  const rows: (Row & { y: number; block: number })[] = settings.flatMap((row, i) =>
    [1, 2, 3, 4, 5].map((block) => ({
      ...row,
      block,
      y: 90 - (i === 1 ? 3.24 : 0) + 2 * block + ((i * 7 + block * 5) % 6) / 12,
    })),
  );
  const { effects, error } = effectsFrom(rows);
  assert.deepEqual([error?.term, error?.degrees], ['runs', 12]);
  assert.deepEqual(
    effects.map((e) => [e.factors.join(), e.isShown]),
    [['0', true], ...effects.slice(1).map((e) => [e.factors.join(), false])],
  );
  const own = rows.filter((r) => r['P0'] === 0).map((r) => r.y);
  assert.ok(Math.abs((effects[0]?.levels[0]?.adjusted ?? 0) - own.reduce((a, b) => a + b) / 5) < 1e-9);
});

test('settings that scatter about the model by more than their seeds are the error themselves', () => {
  // Half of a 4 x 4 x 2 grid; a and b interact, c does nothing, and the seeds hardly differ.
  const rows = [0, 1, 2, 3].flatMap((a) =>
    [0, 1, 2, 3].flatMap((b) =>
      [0, 1].flatMap((c) =>
        (a + b + c) % 2 === 0
          ? [1, 2].map((block) => ({
              a,
              b,
              c,
              block,
              y: ((a * 5 + b * 11 + a * b * 3) % 7) + ((a + b + block) % 3) / 100,
            }))
          : [],
      ),
    ),
  );
  const { error, effects } = effectsFrom(rows, { pure: { sd: 0.01, degrees: 15 } });
  assert.equal(error?.term, 'settings');
  assert.equal(effects.find((e) => e.factors.join() === '2')?.isShown, false);
});

test('nothing is tested where nothing is left to compare with', () => {
  const { method, effects } = effectsFrom([
    { a: 0, y: 1 },
    { a: 1, y: 2 },
    { a: 2, y: 4 },
  ]);
  assert.equal(method, 'none');
  assert.deepEqual(
    effects.map((e) => [e.p, e.isShown, e.levels.map((l) => l.adjusted)]),
    [[undefined, false, [1, 2, 4]]],
  );
});

test('samples are shuffled: what decides is shown, straight or humped, what does nothing is not', () => {
  const rows = Array.from({ length: 60 }, (_, i) => {
    const [rise, hump, dead] = [7, 11, 13].map((k) => ((i * k) % 61) / 60) as [number, number, number];
    return { rise, hump, dead, y: 3 * rise - 12 * (hump - 0.4) ** 2 + ((i * 29) % 17) / 9 };
  });
  const { method, effects } = effectsFrom(rows, { areSampled: true, goal: 'min' });
  assert.equal(method, 'permutation');
  assert.deepEqual(
    [...effects].sort((a, b) => (a.factors[0] ?? 0) - (b.factors[0] ?? 0)).map((e) => [e.factors.join(), e.isShown]),
    [
      ['0', true],
      ['1', true],
      ['2', false],
    ],
  );
  assert.ok(effects.every((e) => (e.pAdjusted ?? 0) >= (e.p ?? 1)));
});

test('of a grid with draws the listed factor is tested within the draws, the drawn ones by shuffling the draws', () => {
  const draw = (i: number, k: number): number => Math.abs(Math.sin(i * k + 1));
  const rows = ['a', 'b', 'c'].flatMap((OPT, o) =>
    Array.from({ length: 14 }, (_, i) => {
      const [LR, WD] = [draw(i, 12.9898), draw(i, 78.233)];
      return { OPT, LR, WD, y: 9 * LR + (OPT === 'b' ? 1.5 : 0) + ((i * 29 + o * 7) % 13) / 13 };
    }),
  );
  const { effects, error } = effectsFrom(rows);
  assert.deepEqual(
    [...effects]
      .sort((x, y) => (x.factors[0] ?? 0) - (y.factors[0] ?? 0))
      .map((e) => [e.factors.join(), e.method, e.n, e.isShown]),
    [
      ['0', 'least_squares', 42, true],
      ['1', 'permutation', 14, true],
      ['2', 'permutation', 14, false],
    ],
  );
  assert.equal(error?.degrees, 26);
});

test('a strong factor hides no weak one, and lends its effect to none that goes with it', () => {
  // twin goes with strong in three of four settings, and does nothing.
  const rng = createRng('hidden');
  const rows = Array.from({ length: 80 }, (_, i) => {
    const strong = rng.float();
    const weak = rng.float();
    return {
      strong,
      weak,
      twin: i % 4 === 0 ? rng.float() : strong + 0.1 * rng.float(),
      y: 30 * strong + 5 * weak + 2 * rng.float(),
    };
  });
  const { effects } = effectsFrom(rows, { areSampled: true });
  assert.deepEqual(
    [...effects].sort((a, b) => (a.factors[0] ?? 0) - (b.factors[0] ?? 0)).map((e) => e.isShown),
    [true, true, false],
  );
  assert.ok((effects[0]?.share ?? 0) > 0.8, `${effects[0]?.share}`);
});

test('a curve goes with the metric, and its band around it', () => {
  const rng = createRng('curve');
  const rows = Array.from({ length: 120 }, () => {
    const x = rng.float();
    return { x, z: rng.float(), y: 10 - 40 * (x - 0.6) ** 2 + rng.float() };
  });
  const { effects } = effectsFrom(rows, { areSampled: true, goal: 'min' });
  const curve = effects[0]?.curve;
  assert.ok(curve !== undefined && curve.codes.length === 24);
  const top = curve.mean.indexOf(Math.max(...curve.mean));
  const xs = rows.map((r) => r.x).sort((a, b) => a - b);
  assert.ok(Math.abs((xs[curve.codes[top] ?? 0] ?? 0) - 0.6) < 0.15, 'the top of the curve');
  assert.ok(curve.mean.every((m, i) => (curve.low[i] ?? 0) <= m + 0.5 && m - 0.5 <= (curve.high[i] ?? 0)));
  assert.equal(effects[1]?.curve, undefined, 'no curve of what is not shown');
});
