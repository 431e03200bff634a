// SPDX-License-Identifier: MIT
import type { Reducer } from './readers/metric-spec.ts';
import type { Entry, Scalar } from './readers/reading.ts';
import { reduceEntry } from './reduce.ts';

/** What the folds of a cross-validation say of one metric together. */
export interface FoldSummary {
  /** Mean over the folds; null when one of them has NaN. */
  readonly mean: number | null;
  /** Standard deviation of the sample (divided by n - 1); undefined for a single fold. */
  readonly sd: number | null | undefined;
  readonly n: number;
}

/** Returns the average over the folds, each reduced by itself first (`max(acc)` is the mean of their best); undefined when none has a number. */
export function summarizeFolds(entries: readonly Entry[], reducer: Reducer): FoldSummary | undefined {
  const values = entries.map((entry) => reduceEntry(entry, reducer)).filter(isNumeric);
  const n = values.length;
  if (n === 0) return undefined;
  if (values.some((value) => value === null)) return { mean: null, sd: n > 1 ? null : undefined, n };
  const numbers = values.map(Number);
  const mean = numbers.reduce((sum, x) => sum + x, 0) / n;
  const squares = numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  return { mean, sd: n > 1 ? Math.sqrt(squares / (n - 1)) : undefined, n };
}

function isNumeric(value: Scalar | undefined): value is number | boolean | null {
  return value !== undefined && typeof value !== 'string';
}
