// SPDX-License-Identifier: MIT
import { incompleteBeta } from '../../core/beta.ts';
import { decimalOf, formatPlain, mantissaAt, multiplyDecimals, parseDecimal } from '../../core/decimal.ts';
import type { Value } from '../../core/value.ts';
import { decimalOfText, writtenDecimals } from '../../range/number.ts';
import type { Distribution } from '../../range/tree.ts';
import type { ScalarLaw } from './law.ts';
import { normalQuantile } from './normal-quantile.ts';

/** Least and most of a uniform number that a quantile without bounds is asked for: infinity is no value. */
const EDGE = 2 ** -54;

/** Returns the law of normal numbers with a mean and a standard deviation. */
export function gaussLaw(d: Distribution): ScalarLaw {
  const [mean, sd] = [Number(d.low), Number(d.high)];
  return lawOfNumbers(d, (u) => mean + sd * normalQuantile(u), -Infinity);
}

/** Returns the law of numbers whose natural logarithms are normal. */
export function logGaussLaw(d: Distribution): ScalarLaw {
  const [mean, sd] = [Number(d.low), Number(d.high)];
  return lawOfNumbers(d, (u) => Math.exp(mean + sd * normalQuantile(u)), 0);
}

/** Returns the beta law on 0 to 1. */
export function betaLaw(d: Distribution): ScalarLaw {
  const [a, b] = [Number(d.low), Number(d.high)];
  return lawOfNumbers(d, (u) => betaQuantile(u, a, b), 0, 1);
}

function lawOfNumbers(d: Distribution, quantile: (u: number) => number, low: number, high = Infinity): ScalarLaw {
  const at = (u: number): number => bounded(quantile(Math.min(1 - 2 ** -53, Math.max(EDGE, u))) + 0);
  const isInside = (value: Value): boolean =>
    value.kind === 'number' && Number(value.text) >= low && Number(value.text) <= high;
  const { step } = d;
  if (step === undefined) return { size: Infinity, quantile: (u) => String(at(u)), supports: isInside };
  const unit = decimalOfText(step);
  const round = d.round === 'nearest' ? Math.round : Math.ceil;
  const decimals = writtenDecimals(step);
  return {
    size: high === Infinity ? Infinity : Math.round(1 / Number(step)) + 1,
    quantile: (u) => {
      const multiple = round(at(u) / Number(step));
      // So far out the doubles lie further apart than the multiples of q.
      if (!Number.isSafeInteger(multiple)) return String(at(u));
      return formatPlain(multiplyDecimals(unit, decimalOf(BigInt(multiple))), decimals);
    },
    supports: (value) => {
      const number = value.kind === 'number' ? parseDecimal(value.text) : undefined;
      if (number === undefined || !isInside(value)) return false;
      const scale = Math.max(number.scale, unit.scale);
      return mantissaAt(number, scale) % mantissaAt(unit, scale) === 0n;
    },
  };
}

function bounded(number: number): number {
  return Math.min(Number.MAX_VALUE, Math.max(-Number.MAX_VALUE, number));
}

/** Halvings of the interval that a quantile is looked for in: doubles below 1 have no more digits to find. */
const HALVINGS = 1100;

/** Quantile of the beta distribution by bisection: slow and sure, also where its density is infinite. */
function betaQuantile(p: number, a: number, b: number): number {
  if (p > incompleteBeta(0.5, a, b)) return 1 - lowerQuantile(1 - p, b, a);
  return lowerQuantile(p, a, b);
}

/** The quantile where it is at most a half. Small ones are halved by their logarithm. */
function lowerQuantile(p: number, a: number, b: number): number {
  let [low, high] = [0, 0.5];
  for (let i = 0; i < HALVINGS; i += 1) {
    const middle = low === 0 ? high / 1024 : low < high / 4 ? Math.sqrt(low) * Math.sqrt(high) : (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (incompleteBeta(middle, a, b) < p) low = middle;
    else high = middle;
  }
  return high;
}
