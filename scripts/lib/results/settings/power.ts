// SPDX-License-Identifier: MIT
import { tQuantile } from '../stats/distributions.ts';
import { studentizedRange } from '../stats/studentized-range.ts';

/** Chance with which a difference of the size told is found. */
const POWER = 0.8;

/** How the settings of a sweep are tested. */
export interface TestPlan {
  readonly settings: number;
  /** Standard deviation of the error. */
  readonly error: number;
  readonly alpha: number;
  readonly hasBlocks: boolean;
}

/** Returns what the seeds of most settings can tell apart, and what about twice and four times as many could, by their number. */
export function detectableBySeeds(counts: readonly number[], plan: TestPlan): ReadonlyMap<number, number> {
  const sorted = counts.filter((n) => n > 0).sort((a, b) => a - b);
  const usual = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return new Map(
    [usual, 2 * usual + 1, 4 * usual + 3].flatMap((seeds) => {
      const difference = detectableDifference(seeds, plan);
      return difference === undefined ? [] : [[seeds, difference]];
    }),
  );
}

/** Returns how many seeds of each setting would tell such a difference in four of five sweeps; undefined where `most` do not. */
export function seedsToTell(difference: number, plan: TestPlan, most: number): number | undefined {
  const isTold = (seeds: number): boolean =>
    (detectableDifference(seeds, plan) ?? Number.POSITIVE_INFINITY) <= difference;
  if (!isTold(most)) return undefined;
  let [low, high] = [1, most]; // one seed tells nothing, and more seeds always tell more
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (isTold(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/**
 * Returns the smallest true difference between two of the settings that so many seeds each would tell apart in four of
 * five sweeps, by Tukey's test at `alpha`: (q / sqrt 2 + t) times the error of a difference.
 */
function detectableDifference(seeds: number, { settings, error, alpha, hasBlocks }: TestPlan): number | undefined {
  const degrees = hasBlocks ? (settings - 1) * (seeds - 1) : settings * (seeds - 1);
  if (settings < 2 || degrees < 1) return undefined;
  const needed = studentizedRange(settings, degrees).quantile(alpha) / Math.SQRT2 + tQuantile(POWER, degrees);
  return needed * error * Math.sqrt(2 / seeds);
}
