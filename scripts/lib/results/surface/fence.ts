// SPDX-License-Identifier: MIT
import { sortedQuantile } from '../stats/describe.ts';

/** Spreads of the middle half beyond which a bad value is an accident (Tukey, "Exploratory Data Analysis", 1977). */
const FENCE = 1.5;
/** Spreads beyond which it is one for certain. */
export const FAR_OUT = 3;

/** Returns the value that worse ones count as, larger being better: one diverged run would bend a model everywhere. */
export function fenceBelow(values: readonly number[], spreads = FENCE): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [first, third] = [sortedQuantile(sorted, 0.25), sortedQuantile(sorted, 0.75)];
  return first - spreads * (third - first);
}
