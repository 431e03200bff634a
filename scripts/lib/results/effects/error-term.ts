// SPDX-License-Identifier: MIT
import { columnsOf, type Term } from './columns.ts';
import { type CrossProducts, eliminate } from './cross-products.ts';
import type { SweepDesign } from '../design/design.ts';
import type { SettingObservation } from '../settings/layout.ts';
import { fSurvival } from '../stats/distributions.ts';
import { type Effects, type ErrorTerm, type FactorEffect, shownFirst } from './effect.ts';

/** What least squares work on: the runs that have a value, larger better or not, of a size of about 1. */
export interface LinearInput {
  /** Over the settings that the runs name. */
  readonly design: SweepDesign;
  /** Runs with their blocks; all of one where blocks are in no model. */
  readonly runs: readonly SettingObservation[];
  /** What runs of one setting differ by beyond their blocks: mean square and degrees of freedom; undefined where that is not known. */
  readonly pure: { readonly meanSquare: number; readonly degrees: number } | undefined;
  /** Least mean square that the metric's resolution allows. */
  readonly least: number;
}

/** Chances below which settings scatter about the model by more than their runs do. */
const MISFIT = { grid: 0.001, other: 0.1 } as const;
const FEWEST_PURE = 5;

/** The error that effects are compared with. */
export interface LinearError {
  readonly term: ErrorTerm;
  readonly meanSquare: number;
  readonly degrees: number;
}

/**
 * Returns the mean square that the model leaves of all runs; undefined where it leaves none. Where settings lie off the model by more than their runs scatter, runs of one setting are no independent
 * witnesses: then the scatter of the settings is the error, or on a full grid, whose effects no interaction can disturb, that of the seeds alone.
 */
export function errorOf(
  { design, pure, least }: LinearInput,
  { sumOfSquares, degrees }: { sumOfSquares: number; degrees: number },
): LinearError | undefined {
  if (degrees < 1) return undefined;
  const floored = (term: ErrorTerm, meanSquare: number, own: number): LinearError => ({
    term,
    meanSquare: Math.max(meanSquare, least),
    degrees: own,
  });
  const all = floored('runs', sumOfSquares / degrees, degrees);
  if (pure === undefined || pure.degrees < 1 || pure.degrees >= degrees) return all;
  const own = degrees - pure.degrees;
  const misfit = Math.max(0, sumOfSquares - pure.meanSquare * pure.degrees) / own;
  const p = fSurvival(misfit / Math.max(pure.meanSquare, least), own, pure.degrees);
  if (design.kind === 'full')
    return p < MISFIT.grid && pure.degrees >= FEWEST_PURE ? floored('seeds', pure.meanSquare, pure.degrees) : all;
  return p < MISFIT.other ? floored('settings', misfit, own) : all;
}

/** What the columns of an effect explain beyond others. */
export interface OwnSquares {
  readonly sumOfSquares: number;
  readonly degrees: number;
}

/** Returns what the columns of a term explain beyond all terms that do not contain it (type II, Yates 1934). */
export function ownSquares(made: CrossProducts, terms: readonly Term[], term: Term): OwnSquares {
  const contains = (other: Term): boolean => term.factors.every((f) => other.factors.includes(f));
  const before = terms.filter((t) => !contains(t)).flatMap(columnsOf);
  const { kept, added } = eliminate(made, [...before, ...columnsOf(term)]);
  return {
    sumOfSquares: added.subarray(before.length).reduce((a, b) => a + b, 0),
    degrees: kept.filter((c) => c >= term.first && c < term.first + term.size).length,
  };
}

/** Returns effects as they are told, by least squares where there is an error to compare with. */
export function toldEffects(error: LinearError | undefined, found: readonly FactorEffect[]): Effects {
  const effects = shownFirst(found);
  if (error === undefined) return { method: 'none', error: undefined, effects };
  const { term, degrees, meanSquare } = error;
  return { method: 'least_squares', error: { term, degrees, sd: Math.sqrt(meanSquare) }, effects };
}

/** Returns F and the chance of an effect against the error, of values with a total sum of squares; undefined where it has nothing of its own, or nothing is left to compare with. */
export function effectChance(
  { sumOfSquares, degrees }: OwnSquares,
  error: LinearError | undefined,
  total: number,
): { readonly f: number | undefined; readonly p: number | undefined } {
  if (degrees === 0 || error === undefined) return { f: undefined, p: undefined };
  // Without any scatter whatever is there is there.
  if (error.meanSquare <= 1e-24 * total) return { f: undefined, p: sumOfSquares > 1e-20 * total ? 0 : 1 };
  const f = sumOfSquares / degrees / error.meanSquare;
  return { f, p: fSurvival(f, degrees, error.degrees) };
}

/** Returns the sum of squares of all values about their mean. */
export function totalSquares(runs: readonly SettingObservation[]): number {
  const mean = runs.reduce((sum, r) => sum + r.value, 0) / runs.length;
  return runs.reduce((sum, r) => sum + (r.value - mean) ** 2, 0);
}
