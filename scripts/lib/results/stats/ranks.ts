// SPDX-License-Identifier: MIT
import { normalQuantile } from '../../space/laws/normal-quantile.ts';

/** Returns the rank of each value, from 1; equal values share the middle of theirs. */
export function midRanks(values: ArrayLike<number>): readonly number[] {
  const order = Array.from({ length: values.length }, (_, i) => i).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const ranks = new Array<number>(values.length).fill(0);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && values[order[end] ?? 0] === values[order[start] ?? 0]) end += 1;
    for (let i = start; i < end; i += 1) ranks[order[i] ?? 0] = (start + 1 + end) / 2;
    start = end;
  }
  return ranks;
}

/** Returns the normal scores of some values (van der Waerden 1952), the quantile of the normal distribution at each one's rank, as standard scores. */
export function normalScores(values: ArrayLike<number>): Float64Array {
  return standardScores(Float64Array.from(midRanks(values), (rank) => normalQuantile(rank / (values.length + 1))));
}

/** Returns values moved and stretched to the mean 0 and the length 1; all 0 where all are equal. */
export function standardScores(values: ArrayLike<number>): Float64Array {
  const scores = Float64Array.from(values);
  const size = scores.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  const mean = scores.reduce((a, b) => a + b, 0) / scores.length;
  const length = Math.sqrt(scores.reduce((sum, x) => sum + (x - mean) ** 2, 0));
  return scores.map((x) => (length > 1e-12 * size ? (x - mean) / length : 0));
}
