// SPDX-License-Identifier: MIT
import {
  addDecimals,
  compareDecimals,
  type Decimal,
  decimalToNumber,
  formatPlain,
  mantissaAt,
  parseDecimal,
} from '../../core/decimal.ts';
import type { HydraNumber, HydraSweep } from './hydra-value.ts';

/** Most values of a range of floats, which are listed one by one. */
const MAX_FLOATS = 10_000;

/**
 * Returns the values of range(start,stop,step) as the right side of a line, undefined where there are none or too many. Whole
 * numbers are a range of ours. Floats are added up as Hydra does: the exact values of the doubles, in 28 digits (Python's decimal).
 */
export function hydraRange({ start, stop, step }: Extract<HydraSweep, { kind: 'range' }>): string | undefined {
  if ([start, stop, step].every(({ kind }) => kind === 'int')) return wholeRange(start, stop, step);
  const values: string[] = [];
  const [first, end, unit] = [exactOf(start), exactOf(stop), exactOf(step)];
  let at = first;
  const isUp = unit.mantissa > 0n;
  while (compareDecimals(at, end) === (isUp ? -1 : 1)) {
    if (values.length >= MAX_FLOATS) return undefined;
    values.push(floatText(at));
    at = rounded(addDecimals(at, unit));
  }
  return values.length === 0 ? undefined : (shortened(values, step) ?? values.join('|'));
}

function wholeRange(start: HydraNumber, stop: HydraNumber, step: HydraNumber): string | undefined {
  const [from, to, by] = [BigInt(start.text), BigInt(stop.text), BigInt(step.text)];
  const count = by > 0n ? (to - from + by - 1n) / by : (from - to - by - 1n) / -by;
  if (count <= 0n || (by > 0n ? to <= from : to >= from)) return undefined;
  const last = from + (count - 1n) * by;
  return count === 1n ? String(from) : `${from}:${by}:${last}`;
}

/** The exact value of the double that a text is read as; of a whole number itself. */
function exactOf({ kind, text }: HydraNumber): Decimal {
  if (kind === 'int') return { mantissa: BigInt(text), scale: 0 };
  let number = Number(text);
  // A double is a whole number times a power of two, so it ends after so many decimals.
  let twos = 0;
  while (!Number.isInteger(number) && twos < 1100) {
    number *= 2;
    twos += 1;
  }
  return { mantissa: BigInt(number) * 5n ** BigInt(twos), scale: twos };
}

/** Digits that Python's decimal keeps of a sum. */
const PRECISION = 28;

/** Halves go to the even digit. */
function rounded({ mantissa, scale }: Decimal): Decimal {
  const digits = (mantissa < 0n ? -mantissa : mantissa).toString().length;
  const cut = digits - PRECISION;
  if (cut <= 0) return { mantissa, scale };
  const unit = 10n ** BigInt(cut);
  const size = mantissa < 0n ? -mantissa : mantissa;
  const [whole, rest] = [size / unit, size % unit];
  const isUp = rest * 2n > unit || (rest * 2n === unit && whole % 2n === 1n);
  const kept = isUp ? whole + 1n : whole;
  return { mantissa: mantissa < 0n ? -kept : kept, scale: scale - cut };
}

function floatText(exact: Decimal): string {
  const text = String(decimalToNumber(exact));
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** A range of ours where it has the very same values. */
function shortened(values: readonly string[], step: HydraNumber): string | undefined {
  const [first, last, unit] = [
    parseDecimal(values[0] ?? ''),
    parseDecimal(values.at(-1) ?? ''),
    parseDecimal(step.text),
  ];
  if (first === undefined || last === undefined || unit === undefined || values.length < 3) return undefined;
  const scale = Math.max(first.scale, last.scale, unit.scale, 0);
  const [from, by] = [mantissaAt(first, scale), mantissaAt(unit, scale)];
  const isSame = values.every(
    (value, i) => Number(formatPlain({ mantissa: from + by * BigInt(i), scale }, scale)) === Number(value),
  );
  if (!isSame) return undefined;
  const text = (at: number): string => formatPlain({ mantissa: from + by * BigInt(at), scale }, Math.max(scale, 1));
  return `${text(0)}:${formatPlain(unit, Math.max(unit.scale, 0))}:${text(values.length - 1)}`;
}
