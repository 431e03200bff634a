// SPDX-License-Identifier: MIT
import {
  addDecimals,
  compareDecimals,
  type Decimal,
  decimalOf,
  decimalToNumber,
  formatPlain,
  isMultipleOf,
  mantissaAt,
  negateDecimal,
} from '../core/decimal.ts';
import { decimalOfText } from './number.ts';
import { fail, type Reader } from './reader.ts';
import type { Distribution } from './tree.ts';

const ZERO = decimalOf(0n);

const POWER_HINT = 'powers of two are 0.25 0.5 1 2 4 8 ...';
const FRACTION_HINT = 'for numbers with a point use ~uniform or ~loguniform';

/** Checks bounds and step of a distribution that starts at `at`; notes the first thing that is wrong. */
export function checkDistribution(reader: Reader, distribution: Distribution, at: number): boolean {
  const trouble = boundsTrouble(distribution);
  if (trouble !== undefined) {
    fail(reader, { code: 'E_DISTRIBUTION_BOUNDS', message: trouble.message, hint: trouble.hint, at, end: reader.at });
    return false;
  }
  const step = stepTrouble(distribution);
  if (step === undefined) return true;
  fail(reader, { code: 'E_DISTRIBUTION_STEP', message: step.message, hint: step.hint, at, end: reader.at });
  return false;
}

interface Found {
  readonly message: string;
  readonly hint: string;
}

function boundsTrouble(distribution: Distribution): Found | undefined {
  const { name, low, high } = distribution;
  if (name === 'gauss' || name === 'loggauss' || name === 'beta') return parameterTrouble(distribution);
  const bounds = [
    ['low', low, decimalOfText(low)],
    ['high', high, decimalOfText(high)],
  ] as const;
  const [[, , lowest], [, , highest]] = bounds;
  if (compareDecimals(lowest, highest) > 0) {
    return { message: `the low bound ${low} is above the high bound ${high}`, hint: `write ~${name}(${high},${low})` };
  }
  for (const [role, text, bound] of bounds) {
    if (!Number.isFinite(decimalToNumber(bound))) {
      return { message: `the ${role} bound ${text} is beyond what a double holds`, hint: 'bounds are at most 1.8e308' };
    }
    if (mustBePositive(name) && (compareDecimals(bound, ZERO) <= 0 || decimalToNumber(bound) === 0)) {
      return {
        message: `the ${role} bound of ~${name} is ${text}; it draws on a logarithmic scale, so bounds are above 0`,
        hint: `take a small number above 0, or ~${name === 'logint' ? 'int' : 'uniform'}`,
      };
    }
    if ((name === 'int' || name === 'logint') && !isMultipleOf(bound, decimalOf(1n))) {
      return { message: `the ${role} bound of ~${name} is ${text}, expected a whole number`, hint: FRACTION_HINT };
    }
    if ((name === 'pow2' || name === 'pow2_or_loguniform') && !isPowerOfTwo(bound)) {
      return { message: `the ${role} bound of ~${name} is ${text}, expected a power of two`, hint: POWER_HINT };
    }
  }
  return undefined;
}

/** Largest parameter of a beta law. */
const MAX_BETA = 1_000_000;

/** Of a law without bounds: standard deviations and the parameters of beta are above 0. */
function parameterTrouble({ name, low, high }: Distribution): Found | undefined {
  const [first, second] = [decimalOfText(low), decimalOfText(high)];
  const wrong = name === 'beta' && compareDecimals(first, ZERO) <= 0 ? low : high;
  if (![first, second].every((one) => Number.isFinite(decimalToNumber(one))))
    return { message: `a parameter of ~${name} is beyond what a double holds`, hint: 'parameters are at most 1.8e308' };
  if (name === 'beta' && [first, second].some((one) => decimalToNumber(one) > MAX_BETA))
    return { message: `a parameter of ~beta is above ${MAX_BETA}`, hint: 'such a law is all but a single value' };
  if (compareDecimals(second, ZERO) > 0 && wrong === high) return undefined;
  const what = name === 'beta' ? 'both parameters are' : 'the standard deviation is';
  return {
    message: `~${name}(${low},${high}) has ${wrong}, but ${what} above 0`,
    hint: name === 'beta' ? 'write ~beta(a,b), such as ~beta(2,5)' : `write ~${name}(mean,sd), such as ~${name}(0,1)`,
  };
}

