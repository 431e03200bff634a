// SPDX-License-Identifier: MIT
import type { MetricSpec } from './readers/metric-spec.ts';
import { type Entry, isSeries } from './readers/reading.ts';

/** The best epoch of a metric whose last one is worse. */
export interface Peak {
  readonly value: number;
  /** Which entry of the array it is, from 1; the first of equal ones. */
  readonly epoch: number;
  readonly epochs: number;
  /** The last entry; null for NaN. */
  readonly last: number | null;
}

/**
 * Returns the best epoch of a metric that ranks by its last entry or by its best; undefined where the last is as good, and
 * where there is no array. NaN is passed over.
 */
export function peakOf(entry: Entry | undefined, { reducer, goal }: MetricSpec): Peak | undefined {
  if (entry === undefined || !isSeries(entry) || (reducer.kind !== 'last' && reducer.kind !== goal)) return undefined;
  const finite = entry.filter((value) => Number.isFinite(value));
  if (finite.length === 0) return undefined;
  const value = finite.reduce((best, x) => ((goal === 'max' ? x > best : x < best) ? x : best));
  const last = entry.at(-1);
  if (last === value) return undefined;
  return {
    value,
    epoch: entry.indexOf(value) + 1,
    epochs: entry.length,
    last: last !== undefined && Number.isFinite(last) ? last : null,
  };
}
