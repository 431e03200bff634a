// SPDX-License-Identifier: MIT
import type { Interval } from '../stats/describe.ts';
import type { RobustLine } from './robust.ts';
import type { Spreads } from './spreads.ts';

export type SettingVerdict = 'best' | 'tied' | 'worse' | 'untested';

/** One setting as the comparison sees it; numbers in the metric's own units. */
export interface ComparedSetting {
  /** Its place among the settings that were given. */
  readonly index: number;
  readonly n: number;
  readonly failed: number;
  /** Undefined without a run that has a value. */
  readonly mean: number | undefined;
  readonly adjusted: number | undefined;
  readonly sd: number | undefined;
  readonly median: number | undefined;
  readonly interquartileMean: number | undefined;
  /** 95 % interval of the adjusted mean, over the seeds that were run. */
  readonly interval: Interval | undefined;
  /** This minus the best, and its interval for all pairs at once; undefined where nothing is compared. */
  readonly difference: number | undefined;
  readonly differenceInterval: Interval | undefined;
  readonly p: number | undefined;
  readonly pAdjusted: number | undefined;
  readonly chanceOfBest: number | undefined;
  readonly verdict: SettingVerdict;
}

/** The corrected mean of the setting that is ahead. */
export interface PickedWinner {
  readonly raw: number;
  readonly corrected: number | undefined;
  readonly interval: Interval | undefined;
}

/** Settings compared by one model. */
export interface SettingComparison {
  /** Best adjusted mean first; those without any value last. */
  readonly settings: readonly ComparedSetting[];
  readonly method: 'tukey' | 'welch' | 'none';
  readonly model: 'setting+seed' | 'setting';
  readonly alpha: number;
  readonly spreads: Spreads;
  readonly degrees: number;
  /** Step that the metric was counted or rounded in; 0 for none. */
  readonly resolution: number;
  /** True when the resolution is coarser than the spread that was seen, and stands in its place. */
  readonly isFloored: boolean;
  readonly seedsChangeNothing: boolean;
  /** Places among the settings of those that are too wild for the spread of the others: each is judged by its own. */
  readonly ownSpread: readonly number[];
  /** No two settings share a seed although settings were repeated. */
  readonly seedsDiffer: boolean;
  /** Smallest difference that so many seeds would show, by their number. */
  readonly detectable: ReadonlyMap<number, number>;
  readonly robust: RobustLine | undefined;
  readonly winner: PickedWinner | undefined;
}
