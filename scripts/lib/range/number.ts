// SPDX-License-Identifier: MIT
import { type Decimal, MAX_EXPONENT, parseDecimal } from '../core/decimal.ts';
import { isNumberText } from '../core/value.ts';
import { fail, quoted, type Reader } from './reader.ts';

/** Returns the exact value of a number's text that starts at `at`, or notes that it is beyond all bounds. */
export function sizedNumber(reader: Reader, text: string, at: number): Decimal | undefined {
  const decimal = parseDecimal(text);
  if (decimal !== undefined) return decimal;
  return fail(reader, {
    code: 'E_NUMBER_SIZE',
    message: `${quoted(text)} has more than ${MAX_EXPONENT} digits, or an exponent beyond ${MAX_EXPONENT}`,
    hint: 'if it is meant as text, put it in double quotes',
    at,
    end: at + text.length,
  });
}

/** Returns the decimal of a text that was checked to be a number. */
export function decimalOfText(text: string): Decimal {
  const decimal = parseDecimal(text);
  if (decimal === undefined) throw new Error(`internal: ${text} is no number`);
  return decimal;
}

/** Tells whether a number is written in scientific notation. */
export function isScientific(text: string): boolean {
  return /[eE]/.test(text);
}

/** Digits behind the point as a number is written: 2 for 0.10, 3 for 1e-3, 0 for 1e3. */
export function writtenDecimals(text: string): number {
  return Math.max(0, decimalOfText(text).scale);
}

/** Returns what is wrong with a text that should be a number, for a message. */
export function whyNoNumber(text: string): string {
  if (text === '') return 'is empty';
  if (/^0[xX]/.test(text)) return 'is hexadecimal, not decimal';
  if (isNumberText(text.replace(/^\+/, ''))) return 'has a leading +';
  if (isNumberText(text.replace(/^(-?)0+(?=[0-9])/, '$1'))) return 'has leading zeros';
  if (/^-?\.[0-9]/.test(text)) return 'lacks a digit before its point';
  if (/^-?[0-9]+\.([eE]|$)/.test(text)) return 'lacks a digit behind its point';
  return 'is no number';
}
