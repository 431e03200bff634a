// SPDX-License-Identifier: MIT
import type { Factor } from './factors.ts';
import type { Goal } from './readers/metric-spec.ts';

/** Which levels of a parameter hold the best models. */
export interface BestRange {
  /** Level in the middle of the resampled winners: the most likely best. */
  readonly median: number;
  /** Codes of the lowest and highest level of the 95 % interval (numeric parameters). */
  readonly low: number;
  readonly high: number;
  /** Chance of each level to hold the winner. */
  readonly chances: readonly number[];
}

/**
 * Returns the range that likely holds the best models by the bootstrap of pycls (Radosavovic et al., "Designing Network
 * Design Spaces", section 3.1): draw a quarter of the runs with replacement, keep the best one, repeat; the middle 95 %
 * of the winners' levels. The distribution is computed exactly instead of drawn: the k-th best of n runs wins a draw of m with
 * probability ((n-k+1)/n)^m - ((n-k)/n)^m. Equal runs share their chance.
 */
export function bestRange(factor: Factor, values: readonly number[], goal: Goal): BestRange {
  const n = values.length;
  const draws = Math.max(1, Math.floor(n / 4));
  const order = bestFirst(values, goal);
  const chances = new Array<number>(factor.levels.length).fill(0);
  for (let start = 0; start < n; ) {
    let end = start + 1;
    while (end < n && values[order[end] ?? 0] === values[order[start] ?? 0]) end += 1;
    const chance = (((n - start) / n) ** draws - ((n - end) / n) ** draws) / (end - start);
    for (let i = start; i < end; i += 1) {
      const code = factor.codes[order[i] ?? 0] ?? 0;
      chances[code] = (chances[code] ?? 0) + chance;
    }
    start = end;
  }
  return { median: levelAt(chances, 0.5), low: levelAt(chances, 0.025), high: levelAt(chances, 0.975), chances };
}

/** Returns the positions of the values, the best one's first; equal ones in their order. */
export function bestFirst(values: readonly number[], goal: Goal): number[] {
  const worse = (a: number, b: number): boolean =>
    goal === 'max' ? (values[a] ?? 0) < (values[b] ?? 0) : (values[a] ?? 0) > (values[b] ?? 0);
  const order = [...values.keys()];
  // Runs mostly come ranked, and then there is nothing to sort.
  if (order.every((at) => at === 0 || !worse(at - 1, at))) return order;
  return order.sort((a, b) =>
    goal === 'max' ? (values[b] ?? 0) - (values[a] ?? 0) : (values[a] ?? 0) - (values[b] ?? 0),
  );
}

/** The level at which the cumulated chance reaches p. */
function levelAt(chances: readonly number[], p: number): number {
  let sum = 0;
  for (let code = 0; code < chances.length; code += 1) {
    sum += chances[code] ?? 0;
    if (sum >= p - 1e-12) return code;
  }
  return chances.length - 1;
}
