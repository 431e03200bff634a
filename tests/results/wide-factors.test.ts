// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRng } from '../../scripts/lib/core/rng.ts';
import { effectLines } from '../../scripts/lib/report/effects-text.ts';
import { statisticsOf } from '../../scripts/lib/report/statistics-of.ts';
import type { Statistics } from '../../scripts/lib/report/statistics-form.ts';
import { recogniseDesign } from '../../scripts/lib/results/design/design.ts';
import type { Effects } from '../../scripts/lib/results/effects/effect.ts';
import { linearEffects } from '../../scripts/lib/results/effects/linear.ts';
import { wideEffects } from '../../scripts/lib/results/effects/wide.ts';
import { createFactor } from '../../scripts/lib/results/factors.ts';
import { type SimulatedRun, simulatedView } from '../truth/simulated-view.ts';

const upTo = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i);

test('a wide factor eliminated as blocks are gives the same least squares, with holes and missing seeds', () => {
  const rng = createRng('wide');
  const cells = upTo(7)
    .flatMap((m) => upTo(3).flatMap((a) => upTo(2).map((b) => ({ m, a, b }))))
    .slice(2);
  const columns = (['m', 'a', 'b'] as const).map((name) =>
    createFactor(
      name,
      cells.map((cell) => ({ text: String(cell[name]), number: undefined })),
    ),
  );
  const runs = cells.flatMap(({ m, a, b }, setting) =>
    upTo(3)
      .filter((block) => (setting + block) % 11 !== 0)
      .map((block) => ({ setting, block, value: m / 3 + a * b + block / 2 + rng.float() })),
  );
  // Of samples no pairs are asked for, as where one factor is wide.
  const design = { ...recogniseDesign(columns, false), kind: 'samples' as const };
  const input = { design, runs, pure: undefined, least: 0 };
  const told = (effects: Effects | undefined): readonly unknown[] =>
    [...(effects?.effects ?? [])]
      .sort((x, y) => (x.factors[0] ?? 0) - (y.factors[0] ?? 0))
      .map((e) => [
        e.sumOfSquares?.toFixed(8),
        e.degrees,
        e.f?.toFixed(8),
        e.pAdjusted?.toFixed(10),
        e.share?.toFixed(8),
      ]);
  const [whole, wide] = [linearEffects(input), wideEffects(input)];
  assert.equal(whole?.effects.length, 3);
  assert.deepEqual(told(wide), told(whole));
  assert.ok(Math.abs((wide?.error?.sd ?? 0) - (whole.error?.sd ?? 1)) < 1e-10);
  for (const place of [1, 2]) {
    const of = (effects: Effects | undefined) => effects?.effects.find((e) => e.factors[0] === place)?.levels ?? [];
    for (const [i, level] of of(wide).entries()) {
      const other = of(whole)[i];
      assert.ok(Math.abs((level.adjusted ?? 0) - (other?.adjusted ?? 1)) < 1e-9, `${place}: mean ${i}`);
      assert.ok(Math.abs((level.interval?.low ?? 0) - (other?.interval?.low ?? 1)) < 1e-9, `${place}: interval ${i}`);
    }
  }
});

function statistics(runs: readonly SimulatedRun[]): Statistics {
  const found = statisticsOf(simulatedView(runs), { seedSymbol: 'CONFIG_SEED', areSampled: false });
  assert.ok(found !== undefined);
  return found;
}

test('hundreds of models, alone with seeds or beside other parameters, are tested as a few are', () => {
  const rng = createRng('models');
  const worth = upTo(320).map(() => rng.float());
  const alone = worth.flatMap((w, m) =>
    ['1', '2'].map((seed) => ({ values: { CONFIG_M: `m${m}`, CONFIG_SEED: seed }, metric: w + rng.float() / 10 })),
  );
  const beside = worth.flatMap((w, m) =>
    ['1', '2'].map((lr) => ({
      values: { CONFIG_M: `m${m}`, CONFIG_LR: lr },
      metric: w + Number(lr) + rng.float() / 10,
    })),
  );
  const told = (runs: readonly SimulatedRun[]): readonly unknown[] =>
    statistics(runs).effects.map((e) => [e.symbols.join(), e.method, e.degrees, e.shown]);
  assert.deepEqual(told(alone), [['CONFIG_M', 'least_squares', 319, true]]);
  assert.deepEqual(told(beside), [
    ['CONFIG_LR', 'least_squares', 1, true],
    ['CONFIG_M', 'least_squares', 319, true],
  ]);
  assert.equal(statistics(beside).effects[0]?.best?.['CONFIG_LR'], 2);
});

test('where two parameters are so wide the report says that nothing was tested, and why', () => {
  const runs = upTo(621).map(
    (i): SimulatedRun => ({
      values: { CONFIG_M: i < 311 ? `m${i}` : 'm0', CONFIG_N: i < 311 ? 'n0' : `n${i - 310}` },
      metric: (i * 7919) % 101,
    }),
  );
  const found = statistics(runs);
  assert.deepEqual(
    found.effects.map((e) => [e.symbols.join(), e.method, e.shown]),
    [
      ['CONFIG_M', 'none', false],
      ['CONFIG_N', 'none', false],
    ],
  );
  assert.deepEqual(effectLines(simulatedView(runs), found), [
    'No effect on y is tested (621 runs): its parameters have too many values.',
  ]);
});
