// SPDX-License-Identifier: MIT
import type { Factor } from '../results/factors.ts';
import { fitSurface, type Surface } from '../results/surface/surface.ts';
import { factorsOver } from './factors-of.ts';
import { modelAxis, modelPoint } from './study-model.ts';
import type { ReportRun } from './view.ts';

/** A setting of one of several sweeps that refine one another: a run of it, and its value, larger being better. */
export interface JointRow {
  readonly run: ReportRun;
  readonly value: number;
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
 * spread so in the sweep that spans most of them (the heap of a refined range says nothing of that); of words a coordinate for each.
 * Undefined for fewer than three settings, and where nothing varies.
 */
export function jointSurface(
  sweeps: readonly (readonly JointRow[])[],
  symbols: readonly string[],
): JointSurface | undefined {
  const rows = sweeps.flat();
  const [all, ...parts] = [rows, ...sweeps].map((some) =>
    factorsOver(
      some.map(({ run }) => run),
      symbols,
    ),
  );
  const factors = (all ?? [])
    .map((factor, i) => ({
      ...factor,
      isLog: isLogOnWhole(
        factor,
        parts.flatMap((part) => part[i] ?? []),
      ),
    }))
    .filter((factor) => factor.levels.length > 1)
    .map((factor) => ((factor.numbers?.length ?? 0) < 2 ? { ...factor, numbers: undefined } : factor));
  if (factors.length === 0) return undefined;
  const axes = factors.map((factor) => modelAxis(factor, MOST_LEVELS));
  // A run that lacks a number lies in the middle: the symbol that decides tells it apart.
  const points = rows.map((_, row) => modelPoint(axes, factors, row));
  const surface = fitSurface({ points, values: rows.map(({ value }) => value), beliefs: 'smooth' });
  return surface === undefined ? undefined : { surface, points };
}

/** Tells whether numbers lie on a logarithmic scale, by the sweep that spans most of them. */
function isLogOnWhole({ numbers = [] }: Factor, parts: readonly Factor[]): boolean {
  const [widest] = [...parts].sort((a, b) => spanOf(b) - spanOf(a));
  return (numbers[0] ?? 0) > 0 && widest?.isLog === true;
}

function spanOf({ numbers = [] }: Factor): number {
  return (numbers.at(-1) ?? 0) - (numbers[0] ?? 0);
}
