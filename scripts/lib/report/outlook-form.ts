// SPDX-License-Identifier: MIT
import type { ParameterValue } from './view.ts';

/** Runs with one value, or with numbers beyond a threshold: how many gave no usable value. Two of value, above and below are null. */
export interface FailureEntry {
  /** Those that change together; value and thresholds are of the first. */
  readonly symbols: readonly string[];
  readonly value: ParameterValue;
  /** The numbers lie above this one, which is not among them. */
  readonly above: number | null;
  readonly below: number | null;
  readonly failed: number;
  readonly runs: number;
  readonly other_failed: number;
  readonly other_runs: number;
  readonly p: number;
  readonly p_adjusted: number;
  readonly shown: boolean;
}

/** The best that so many runs are expected to find. */
export interface MoreRunsEntry {
  readonly runs: number;
  /** Of one run after the other; null where no run has a time. */
  readonly hours: number | null;
  readonly expected: number;
  readonly low: number;
  readonly high: number;
  /** True beyond what was run. */
  readonly extrapolated: boolean;
}

/** What a thing to do next is about. */
export type NextKind = 'edge' | 'tie' | 'seeds' | 'region' | 'failures' | 'fix';

/** One thing to do next. */
export interface NextEntry {
  readonly kind: NextKind;
  readonly symbols: readonly string[];
  /** Of the first symbol: where the winner lies, what is to be left out, or what it can be fixed to. */
  readonly value: ParameterValue;
  readonly side: 'low' | 'high' | null;
  /** Ranks of the settings that it is about. */
  readonly settings: readonly number[];
  /** Seeds that each of them would need. */
  readonly seeds: number | null;
  /** Runs that it takes, and their hours one after the other; null where that is not known. */
  readonly runs: number | null;
  readonly hours: number | null;
  /** What to run, or a line of a range file. */
  readonly lines: readonly string[];
  readonly text: string;
}
