// SPDX-License-Identifier: MIT
/** Significant digits that a number of usual size keeps. */
const DIGITS = 4;
/** Significant digits that even the smallest number has to keep. */
const FEWEST_DIGITS = 2;
const MOST_DECIMALS = 6;

/**
 * Returns how many decimals show the numbers of a column: four digits of the middle one, no more than were written. Null
 * when the smallest would then lose its digits: such numbers are rounded one by one.
 */
export function decimalsOf(values: readonly (number | null)[]): number | null {
  const sizes = Float64Array.from(values, (v) => Math.abs(v ?? 0))
    .filter((size) => size !== 0)
    .sort();
  const [smallest = 1] = sizes;
  const middle = sizes[sizes.length >> 1] ?? 1;
  const wanted = Math.min(MOST_DECIMALS, Math.max(0, DIGITS - 1 - Math.floor(Math.log10(middle))));
  const decimals = Math.min(wanted, writtenDecimals(sizes, wanted));
  if ((sizes.at(-1) ?? 0) >= 1e15) return null;
  const isKept =
    smallest * 10 ** decimals >= 10 ** (FEWEST_DIGITS - 1) ||
    sizes.every((size) => Number(size.toFixed(decimals)) === size);
  return isKept ? decimals : null;
}

/** The most decimals that any of the numbers is written with, up to a limit. */
function writtenDecimals(sizes: Float64Array, limit: number): number {
  let most = 0;
  for (const size of sizes) {
    while (most < limit && Number(size.toFixed(most)) !== size) most += 1;
    if (most === limit) break;
  }
  return most;
}