function stepTrouble(distribution: Distribution): Found | undefined {
  const { name, low, high, step, round } = distribution;
  if (round !== undefined && (step === undefined || name === 'pow2' || name === 'pow2_or_loguniform')) {
    return {
      message:
        step === undefined
          ? 'round=nearest rounds to multiples of q, and there is no q'
          : `~${name} has its own values, so round=nearest means nothing`,
      hint: step === undefined ? `write ~${name}(${low},${high},q=1,round=nearest)` : 'delete round=nearest',
    };
  }
  if (name === 'gauss' || name === 'loggauss' || name === 'beta') return freeStepTrouble(distribution);
  if (step === undefined) {
    if (name === 'pow2_or_loguniform') {
      return {
        message: 'this distribution needs a step: below q it draws powers of two, from q on multiples of q',
        hint: `write ~${name}(${low},${high},q=8)`,
      };
    }
    return (name === 'int' || name === 'logint') && !isCountable(low, high, '1') ? tooFine(low, high, '1') : undefined;
  }
  const q = decimalOfText(step);
  if (compareDecimals(q, ZERO) <= 0)
    return { message: `the step q is ${step}; it must be above 0`, hint: 'write the distance between two values' };
  if (name === 'pow2_or_loguniform') {
    return isPowerOfTwo(q)
      ? undefined
      : { message: `the step q of ~${name} is ${step}, expected a power of two`, hint: POWER_HINT };
  }
  if ((name === 'int' || name === 'logint') && !isMultipleOf(q, decimalOf(1n))) {
    return { message: `the step q of ~${name} is ${step}, expected a whole number`, hint: FRACTION_HINT };
  }
  for (const bound of [low, high]) {
    if (!isMultipleOf(decimalOfText(bound), q)) {
      return {
        message: `the bound ${bound} is no multiple of q=${step}, so it could never be drawn`,
        hint: multiplesHint(name, low, high, step),
      };
    }
  }
  return isCountable(low, high, step) ? undefined : tooFine(low, high, step);
}

/** Multiples of q have no bounds to fit, but that those of beta end at 1. */
function freeStepTrouble({ name, step }: Distribution): Found | undefined {
  if (step === undefined) return undefined;
  const q = decimalOfText(step);
  if (compareDecimals(q, ZERO) <= 0)
    return { message: `the step q is ${step}; it must be above 0`, hint: 'write the distance between two values' };
  if (decimalToNumber(q) === 0)
    return { message: `the step q is ${step}, less than what a double holds`, hint: 'take a larger step' };
  if (name !== 'beta' || isMultipleOf(decimalOf(1n), q)) return undefined;
  return {
    message: `1 is no multiple of q=${step}, and ~beta draws from 0 to 1`,
    hint: 'take a step such as 0.1 or 0.05',
  };
}

/** The nearest bounds inside that are multiples, and the values that count from the low bound. */
function multiplesHint(name: string, low: string, high: string, step: string): string {
  const q = decimalOfText(step);
  const [from, to] = [decimalOfText(low), decimalOfText(high)];
  const scale = Math.max(from.scale, to.scale, q.scale);
  const [a, b, unit] = [mantissaAt(from, scale), mantissaAt(to, scale), mantissaAt(q, scale)];
  const up = a + (((-a % unit) + unit) % unit);
  const down = b - (((b % unit) + unit) % unit);
  const text = (mantissa: bigint): string => formatPlain({ mantissa, scale }, 0);
  const counted = `for ${low}, ${text(a + unit)}, ... write the range ${low}:${step}:${high}`;
  return up > down
    ? `${counted}; or take a smaller step`
    : `write ~${name}(${text(up)},${text(down)},q=${step}); ${counted}`;
}

function tooFine(low: string, high: string, step: string): Found {
  return {
    message: `from ${low} to ${high} there are more than 9 * 10^15 multiples of ${step}`,
    hint: 'take a larger step q',
  };
}

function isCountable(low: string, high: string, step: string): boolean {
  const width = addDecimals(decimalOfText(high), negateDecimal(decimalOfText(low)));
  const q = decimalOfText(step);
  const scale = Math.max(width.scale, q.scale);
  return mantissaAt(width, scale) / mantissaAt(q, scale) < BigInt(Number.MAX_SAFE_INTEGER);
}

function mustBePositive(name: Distribution['name']): boolean {
  return name !== 'uniform' && name !== 'int' && name !== 'normal';
}

/** A decimal is a power of two when it, or its inverse, is a whole number with a single bit set. */
function isPowerOfTwo(value: Decimal): boolean {
  if (value.mantissa <= 0n) return false;
  const scale = Math.max(value.scale, 0);
  const top = mantissaAt(value, scale);
  const bottom = 10n ** BigInt(scale);
  const [large, small] = top > bottom ? [top, bottom] : [bottom, top];
  const ratio = large / small;
  return large % small === 0n && (ratio & (ratio - 1n)) === 0n;
}
