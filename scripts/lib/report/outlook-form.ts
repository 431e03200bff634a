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
