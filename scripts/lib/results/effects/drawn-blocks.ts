// SPDX-License-Identifier: MIT
import { createRng } from '../../core/rng.ts';
import type { SweepDesign } from '../design/design.ts';
import type { Factor } from '../factors.ts';
import { designColumns } from './columns.ts';
import { fitColumns } from './cross-products.ts';
import type { LinearInput } from './error-term.ts';
import { levelWeights, weightedRow } from './level-weights.ts';
import { standardScores } from '../stats/ranks.ts';
import { dot } from '../stats/dot.ts';
import { type Shapes, shapesOf } from './shapes.ts';
import { type ShuffledChance, shuffledChances } from './shuffles.ts';

/** Returns a design in which the first of its drawn factors stands for all of them: they were drawn together, and make up one block. */
export function withOneBlock(design: SweepDesign): SweepDesign {
  const first = design.factors.findIndex((f) => f.isDrawn);
  return { ...design, factors: design.factors.filter((f, place) => !f.isDrawn || place === first) };
}

/** A drawn factor, by its place in the design, with its chance; undefined chances where the draws are too few. */
export interface DrawnChance {
  readonly place: number;
  readonly chance: ShuffledChance | undefined;
  readonly draws: number;
  /** Part of the variance among the draws that goes with its shapes, less what any shapes would take. */
  readonly explained: number;
}

/** Tests each drawn factor of a grid by shuffling the draws, one point a draw: its mean with all other factors weighed alike. */
export function drawnChances(input: LinearInput): readonly DrawnChance[] {
  const { factors } = input.design;
  const drawn = factors.flatMap((f, place) => (f.isDrawn ? [{ place, factor: f.factor }] : []));
  const block = drawn[0];
  if (block === undefined) return [];
  const points = drawMeans({ ...input, design: withOneBlock(input.design) }, block.place);
  const own = drawn.map(({ place, factor }) => ({ place, shapes: shapesOf(byDraw(factor, block.factor)) }));
  const asked = own.flatMap(({ shapes }) => (shapes === undefined ? [] : [shapes]));
  const chances = shuffledChances(asked, points, createRng('draws'));
  return own.map(({ place, shapes }) => ({
    place,
    chance: shapes === undefined ? undefined : chances[asked.indexOf(shapes)],
    draws: points.length,
    explained: shapes === undefined ? 0 : explainedBy(shapes, points),
  }));
}

/** Adjusted R squared of all shapes together. */
function explainedBy({ settings, columns }: Shapes, points: readonly number[]): number {
  const scores = standardScores(settings.map((i) => points[i] ?? Number.NaN));
  const share = columns.reduce((sum, column) => sum + dot(column, scores) ** 2, 0);
  const left = settings.length - 1 - columns.length;
  return left <= 0 ? 0 : Math.max(0, 1 - ((1 - share) * (settings.length - 1)) / left);
}

/** The mean of each draw, by the main effects. */
function drawMeans({ design, runs }: LinearInput, place: number): readonly number[] {
  const columns = designColumns(design.factors, []);
  const fit = fitColumns(runs, columns);
  return (design.factors[place]?.factor.levels ?? []).map((_, code) => {
    const weights = levelWeights(design.factors, new Map([[place, code]]));
    return fit.estimate(weightedRow(columns, design.factors, weights))?.value ?? Number.NaN;
  });
}

/** A drawn factor over the draws, which the levels of the block number. */
function byDraw(factor: Factor, block: Factor): Factor {
  return { ...factor, codes: block.levels.map((_, draw) => factor.codes[block.codes.indexOf(draw)] ?? 0) };
}
