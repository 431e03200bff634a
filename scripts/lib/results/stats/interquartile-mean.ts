// SPDX-License-Identifier: MIT
import { mean } from './describe.ts';

/**
 * Returns the mean of the middle half: a quarter of the values, rounded down, is left out at each end (scipy's
 * `trim_mean(x, 0.25)`, which rliable takes: Agarwal et al., "Deep RL at the Edge of the Statistical Precipice", 2021).
 */
export function interquartileMean(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  const cut = Math.floor(sorted.length / 4);
  return mean(sorted.subarray(cut, sorted.length - cut));
}
