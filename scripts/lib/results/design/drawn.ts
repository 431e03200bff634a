// SPDX-License-Identifier: MIT
import type { Factor } from '../factors.ts';

/** Numbers with fewer values were written by somebody. */
const FEWEST_VALUES = 8;
/** Significant digits that nobody writes eight values of. */
const MANY_DIGITS = 5;
const MOSTLY = 3 / 4;

/** Tells whether a parameter's values were drawn from a distribution: many numbers, nearly all of five digits or more. */
export function isDrawnColumn({ numbers }: Factor): boolean {
  if (numbers === undefined || numbers.length < FEWEST_VALUES) return false;
  return numbers.filter((x) => digitsOf(x) >= MANY_DIGITS).length >= MOSTLY * numbers.length;
}

/** Settings that share a value of a block, on average, at least. */
const OFTEN = 1.5;

/** Tells whether settings share the values of a parameter. */
export function isRepeated({ codes, levels, absent }: Factor): boolean {
  return codes.filter((code) => code !== absent).length >= OFTEN * (levels.length - (absent === undefined ? 0 : 1));
}

function digitsOf(x: number): number {
  const [mantissa = ''] = Math.abs(x).toExponential().split('e');
  return mantissa.replace('.', '').length;
}
