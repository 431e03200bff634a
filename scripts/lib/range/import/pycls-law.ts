// SPDX-License-Identifier: MIT
// Laws of pycls' scalar samplers (MIT; the facts are those of its sweep/random.py): low and high are both included, numbers are
// multiples of QUANTIZE.
import { type Decimal, decimalToNumber, formatPlain, isMultipleOf, mantissaAt } from '../../core/decimal.ts';
import type { Span } from '../../core/source.ts';
import { type ImportTrouble, refuse } from './system.ts';

export const RAND_TYPES = [
  'uniform',
  'log_uniform',
  'power2_uniform',
  'power2_or_log_uniform',
  'normal',
  'log_normal',
] as const;
export type RandType = (typeof RAND_TYPES)[number];

export interface PyclsLaw {
  readonly type: RandType;
  readonly low: Decimal;
  readonly high: Decimal;
  readonly step: Decimal;
  /** Its numbers are floats: each has a point. */
  readonly isFloat: boolean;
}

/** A right side of a line: a law without its ~, or values that are as likely as each other. */
export type DrawnSide =
  | { readonly kind: 'law'; readonly text: string }
  | { readonly kind: 'values'; readonly texts: readonly string[] };

/** Multiples that are listed instead of drawn, where all are as likely: the sweep knows then how many there are. */
const MOST_LISTED = 64;

/** Returns the numbers of a law as a line of ours; undefined for bounds or a step that pycls does not take. */
export function pyclsSide(law: PyclsLaw, span: Span, trouble: ImportTrouble): DrawnSide | undefined {
  const problem = problemOf(law);
  if (problem !== undefined)
    return refuse(trouble, {
      code: 'E_IMPORT_VALUE',
      span,
      message: `${law.type} from ${text(law.low, law)} to ${text(law.high, law)} by ${text(law.step, law)}: ${problem}`,
      hint: 'pycls wants low <= high, both multiples of QUANTIZE, above 0 for logarithms and powers',
    });
  const [low, high, step] = [text(law.low, law), text(law.high, law), text(law.step, law)];
  if (decimalToNumber(law.low) === decimalToNumber(law.high)) return { kind: 'values', texts: [low] };
  switch (law.type) {
    case 'uniform': {
      const count = countOf(law);
      if (count <= MOST_LISTED) return { kind: 'values', texts: multiples(law, count) };
      return named(law.isFloat ? 'uniform' : 'int', low, high, step);
    }
    case 'log_uniform':
      return named(law.isFloat ? 'loguniform' : 'logint', low, high, step);
    case 'power2_uniform':
      return { kind: 'values', texts: powers(law) };
    case 'power2_or_log_uniform':
      return powersThenMultiples(law);
    case 'normal':
      return named('normal', low, high, step);
    case 'log_normal':
      return named('lognormal', low, high, step);
  }
}

function named(name: string, low: string, high: string, step: string): DrawnSide {
  const by = (name === 'int' || name === 'logint') && step === '1' ? '' : `,q=${step}`;
  return { kind: 'law', text: `${name}(${low},${high}${by})` };
}

function problemOf({ type, low, high, step }: PyclsLaw): string | undefined {
  const [l, h, q] = [decimalToNumber(low), decimalToNumber(high), decimalToNumber(step)];
  if (q <= 0) return 'QUANTIZE is not above 0';
  if (l > h) return 'low is above high';
  if (l <= 0 && type !== 'uniform' && type !== 'normal') return 'low is not above 0';
  const isMultiple = isMultipleOf(low, step) && isMultipleOf(high, step);
  if (!isMultiple && type !== 'power2_or_log_uniform') return 'the bounds are no multiples of QUANTIZE';
  const wantsPowers = type === 'power2_uniform' || type === 'power2_or_log_uniform';
  if (wantsPowers && ![l, h, q].every((n) => Number.isInteger(Math.log2(n))))
    return 'low, high and QUANTIZE are not all powers of 2';
  return undefined;
}

/** Powers of two below q, from q on multiples of q, together even on a logarithmic scale; a float's powers have a point as well. */
function powersThenMultiples(law: PyclsLaw): DrawnSide {
  const [low, high, q] = [decimalToNumber(law.low), decimalToNumber(law.high), decimalToNumber(law.step)];
  if (high < q) return { kind: 'values', texts: powers(law) };
  const [lowText, highText, step] = [text(law.low, law), text(law.high, law), text(law.step, law)];
  if (!law.isFloat) return named('pow2_or_loguniform', lowText, highText, step);
  const below = powers(law).filter((power) => Number(power) < q);
  const size = Math.log2(high) - Math.log2(low) + 1;
  const from = low < q ? step : lowText;
  const rest = from === highText ? from : `loguniform(${from},${highText},q=${step})`;
  if (below.length === 0) return from === highText ? { kind: 'values', texts: [from] } : { kind: 'law', text: rest };
  const weights = [...below.map(() => '1'), String(size - below.length)];
  return { kind: 'law', text: `choice(${[...below, rest].join(',')},w=${weights.join(':')})` };
}

function powers(law: PyclsLaw): string[] {
  const [low, high] = [decimalToNumber(law.low), decimalToNumber(law.high)];
  const count = Math.round(Math.log2(high) - Math.log2(low)) + 1;
  return Array.from({ length: count }, (_, i) => {
    const power = String(low * 2 ** i);
    return law.isFloat && /^\d+$/.test(power) ? `${power}.0` : power;
  });
}

function countOf({ low, high, step }: PyclsLaw): number {
  const scale = Math.max(low.scale, high.scale, step.scale);
  return Number((mantissaAt(high, scale) - mantissaAt(low, scale)) / mantissaAt(step, scale)) + 1;
}

function multiples(law: PyclsLaw, count: number): string[] {
  const scale = Math.max(law.low.scale, law.step.scale);
  const [first, by] = [mantissaAt(law.low, scale), mantissaAt(law.step, scale)];
  return Array.from({ length: count }, (_, i) => text({ mantissa: first + by * BigInt(i), scale }, law));
}

/** In plain digits, since some readers of YAML take 1e-4 for a text; a float with a point. */
function text(decimal: Decimal, { isFloat }: Pick<PyclsLaw, 'isFloat'>): string {
  return formatPlain(decimal, isFloat ? 1 : 0);
}
