// SPDX-License-Identifier: MIT
/** With fewer different values a common step of theirs may be luck: then the digits they were written with say more. */
const FEWEST_DISTINCT = 6;
/** A number of more significant digits was computed and not rounded for a reader. */
const MOST_DIGITS = 12;
/** Steps below this part of the largest value are the rounding of a double. */
const NEGLIGIBLE = 1e-9;
/** Of numbers without a step Euclid leaves what is about the rounding: a step is so many times as large. */
const CLEARLY = 1000;

/**
 * Returns the step that a metric was counted or rounded in: the largest number of which all differences of its values
 * are multiples (accuracies over 100 examples: 0.01; over 3 examples: a third). With fewer than six different values it
 * is the place of the last digit that any of them has. 0 for values without a step, and for none.
 */
export function resolutionOf(values: readonly number[]): number {
  const distinct = [...new Set(values)];
  if (distinct.length < FEWEST_DISTINCT) {
    const written = distinct.map(lastPlace);
    const place = written.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
    if (place > 0 && Number.isFinite(place)) return place;
    if (distinct.length < 3) return 0;
  }
  return commonStep(distinct);
}

/** Returns what one more in the last digit of a number adds; 0 for one with the digits of a computed double. */
function lastPlace(value: number): number {
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  const decimals = mantissa.split('.')[1]?.length ?? 0;
  const power = Number(exponent) - decimals;
  if (decimals >= MOST_DIGITS) return 0;
  // Whole numbers end at their ones: 80 and 100 were not counted in tens for sure.
  return Number(`1e${Number.isInteger(value) && power > 0 ? 0 : power}`);
}

/** Euclid's algorithm on numbers that are rounded themselves. */
function commonStep(distinct: readonly number[]): number {
  const [first = 0, ...others] = distinct;
  const size = distinct.reduce((largest, v) => Math.max(largest, Math.abs(v)), 0);
  const tolerance = NEGLIGIBLE * size;
  let step = 0;
  for (const value of others) {
    let [a, b] = [Math.abs(value - first), step];
    while (b > tolerance) [a, b] = [b, Math.abs(a - b * Math.round(a / b))];
    step = a;
    if (step <= CLEARLY * tolerance) return 0;
  }
  // Euclid gathers rounding errors; the longest difference is so many steps, and the better for it.
  const longest = others.reduce((most, value) => Math.max(most, Math.abs(value - first)), 0);
  return step === 0 ? 0 : Number((longest / Math.round(longest / step)).toPrecision(MOST_DIGITS));
}
