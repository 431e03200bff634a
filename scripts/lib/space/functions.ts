// SPDX-License-Identifier: MIT
import {
  type Decimal,
  formatPlain,
  formatScientific,
  normalizeDecimal,
  parseDecimal,
  quotientOf,
} from '../core/decimal.ts';
import { unreachable } from '../core/unreachable.ts';
import type { Value } from '../core/value.ts';
import type { FunctionName } from '../range/functions.ts';
import { calculate, compareExact, type Exact, exactToNumber, negateExact } from './exact.ts';

/** Digits of a result that has no end, or comes from a function that has no exact results. */
const DIGITS = 15;

/** Largest whole exponent that a power is computed exactly for. */
const MAX_POWER = 1000;

/** Applies a function to numbers; undefined where it has no value (a square root of -1, a power beyond all bounds). */
export function applyFunction(name: FunctionName, args: readonly Exact[]): Exact | undefined {
  const [a, b] = args;
  if (a === undefined) return undefined;
  switch (name) {
    case 'int':
      return wholeOf(a, (top, bottom) => top / bottom);
    case 'round':
      return wholeOf(a, (top, bottom) => (2n * top + (top < 0n ? -bottom : bottom)) / (2n * bottom));
    case 'floor':
      return wholeOf(a, floorOf);
    case 'ceil':
      return wholeOf(a, (top, bottom) => -floorOf(-top, bottom));
    case 'abs':
      return a.numerator < 0n ? negateExact(a) : a;
    case 'min':
      return args.reduce((least, one) => (compareExact(one, least) < 0 ? one : least));
    case 'max':
      return args.reduce((most, one) => (compareExact(one, most) > 0 ? one : most));
    case 'log10':
      return ofNumber(Math.log10(exactToNumber(a)));
    case 'exp':
      return ofNumber(Math.exp(exactToNumber(a)));
    case 'sqrt':
      return ofNumber(Math.sqrt(exactToNumber(a)));
    case 'pow':
      return b === undefined ? undefined : power(a, b);
    default:
      return unreachable(name);
  }
}

function floorOf(top: bigint, bottom: bigint): bigint {
  return top / bottom - (top % bottom < 0n ? 1n : 0n);
}

/** Applies a rule for whole numbers to top / bottom; the bottom is above 0. */
function wholeOf({ numerator, denominator, scale }: Exact, rule: (top: bigint, bottom: bigint) => bigint): Exact {
  const top = scale < 0 ? numerator * 10n ** BigInt(-scale) : numerator;
  const bottom = scale > 0 ? denominator * 10n ** BigInt(scale) : denominator;
  return { numerator: rule(top, bottom), denominator: 1n, scale: 0 };
}

function ofNumber(number: number): Exact | undefined {
  const decimal = Number.isFinite(number) ? parseDecimal(number.toPrecision(DIGITS)) : undefined;
  return decimal === undefined ? undefined : { numerator: decimal.mantissa, denominator: 1n, scale: decimal.scale };
}

/** Exact for whole exponents, as long as the result stays within bounds. */
function power(base: Exact, exponent: Exact): Exact | undefined {
  const times = exactToNumber(exponent);
  if (!Number.isInteger(times) || Math.abs(times) > MAX_POWER) return ofNumber(exactToNumber(base) ** times);
  const one: Exact = { numerator: 1n, denominator: 1n, scale: 0 };
  let result: Exact | undefined = one;
  for (let i = 0; i < Math.abs(times) && result !== undefined; i += 1) result = calculate('*', result, base);
  if (result === undefined) return undefined;
  return times < 0 ? calculate('/', one, result) : result;
}

/** Returns the value of a computed number: exact where it has an end, else with 15 digits; no point if it is whole. */
export function valueOfExact(exact: Exact): Value {
  const decimal = normalizeDecimal(finiteDecimal(exact) ?? decimalOfNumber(exactToNumber(exact)));
  const digits = String(decimal.mantissa < 0n ? -decimal.mantissa : decimal.mantissa).length;
  const exponent = digits - 1 - decimal.scale;
  const isPlain = exponent >= -7 && exponent <= 20;
  return { kind: 'number', text: isPlain ? formatPlain(decimal, 0) : formatScientific(decimal) };
}

function decimalOfNumber(number: number): Decimal {
  return parseDecimal(number.toPrecision(DIGITS)) ?? { mantissa: 0n, scale: 0 };
}

/** Digits that a result is written with at most. */
const MAX_DIGITS = 300;

function finiteDecimal({ numerator, denominator, scale }: Exact): Decimal | undefined {
  const decimal = quotientOf(numerator, denominator, scale, MAX_DIGITS);
  return String(decimal?.mantissa).length > MAX_DIGITS ? undefined : decimal;
}
