// SPDX-License-Identifier: MIT
import type { Interval } from '../stats/describe.ts';
import type { DependenceCurve } from './forest-shares.ts';
import type { Separation } from './separation.ts';

/** How an effect was tested; `none` where these runs allow no test. */
export type EffectMethod = 'least_squares' | 'permutation' | 'none';

/** One value of a factor, or one cell of a pair of them, with the runs that have it; numbers in the metric's own units. */
export interface EffectLevel {
  /** Code of each factor of the effect. */
  readonly codes: readonly number[];
  /** Runs that the adjusted mean is made of; where there are none, those of the settings that were left out. */
  readonly n: number;
  readonly mean: number;
  /** Mean with all other factors and seeds weighed alike; undefined where these runs do not determine it. */
  readonly adjusted: number | undefined;
  readonly interval: Interval | undefined;
  /** Runs of settings that were left out; undefined where none was. */
  readonly leftOut?: number;
}

/** What one factor, or two beyond their own effects, did to the metric. */
export interface FactorEffect {
  readonly kind: 'main' | 'interaction';
  /** Places in the design's factors: one, or two of an interaction. */
  readonly factors: readonly number[];
  readonly method: EffectMethod;
  /** Runs that were tested (least squares), or settings (permutations). */
  readonly n: number;
  /** Share of the variance; undefined for what is not shown. */
  readonly share: number | undefined;
  readonly sumOfSquares: number | undefined;
  readonly degrees: number | undefined;
  readonly f: number | undefined;
  readonly p: number | undefined;
  /** Corrected over all effects of its kind. */
  readonly pAdjusted: number | undefined;
  readonly isShown: boolean;
  /** Among the best tenth of settings that were drawn; undefined elsewhere. */
  readonly separation?: Separation | undefined;
  /** How the metric goes with a factor that is shown, by a forest; undefined elsewhere. */
  readonly curve?: DependenceCurve | undefined;
  /** Values in the order of their codes; empty where each would be a run or two. */
  readonly levels: readonly EffectLevel[];
}

/** What stands for the error that effects are compared with. */
export type ErrorTerm = 'runs' | 'seeds' | 'settings';

/** What mattered among the settings of a sweep, and how that was found. */
export interface Effects {
  readonly method: EffectMethod;
  /** Of least squares; undefined otherwise. */
  readonly error: { readonly term: ErrorTerm; readonly degrees: number; readonly sd: number } | undefined;
  /** Why shown effects of settings that were drawn have no shares, or why nothing was tested where that is not for want of runs; undefined otherwise. */
  readonly leftOut?: string | undefined;
  /** Settings that the model was fitted without, as they are too wild for one error with the others; undefined where it has all. */
  readonly apart?: readonly number[] | undefined;
  /** Shown ones first, by their share; then the others by their chance. */
  readonly effects: readonly FactorEffect[];
}

/** An effect below this corrected chance is shown. */
export const EFFECT_ALPHA = 0.05;

/** Returns effects in the order in which they are told. */
export function shownFirst(effects: readonly FactorEffect[]): readonly FactorEffect[] {
  const rankOf = (e: FactorEffect): number => (e.isShown ? -(e.share ?? 0) - 1 : (e.p ?? 2));
  return [...effects].sort((a, b) => rankOf(a) - rankOf(b));
}
