// SPDX-License-Identifier: MIT
import { normalQuantile } from '../../space/laws/normal-quantile.ts';

/** Returns the rank of each value, from 1; equal values share the middle of theirs. */
function midRanks(values: ArrayLike<number>): Float64Array {
  const sorted = Float64Array.from(values).sort();
  const middles = new Map<number, number>();
  for (let start = 0; start < sorted.length; ) {
    let end = start + 1;
    while (end < sorted.length && sorted[end] === sorted[start]) end += 1;
    middles.set(sorted[start] ?? 0, (start + 1 + end) / 2);
    start = end;
  }
  return Float64Array.from(values, (value) => middles.get(value) ?? 0);
}

/** Returns the normal scores of some values (van der Waerden 1952), the quantile of the normal distribution at each one's rank, as standard scores. */
export function normalScores(values: ArrayLike<number>): Float64Array {
  return standardScores(midRanks(values).map((rank) => normalQuantile(rank / (values.length + 1))));
}

/** Returns values moved and stretched to the mean 0 and the length 1; all 0 where all are equal. */
export function standardScores(values: ArrayLike<number>): Float64Array {
  const scores = Float64Array.from(values);
  const size = scores.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  const mean = scores.reduce((a, b) => a + b, 0) / scores.length;
  const length = Math.sqrt(scores.reduce((sum, x) => sum + (x - mean) ** 2, 0));
  return scores.map((x) => (length > 1e-12 * size ? (x - mean) / length : 0));
}
