// SPDX-License-Identifier: MIT
import { parseDecimal } from '../core/decimal.ts';
import type { Value } from '../core/value.ts';
import type { ArithmeticOperator } from '../range/tree.ts';

/** An exact rational: numerator / denominator x 10^-scale; the denominator is above 0, and 1 but for divisions. */
export interface Exact {
  readonly numerator: bigint;
  readonly denominator: bigint;
  readonly scale: number;
}

/** Results beyond these bounds count as undefined, so that no chain of products can take for ever. */
const MAX_MAGNITUDE = 10n ** 2500n;
const MAX_SCALE = 5000;

/** Returns the exact number a value stands for (hex counts as a number); undefined for all other kinds. */
export function exactOf(value: Value): Exact | undefined {
  if (value.kind === 'hex') return { numerator: BigInt(value.text), denominator: 1n, scale: 0 };
  if (value.kind !== 'number') return undefined;
  const decimal = parseDecimal(value.text);
  return decimal === undefined ? undefined : { numerator: decimal.mantissa, denominator: 1n, scale: decimal.scale };
}

/** Returns -1, 0 or 1 as a is below, equal to or above b. */
export function compareExact(a: Exact, b: Exact): -1 | 0 | 1 {
  const scale = Math.max(a.scale, b.scale);
  const left = raised(a, scale) * b.denominator;
  const right = raised(b, scale) * a.denominator;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Applies an operator; undefined for division by zero and for results beyond all bounds. % has the sign of b. */
export function calculate(operator: ArithmeticOperator, a: Exact, b: Exact): Exact | undefined {
  switch (operator) {
    case '+':
      return bounded(add(a, b));
    case '-':
      return bounded(add(a, negateExact(b)));
    case '*':
      return bounded({
        numerator: a.numerator * b.numerator,
        denominator: a.denominator * b.denominator,
        scale: a.scale + b.scale,
      });
    case '/':
      return divide(a, b);
    case '%':
      return remainder(a, b);
  }
}

export function negateExact(a: Exact): Exact {
  return { ...a, numerator: -a.numerator };
}

/** Returns the nearest double (to within one unit in the last place after divisions). */
export function exactToNumber(a: Exact): number {
  const whole = Number(`${a.numerator}e${-a.scale}`);
  if (a.denominator === 1n) return whole;
  const digits = 10n ** 25n;
  return Number(`${(a.numerator * digits) / a.denominator}e${-a.scale - 25}`);
}

function add(a: Exact, b: Exact): Exact {
  const scale = Math.max(a.scale, b.scale);
  const left = raised(a, scale);
  const right = raised(b, scale);
  if (a.denominator === b.denominator) return { numerator: left + right, denominator: a.denominator, scale };
  return { numerator: left * b.denominator + right * a.denominator, denominator: a.denominator * b.denominator, scale };
}

function divide(a: Exact, b: Exact): Exact | undefined {
  if (b.numerator === 0n) return undefined;
  const sign = b.numerator < 0n ? -1n : 1n;
  return bounded({
    numerator: a.numerator * b.denominator * sign,
    denominator: a.denominator * b.numerator * sign,
    scale: a.scale - b.scale,
  });
}

/** a - b * floor(a / b), as in Python. */
function remainder(a: Exact, b: Exact): Exact | undefined {
  const quotient = divide(a, b);
  if (quotient === undefined) return undefined;
  const scale = Math.max(quotient.scale, 0);
  const top = raised(quotient, scale);
  const bottom = quotient.denominator * 10n ** BigInt(scale);
  const floor = top / bottom - (top % bottom < 0n ? 1n : 0n);
  return bounded(add(a, { numerator: -floor * b.numerator, denominator: b.denominator, scale: b.scale }));
}

function bounded(a: Exact): Exact | undefined {
  const size = a.numerator < 0n ? -a.numerator : a.numerator;
  return size < MAX_MAGNITUDE && a.denominator < MAX_MAGNITUDE && Math.abs(a.scale) <= MAX_SCALE ? a : undefined;
}

/** Returns the numerator at a scale that is at least the number's own. */
function raised(a: Exact, scale: number): bigint {
  return scale === a.scale ? a.numerator : a.numerator * powerOfTen(scale - a.scale);
}

/** Powers of ten that are met again and again: computing them took most of the time of a sum. */
const knownPowers: bigint[] = [];

function powerOfTen(exponent: number): bigint {
  if (exponent >= 100) return 10n ** BigInt(exponent);
  const known = knownPowers[exponent] ?? 10n ** BigInt(exponent);
  knownPowers[exponent] = known;
  return known;
}
