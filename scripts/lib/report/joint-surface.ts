// SPDX-License-Identifier: MIT
import { fitSurface, type Surface } from '../results/surface/surface.ts';
import { factorsOver } from './factors-of.ts';
import { modelAxis, modelPoint } from './study-model.ts';
import type { ReportRun } from './view.ts';

/** Settings of one sweep or of several that refine one another: a run of each, and its value, larger being better. */
export interface JointRows {
  readonly runs: readonly ReportRun[];
  readonly values: readonly number[];
}

/** A model of all of them, and where each lies in it. */
export interface JointSurface {
  readonly surface: Surface;
  readonly points: readonly (readonly number[])[];
}

/** Levels of words up to which each has a coordinate of its own. */
const MOST_LEVELS = 12;

/**
 * Returns a model over every symbol that varies: numbers between the least and the largest that were run, by their logarithm where they
 * spread so; of words a coordinate for each. Undefined for fewer than three settings, and where nothing varies.
 */
export function jointSurface({ runs, values }: JointRows, symbols: readonly string[]): JointSurface | undefined {
  const factors = factorsOver(runs, symbols)
    .filter((factor) => factor.levels.length > 1)
    .map((factor) => ((factor.numbers?.length ?? 0) < 2 ? { ...factor, numbers: undefined } : factor));
  if (factors.length === 0) return undefined;
  const axes = factors.map((factor) => modelAxis(factor, MOST_LEVELS));
  // A run that lacks a number lies in the middle: the symbol that decides tells it apart.
  const points = runs.map((_, row) => modelPoint(axes, factors, row));
  const surface = fitSurface({ points, values, beliefs: 'smooth' });
  return surface === undefined ? undefined : { surface, points };
}
