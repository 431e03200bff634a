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
