// SPDX-License-Identifier: MIT
import { unreachable } from '../core/unreachable.ts';
import type { Reducer } from './readers/metric-spec.ts';
import { type Entry, isSeries, type Scalar } from './readers/reading.ts';

/**
 * Returns the one value that stands for an entry; undefined when there is none (an empty array, an index outside it).
 * `max` and `min` pass over NaN, as a run that diverged late still had its best epoch; `mean` of a NaN is NaN (null).
 */
export function reduceEntry(entry: Entry, reducer: Reducer): Scalar | undefined {
  if (!isSeries(entry)) return reducer.kind === 'at' ? undefined : entry;
  if (entry.length === 0) return undefined;
  switch (reducer.kind) {
    case 'last':
      return finite(entry.at(-1));
    case 'at': {
      const value = entry.at(reducer.index);
      return value === undefined ? undefined : finite(value);
    }
    case 'max':
    case 'min':
      return finite(extreme(entry, reducer.kind));
    case 'mean':
      return finite(entry.reduce((sum, x) => sum + x, 0) / entry.length);
    default:
      return unreachable(reducer);
  }
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}

function extreme(series: readonly number[], kind: 'max' | 'min'): number {
  let best = Number.NaN;
  for (const x of series) {
    if (Number.isNaN(x)) continue;
    if (Number.isNaN(best) || (kind === 'max' ? x > best : x < best)) best = x;
  }
  return best;
}
