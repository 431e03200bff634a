// SPDX-License-Identifier: MIT
import {
  addDecimals,
  compareDecimals,
  type Decimal,
  decimalOf,
  formatPlain,
  formatScientific,
  mantissaAt,
  MAX_EXPONENT,
  multiplyDecimals,
  negateDecimal,
  normalizeDecimal,
} from '../core/decimal.ts';
import type { Value } from '../core/value.ts';
import { decimalOfText, isScientific, writtenDecimals } from './number.ts';
import { pointValues } from './points.ts';
import type { NumberRange } from './tree.ts';

/** Geometric ranges are written out, so they are bounded; arithmetic ones are only counted. */
const MAX_GEOMETRIC = 10_000;

/** Returns how many values a checked range has, or a sentence that says why it has too many. */
export function rangeLength(range: NumberRange): number | { readonly tooLong: string } {
  if (range.kind !== 'arithmetic') {
    const values = listedValues(range);
    return Array.isArray(values) ? values.length : values;
  }
  const { start, step, end } = decimalsOf(range);
  const scale = Math.max(start.scale, step.scale, end.scale);
  const count = (mantissaAt(end, scale) - mantissaAt(start, scale)) / mantissaAt(step, scale) + 1n;
  if (count <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(count);
  return { tooLong: 'this range has more than 9 * 10^15 values' };
}

/** Values of an arithmetic range, computed by index so that long ranges are never held. */
export interface Progression {
  readonly start: Decimal;
  readonly step: Decimal;
  readonly size: number;
  at(index: number): Value;
}

/** Returns a checked arithmetic range as values by index. */
export function progressionOf(range: NumberRange): Progression {
  const { start, step } = decimalsOf(range);
  const size = rangeLength(range);
  if (typeof size !== 'number') throw new Error('internal: a range that is too long was let through');
  const print = notationOf(range);
  const at = (index: number): Value => ({
    kind: 'number',
    text: print(addDecimals(start, multiplyDecimals(step, decimalOf(BigInt(index))))),
  });
  return { start, step, size, at };
}

/** Returns the values of a checked range that is listed, not computed by index; or why there are too many. */
export function listedValues(range: NumberRange): Value[] | { readonly tooLong: string } {
  return range.kind === 'geometric' ? geometricValues(range) : pointValues(range);
}

/** Returns the values of a checked geometric range, start first; or why there are too many. */
export function geometricValues(range: NumberRange): Value[] | { readonly tooLong: string } {
  const { start, step, end } = decimalsOf(range);
  const print = notationOf(range);
  const way = compareDecimals(magnitude(end), magnitude(start));
  if (way === 0) return [{ kind: 'number', text: print(start) }];
  const values: Value[] = [];
  for (let current = start; compareDecimals(magnitude(current), magnitude(end)) !== way; ) {
    if (digitsOf(current) > MAX_EXPONENT)
      return { tooLong: `value ${values.length + 1} of this range has more than ${MAX_EXPONENT} digits` };
    values.push({ kind: 'number', text: print(current) });
    if (values.length > MAX_GEOMETRIC) return { tooLong: `this range has more than ${MAX_GEOMETRIC} values` };
    current = normalizeDecimal(multiplyDecimals(current, step));
  }
  return values;
}

/** Returns why a geometric range with a good factor never comes to its end, or undefined when it does. */
export function geometricTrouble(start: Decimal, factor: Decimal, end: Decimal): string | undefined {
  const zero = decimalOf(0n);
  if (compareDecimals(start, end) === 0) return undefined;
  if (start.mantissa === 0n) return '0 stays 0';
  if (end.mantissa === 0n) return 'it comes ever nearer to 0 without end';
  if (compareDecimals(start, zero) !== compareDecimals(end, zero)) return 'it stays on its side of 0';
  const grows = compareDecimals(factor, decimalOf(1n)) > 0;
  const mustGrow = compareDecimals(magnitude(end), magnitude(start)) > 0;
  if (grows === mustGrow) return undefined;
  return grows ? 'it leads away from 0' : 'it leads towards 0';
}

/** How all values of a range are printed: scientific if its start is, else plain with the decimals of start and step. */
function notationOf(range: NumberRange): (value: Decimal) => string {
  if (isScientific(range.start)) return formatScientific;
  const decimals = Math.max(writtenDecimals(range.start), writtenDecimals(range.step));
  return (value) => formatPlain(value, decimals);
}

function decimalsOf(range: NumberRange): { start: Decimal; step: Decimal; end: Decimal } {
  return { start: decimalOfText(range.start), step: decimalOfText(range.step), end: decimalOfText(range.end) };
}

function magnitude(a: Decimal): Decimal {
  return a.mantissa < 0n ? negateDecimal(a) : a;
}

/** Digits it takes to print a decimal plainly. */
function digitsOf(a: Decimal): number {
  return Math.max(a.mantissa.toString().length, a.scale);
}
