// SPDX-License-Identifier: MIT
/** An exact decimal: mantissa x 10^-scale. scale may be negative (1e6 is 1 x 10^-(-6)). */
export interface Decimal {
  readonly mantissa: bigint;
  readonly scale: number;
}

/** Largest exponent, either way, that is calculated with; far beyond any double, small enough to stay fast. */
export const MAX_EXPONENT = 1000;

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** Returns the exact decimal of a number's text, or undefined when it is no number or its exponent is out of bounds. */
export function parseDecimal(text: string): Decimal | undefined {
  const match = DECIMAL.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = '0', fraction = '', exponentText = '0'] = match;
  const exponent = Number(exponentText);
  if (Math.abs(exponent) > MAX_EXPONENT || whole.length + fraction.length > MAX_EXPONENT) return undefined;
  const magnitude = BigInt(whole + fraction);
  return { mantissa: sign === '-' ? -magnitude : magnitude, scale: fraction.length - exponent };
}

/** Returns a whole number as a decimal. */
export function decimalOf(whole: bigint): Decimal {
  return { mantissa: whole, scale: 0 };
}

export function addDecimals(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { mantissa: mantissaAt(a, scale) + mantissaAt(b, scale), scale };
}

export function negateDecimal(a: Decimal): Decimal {
  return { mantissa: -a.mantissa, scale: a.scale };
}

export function multiplyDecimals(a: Decimal, b: Decimal): Decimal {
  return { mantissa: a.mantissa * b.mantissa, scale: a.scale + b.scale };
}

/** Returns -1, 0 or 1 as a is below, equal to or above b. */
export function compareDecimals(a: Decimal, b: Decimal): -1 | 0 | 1 {
  const scale = Math.max(a.scale, b.scale);
  const left = mantissaAt(a, scale);
  const right = mantissaAt(b, scale);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Returns the mantissa at a scale that is at least the decimal's own. */
export function mantissaAt(a: Decimal, scale: number): bigint {
  if (scale < a.scale) throw new Error(`internal: scale ${scale} is below ${a.scale}`);
  return a.mantissa * 10n ** BigInt(scale - a.scale);
}

/** Tells whether a number is a whole multiple of another. */
export function isMultipleOf(value: Decimal, unit: Decimal): boolean {
  const scale = Math.max(value.scale, unit.scale);
  return mantissaAt(value, scale) % mantissaAt(unit, scale) === 0n;
}

/** Returns the greatest common divisor of two numbers, neither below 0. */
export function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** Returns the decimal with no trailing zeros in its mantissa; zero is 0 x 10^0. */
export function normalizeDecimal(a: Decimal): Decimal {
  if (a.mantissa === 0n) return { mantissa: 0n, scale: 0 };
  const zeros = trailingZeros(a.mantissa.toString());
  return zeros === 0 ? a : { mantissa: a.mantissa / 10n ** BigInt(zeros), scale: a.scale - zeros };
}

/** By a loop: /0+$/ takes quadratic time on long runs of zeros inside a number. */
function trailingZeros(digits: string): number {
  let end = digits.length;
  while (end > 1 && digits.charCodeAt(end - 1) === 48) end -= 1;
  return digits.length - end;
}

/** Returns a text that equal decimals share. */
export function decimalKey(a: Decimal): string {
  const { mantissa, scale } = normalizeDecimal(a);
  return `${mantissa}e${-scale}`;
}

/** Returns plain notation with exactly `decimals` digits behind the point; `decimals` must hold the value exactly. */
export function formatPlain(a: Decimal, decimals: number): string {
  const normal = normalizeDecimal(a);
  const mantissa = mantissaAt(normal, Math.max(decimals, normal.scale));
  const places = Math.max(decimals, normal.scale, 0);
  const shifted = normal.scale > decimals ? normal.mantissa : mantissa;
  const sign = shifted < 0n ? '-' : '';
  const digits = (shifted < 0n ? -shifted : shifted).toString().padStart(places + 1, '0');
  if (places === 0) return sign + digits;
  return `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** Returns scientific notation with the shortest mantissa: 1e-5, 2.5e-3, 0e0. */
export function formatScientific(a: Decimal): string {
  const { mantissa, scale } = normalizeDecimal(a);
  const sign = mantissa < 0n ? '-' : '';
  const digits = (mantissa < 0n ? -mantissa : mantissa).toString();
  const exponent = digits.length - 1 - scale;
  const fraction = digits.slice(1);
  return `${sign}${digits[0]}${fraction === '' ? '' : `.${fraction}`}e${mantissa === 0n ? 0 : exponent}`;
}

/** Returns the nearest double. */
export function decimalToNumber(a: Decimal): number {
  return Number(`${a.mantissa}e${-a.scale}`);
}

/** Returns top / (bottom * 10^scale) as a decimal; undefined where it has no end, or needs more further places than `most`. */
export function quotientOf(top: bigint, bottom: bigint, scale: number, most = Infinity): Decimal | undefined {
  let rest = bottom / gcd(top < 0n ? -top : top, bottom);
  let [twos, fives] = [0, 0];
  for (; rest % 2n === 0n; rest /= 2n) twos += 1;
  for (; rest % 5n === 0n; rest /= 5n) fives += 1;
  const places = Math.max(twos, fives);
  if (rest !== 1n || places > most) return undefined;
  return { mantissa: (top * 10n ** BigInt(places)) / bottom, scale: scale + places };
}
