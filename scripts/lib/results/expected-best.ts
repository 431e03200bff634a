// SPDX-License-Identifier: MIT
import { logChoose } from '../core/beta.ts';

/** The best of so many values drawn from those that were seen. */
export interface ExpectedBest {
  readonly count: number;
  readonly expected: number;
  /** Between these the best lies in nine of ten cases. */
  readonly low: number;
  readonly high: number;
  /** True beyond the number of values that were seen. */
  readonly isExtrapolated: boolean;
}

const [LOW, HIGH] = [0.05, 0.95];
/** Values from which twice as many are foretold. */
const ENOUGH = 16;

/**
 * Returns what the best of 1, 2, 4, ... and of all values is, larger being better. Drawn without replacement, which is unbiased
 * (Dodge et al., "Show Your Work", 2019, draw with replacement, which is too low for a maximum: Tang et al., "Showing
 * Your Work Doesn't Always Work", 2020). With `goesOn` also of twice as many: by extreme value theory each doubling brings
 * the same share of what the one before brought.
 */
export function expectedBest(values: readonly number[], goesOn: boolean): readonly ExpectedBest[] {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  if (n < 2) return [];
  const counts: number[] = [];
  for (let k = 1; k < n; k *= 2) counts.push(k);
  const seen = [...counts, n].map((k) => bestOf(sorted, k));
  const further = goesOn && n >= ENOUGH ? twice(sorted) : undefined;
  return further === undefined ? seen : [...seen, further];
}

/** The place of the best of k is i (from 1) with the chance (i-1 over k-1) / (n over k). */
function bestOf(sorted: readonly number[], k: number): ExpectedBest {
  const n = sorted.length;
  let [expected, reached] = [0, 0];
  let [low, high]: (number | undefined)[] = [];
  for (let i = k; i <= n; i += 1) {
    const value = sorted[i - 1] ?? Number.NaN;
    const chance = Math.exp(logChoose(i - 1, k - 1) - logChoose(n, k));
    expected += chance * value;
    reached += chance;
    if (low === undefined && reached >= LOW) low = value;
    if (high === undefined && reached >= HIGH - 1e-12) high = value;
  }
  const last = sorted[n - 1] ?? Number.NaN;
  return { count: k, expected, low: low ?? last, high: high ?? last, isExtrapolated: false };
}

/** What the last doubling brought times the share that it is of the one before; never more than that again. */
function twice(sorted: readonly number[]): ExpectedBest {
  const n = sorted.length;
  const [quarter, half, all] = [n >> 2, n >> 1, n].map((k) => bestOf(sorted, k).expected);
  const [before, last] = [(half ?? 0) - (quarter ?? 0), (all ?? 0) - (half ?? 0)];
  const share = before > 0 ? Math.min(1, last / before) : 0;
  const best = sorted[n - 1] ?? Number.NaN;
  return {
    count: 2 * n,
    expected: best + share * last,
    low: best,
    high: best + 2 * Math.max(last, share * last),
    isExtrapolated: true,
  };
}
