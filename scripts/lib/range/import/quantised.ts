// SPDX-License-Identifier: MIT
import { incompleteBeta } from '../../core/beta.ts';
import {
  type Decimal,
  decimalOf,
  formatPlain,
  isMultipleOf,
  multiplyDecimals,
  parseDecimal,
} from '../../core/decimal.ts';
import type { Span } from '../../core/source.ts';
import { type ImportTrouble, refuse } from './system.ts';

/** A law whose numbers are rounded to the nearest multiple of a step; the numbers as they were written. */
export interface RoundedLaw {
  readonly law: 'uniform' | 'int' | 'loguniform' | 'gauss' | 'loggauss' | 'beta';
  readonly low: string;
  readonly high: string;
  readonly step: string;
}

/** Most values that are listed with their weights. */
const MAX_LISTED = 1000;

/**
 * Returns the right side of a line for a law that is rounded: ours, where its bounds are multiples of the step, else the multiples
 * with the parts of the law that round to them.
 */
export function quantised(rounded: RoundedLaw, span: Span, trouble: ImportTrouble): string | undefined {
  const { law, low, high, step } = rounded;
  const unit = parseDecimal(step);
  if (unit === undefined) return undefined;
  if (law === 'gauss' || law === 'loggauss') {
    const middle = law === 'gauss' ? Number(low) : Math.exp(Number(low));
    return Number(high) === 0
      ? multiple(BigInt(Math.round(middle / Number(step))), unit)
      : `~${law}(${low},${high},q=${step},round=nearest)`;
  }
  if (law === 'beta' && isMultipleText('1', unit)) return `~beta(${low},${high},q=${step},round=nearest)`;
  const [from, to] = law === 'beta' ? ['0', '1'] : [snapped(low, unit), snapped(high, unit)];
  if (
    law !== 'beta' &&
    from !== to &&
    isMultipleText(from, unit) &&
    isMultipleText(to, unit) &&
    (law === 'uniform' || Number(from) > 0)
  )
    return `~${law}(${from},${to},q=${step},round=nearest)`;
  const first = Math.floor(Number(from) / Number(step) + 0.5);
  const last = Math.ceil(Number(to) / Number(step) - 0.5);
  if (last - first > MAX_LISTED)
    return refuse(trouble, {
      code: 'E_IMPORT_VALUE',
      span,
      message: `from ${low} to ${high} there are ${last - first + 1} multiples of ${step}, and these bounds are none of them`,
      hint: `take bounds that are multiples of q, or a larger q: at most ${MAX_LISTED} values can be listed with their weights`,
    });
  const shareBelow = cumulative(rounded);
  const listed = Array.from({ length: Math.max(1, last - first + 1) }, (_, i) => first + i).flatMap((k) => {
    const weight = shareBelow((k + 0.5) * Number(step)) - shareBelow((k - 0.5) * Number(step));
    return weight > 0 ? [{ value: multiple(BigInt(k), unit), weight: Number(weight.toPrecision(15)) }] : [];
  });
  const [only, ...others] = listed;
  if (only === undefined || others.length === 0) return only?.value ?? multiple(BigInt(first), unit);
  return `~choice(${listed.map(({ value }) => value).join(',')},w=${listed.map(({ weight }) => String(weight)).join(':')})`;
}

/** The share of a bounded law that lies below a number. */
function cumulative({ law, low, high }: RoundedLaw): (x: number) => number {
  const [a, b] = [Number(low), Number(high)];
  const within = (share: number): number => Math.min(1, Math.max(0, share));
  if (law === 'beta') return (x) => incompleteBeta(x, a, b);
  if (law === 'loguniform') return (x) => (x <= 0 ? 0 : within(Math.log(x / a) / Math.log(b / a)));
  return (x) => within((x - a) / (b - a));
}

function multiple(k: bigint, unit: Decimal): string {
  const product = multiplyDecimals(decimalOf(k), unit);
  return formatPlain(product, Math.max(0, product.scale));
}

function isMultipleText(text: string, unit: Decimal): boolean {
  const value = parseDecimal(text);
  return value !== undefined && isMultipleOf(value, unit);
}

/** A bound that came out of a logarithm misses its multiple by what a double cannot hold: 31.999999999999996. */
function snapped(text: string, unit: Decimal): string {
  if (isMultipleText(text, unit)) return text;
  const step = Number(formatPlain(unit, Math.max(0, unit.scale)));
  const k = Math.round(Number(text) / step);
  const near = Math.abs(k * step - Number(text)) <= 1e-12 * Math.abs(Number(text));
  return near && Number.isSafeInteger(k) ? multiple(BigInt(k), unit) : text;
}
