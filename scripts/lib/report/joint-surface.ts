// SPDX-License-Identifier: MIT
import type { Factor } from '../results/factors.ts';
import { fitSurface, type Surface } from '../results/surface/surface.ts';
import { factorsOver } from './factors-of.ts';
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
  const coordinates = factorsOver(runs, symbols).flatMap(coordinatesOver);
  if (coordinates.length === 0) return undefined;
  const points = runs.map((_, row) => coordinates.map((coordinate) => coordinate[row] ?? 0));
  const surface = fitSurface({ points, values });
  return surface === undefined ? undefined : { surface, points };
}

function coordinatesOver({ numbers, codes, isLog, absent, levels }: Factor): readonly (readonly number[])[] {
  if (levels.length < 2) return [];
  if (numbers === undefined || numbers.length < 2)
    return Array.from({ length: Math.min(levels.length, MOST_LEVELS) }, (_, level) =>
      codes.map((code) => (code === level ? 1 : 0.5)),
    );
  const scaled = isLog ? numbers.map(Math.log) : numbers;
  const [low = 0, high = 1] = [scaled[0], scaled.at(-1)];
  // A run that lacks the symbol lies in the middle: the symbol that decides tells it apart.
  return [codes.map((code) => (code === absent ? 0.5 : ((scaled[code] ?? 0) - low) / (high - low)))];
}
