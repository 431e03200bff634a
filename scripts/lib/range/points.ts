// SPDX-License-Identifier: MIT
import {
  compareDecimals,
  type Decimal,
  decimalOf,
  formatPlain,
  formatScientific,
  gcd,
  mantissaAt,
  multiplyDecimals,
  normalizeDecimal,
  parseDecimal,
  quotientOf,
} from '../core/decimal.ts';
import type { Value } from '../core/value.ts';
import { decimalOfText, isScientific } from './number.ts';
import type { NumberRange } from './tree.ts';

/** Fewest and most points of a range that names their number. */
export const POINTS = { least: 2, most: 10_000 } as const;

/** Digits up to which a point between the ends is written exactly. */
const EXACT_DIGITS = 15;

/** Roots are looked for among exact decimals up to this one: a higher one would need ends of hundreds of digits. */
const MAX_ROOT = 400;

/** Returns why two ends have no points between them, or undefined when they have. */
export function pointsTrouble(range: NumberRange): string | undefined {
  const [start, end] = [decimalOfText(range.start), decimalOfText(range.end)];
  if (compareDecimals(start, end) === 0) return 'start and end are the same';
  if (range.kind === 'points') return undefined;
  const zero = decimalOf(0n);
  const isApart = compareDecimals(start, zero) * compareDecimals(end, zero) <= 0;
  return isApart ? 'a geometric range stays on one side of 0' : undefined;
}

/**
 * Returns the points of a checked range, the ends exact. A point between them is exact where that takes at most 15
 * digits; else it has the fewest digits that lie within a thousandth of the way to the next point.
 */
export function pointValues(range: NumberRange): Value[] {
  const count = Number(range.step);
  const ends = { start: decimalOfText(range.start), end: decimalOfText(range.end), steps: count - 1 };
  const between = range.kind === 'points' ? evenPoint : geometricPoint;
  const points = Array.from({ length: count }, (_, i) =>
    i === 0 ? ends.start : i === count - 1 ? ends.end : between(ends, i),
  );
  if (isScientific(range.start)) return points.map((point) => ({ kind: 'number', text: formatScientific(point) }));
  const decimals = Math.max(0, ends.start.scale, ...points.slice(1).map((point) => normalizeDecimal(point).scale));
  return points.map((point) => ({ kind: 'number', text: formatPlain(point, decimals) }));
}

interface Ends {
  readonly start: Decimal;
  readonly end: Decimal;
  readonly steps: number;
}

/** The point i steps of the way from start to end, as a fraction top / bottom. */
function evenPoint({ start, end, steps }: Ends, i: number): Decimal {
  const scale = Math.max(start.scale, end.scale, 0);
  const [from, to] = [mantissaAt(start, scale), mantissaAt(end, scale)];
  const top = from * BigInt(steps - i) + to * BigInt(i);
  const bottom = BigInt(steps);
  const unit = to > from ? to - from : from - to; // a step times `steps`, at the same scale
  const quotient = quotientOf(top, bottom, scale);
  const exact = quotient === undefined ? undefined : normalizeDecimal(quotient);
  if (exact !== undefined && digitsIn(exact) <= EXACT_DIGITS) return exact;
  // Within a thousandth: |point - top / bottom| <= unit / (1000 * bottom), with decimals added one by one.
  for (let places = leastPlaces(top, scale); ; places += 1) {
    const point: Decimal = { mantissa: roundedQuotient(top, bottom, places - scale), scale: places };
    const common = Math.max(places, scale);
    const distance = mantissaAt(point, common) * bottom - top * 10n ** BigInt(common - scale);
    const size = distance < 0n ? -distance : distance;
    if (size * 1000n <= unit * 10n ** BigInt(common - scale)) return normalizeDecimal(point);
  }
}

/** Places behind the point (below 0: before it) at which the first digit of a number of this mantissa stands. */
function leastPlaces(top: bigint, scale: number): number {
  return scale - String(top < 0n ? -top : top).length;
}

/** top / bottom * 10^shift, rounded to the nearest whole number. */
function roundedQuotient(top: bigint, bottom: bigint, shift: number): bigint {
  const [a, b] = shift >= 0 ? [top * 10n ** BigInt(shift), bottom] : [top, bottom * 10n ** BigInt(-shift)];
  const size = a < 0n ? -a : a;
  const rounded = (2n * size + b) / (2n * b);
  return a < 0n ? -rounded : rounded;
}

function digitsIn({ mantissa }: Decimal): number {
  return String(mantissa < 0n ? -mantissa : mantissa).length;
}

/** The point start * (end / start)^(i / steps). */
function geometricPoint(ends: Ends, i: number): Decimal {
  const { start, end, steps } = ends;
  const [from, to] = [logarithmOf(start), logarithmOf(end)];
  const log = from + ((to - from) * i) / steps;
  const exponent = Math.floor(log);
  const size = 10 ** (log - exponent); // 1 up to 10
  const sign = start.mantissa < 0n ? '-' : '';
  const tolerance = (Math.abs(to - from) * Math.LN10) / steps / 1000;
  let near: Decimal | undefined;
  for (let digits = 1; digits <= 17; digits += 1) {
    const text = size.toExponential(digits - 1);
    const [mantissa = '', power10 = ''] = text.split('e');
    const difference = Math.abs(Math.log(Number(text) / size));
    const point = parseDecimal(`${sign}${mantissa}e${Number(power10) + exponent}`);
    if (point === undefined) throw new Error(`internal: no decimal of ${text}`);
    if (near === undefined && difference <= tolerance) near = normalizeDecimal(point);
    if (difference > 1e-11 || digits > EXACT_DIGITS) continue;
    if (isExactPoint(ends, i, point)) return normalizeDecimal(point);
    break;
  }
  if (near === undefined) throw new Error('internal: 17 digits are not enough');
  return near;
}

/** Tells whether point^steps = start^(steps - i) * end^i. */
function isExactPoint({ start, end, steps }: Ends, i: number, point: Decimal): boolean {
  const common = Number(gcd(BigInt(i), BigInt(steps)));
  const [part, root] = [i / common, steps / common];
  if (root > MAX_ROOT) return false;
  const right = multiplyDecimals(power(start, root - part), power(end, part));
  return compareDecimals(power(point, root), right) === 0;
}

function power({ mantissa, scale }: Decimal, exponent: number): Decimal {
  return { mantissa: mantissa ** BigInt(exponent), scale: scale * exponent };
}

/** The logarithm to base 10 of a decimal's size, also beyond what doubles hold. */
export function logarithmOf({ mantissa, scale }: Decimal): number {
  const digits = String(mantissa < 0n ? -mantissa : mantissa);
  return Math.log10(Number(`0.${digits}`)) + digits.length - scale;
}
