// SPDX-License-Identifier: MIT
// Numbers as C's strtoll and as Python's int read them. Kconfig's integers have 64 bits: past what a double holds
// exactly they are bigint.
import type { KconfigDialect, SymbolType } from './model.ts';

export type Whole = number | bigint;

const MAX_SIGNED = 2n ** 63n - 1n;
const MIN_SIGNED = -(2n ** 63n);
const MAX_UNSIGNED = 2n ** 64n - 1n;

/** A number at the start of a text, how far it reaches, and whether it was too large and cut to 64 bits. */
export interface NumberStart {
  readonly value: Whole;
  readonly length: number;
  readonly overflows: boolean;
}

/** Most digits that are read as a double without loss. */
const MAX_PLAIN_DIGITS = 14;

/** Returns a number that is written as most are, digits without a sign and without zeros in front; -1 for anything else. */
function plainDecimal(text: string): number {
  const { length } = text;
  if (length === 0 || length > MAX_PLAIN_DIGITS || (length > 1 && text.charCodeAt(0) === 48)) return -1;
  let value = 0;
  for (let i = 0; i < length; i += 1) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** Most digits of base 16 that are read as a double without loss. */
const MAX_PLAIN_HEX_DIGITS = 12;

/** Returns a number that is written as most of base 16 are, 0x and digits; -1 for anything else. */
function plainHex(text: string): number {
  const { length } = text;
  if (length < 3 || length > 2 + MAX_PLAIN_HEX_DIGITS || text.charCodeAt(0) !== 48 || text.charCodeAt(1) !== 120)
    return -1;
  let value = 0;
  for (let i = 2; i < length; i += 1) {
    const code = text.charCodeAt(i);
    const digit = code <= 57 ? code - 48 : (code | 32) - 87; // a is 97
    if (digit < 0 || digit > 15 || (code > 57 && digit < 10)) return -1;
    value = value * 16 + digit;
  }
  return value;
}

/** Returns what strtoll makes of a text, whatever stands behind the number. */
export function numberAtStart(text: string, base: 10 | 16): Whole {
  const plain = base === 10 ? plainDecimal(text) : plainHex(text);
  return plain >= 0 ? plain : readC(text, base).value;
}

/** Returns the number that a whole text is, as strtoll (strtoull for base 16) reads it; undefined where it is none or too large. */
export function wholeNumber(text: string, base: 0 | 10 | 16): Whole | undefined {
  const plain = base === 16 ? -1 : plainDecimal(text);
  if (plain >= 0) return plain;
  const hex = base === 10 ? -1 : plainHex(text);
  if (hex >= 0) return hex;
  const read = readC(text, base, base === 16);
  return read.overflows || read.length === 0 || read.length !== text.length ? undefined : read.value;
}

const DECIMAL_START = /^[ \t\n\v\f\r]*([+-]?)([0-9]+)/;
const HEX_START = /^[ \t\n\v\f\r]*([+-]?)((?:0[xX](?=[0-9a-fA-F]))?)([0-9a-fA-F]+)/;

/** Reads as strtoll does (strtoull when `unsigned`): 0 without digits, cut at 64 bits. Base 0 knows 0x and a leading 0. */
export function readC(text: string, base: 0 | 10 | 16, unsigned = false): NumberStart {
  if (base === 0) return readC0(text, unsigned);
  if (base === 10) {
    const match = DECIMAL_START.exec(text);
    if (match === null) return NOTHING;
    return bounded(match[1] === '-', match[2] ?? '', match[0].length, unsigned);
  }
  const match = HEX_START.exec(text);
  if (match === null) return NOTHING;
  return bounded(match[1] === '-', `0x${match[3] ?? ''}`, match[0].length, unsigned);
}

const NOTHING: NumberStart = { value: 0, length: 0, overflows: false };

function readC0(text: string, unsigned: boolean): NumberStart {
  if (/^[ \t\n\v\f\r]*[+-]?0[xX][0-9a-fA-F]/.test(text)) return readC(text, 16, unsigned);
  const octal = /^[ \t\n\v\f\r]*([+-]?)0([0-7]*)/.exec(text);
  if (octal === null) return readC(text, 10, unsigned);
  return bounded(octal[1] === '-', `0o0${octal[2] ?? ''}`, octal[0].length, unsigned);
}

/** `digits` as JavaScript writes them, with 0x or 0o in front where the base is not 10. */
function bounded(negative: boolean, digits: string, length: number, unsigned: boolean): NumberStart {
  if (digits.length <= 14) return { value: negative ? -Number(digits) : Number(digits), length, overflows: false };
  const exact = negative ? -BigInt(digits) : BigInt(digits);
  const low = unsigned ? -MAX_UNSIGNED : MIN_SIGNED;
  const high = unsigned ? MAX_UNSIGNED : MAX_SIGNED;
  const value = exact < low ? low : exact > high ? high : exact;
  return { value: unsigned && value < 0n ? BigInt.asUintN(64, value) : value, length, overflows: value !== exact };
}

const PYTHON_DECIMAL = /^\s*([+-]?)([0-9]+(?:_[0-9]+)*)\s*$/;
const PYTHON_HEX = /^\s*([+-]?)(?:0[xX]_?)?([0-9a-fA-F]+(?:_[0-9a-fA-F]+)*)\s*$/;
const PYTHON_ANY =
  /^\s*([+-]?)(0[xX]_?[0-9a-fA-F]+(?:_[0-9a-fA-F]+)*|0[oO]_?[0-7]+(?:_[0-7]+)*|0[bB]_?[01]+(?:_[01]+)*|0+(?:_0+)*|[1-9][0-9]*(?:_[0-9]+)*)\s*$/;

/** Reads as Python's int(text, base) does; undefined where that raises. */
export function readPython(text: string, base: 0 | 10 | 16): Whole | undefined {
  const match = (base === 10 ? PYTHON_DECIMAL : base === 16 ? PYTHON_HEX : PYTHON_ANY).exec(text);
  if (match === null) return undefined;
  const digits = (match[2] ?? '').replaceAll('_', '');
  const value = BigInt(base === 16 ? `0x${digits}` : digits.toLowerCase());
  const signed = match[1] === '-' ? -value : value;
  return signed >= -9007199254740991n && signed <= 9007199254740991n ? Number(signed) : signed;
}

/** The base that numbers of a type are written in; 0 where the text itself tells. */
export function baseOf(type: SymbolType): 0 | 10 | 16 {
  return type === 'int' ? 10 : type === 'hex' ? 16 : 0;
}

/** Tells whether a text is a value of an int or hex symbol. */
export function isNumberOf(type: 'int' | 'hex', text: string, dialect: KconfigDialect): boolean {
  if (dialect === '6.1') {
    const value = readPython(text, type === 'int' ? 10 : 16);
    return value !== undefined && (type === 'int' || value >= 0);
  }
  return type === 'int' ? /^-?(?:0|[1-9][0-9]*)$/.test(text) : /^(?:0[xX])?[0-9a-fA-F]+$/.test(text);
}

/** Returns a number as it is written where nobody wrote it: decimal, or hexadecimal with 0x. */
export function writeNumber(type: 'int' | 'hex', value: Whole): string {
  if (type === 'int') return String(value);
  return value < 0 ? `-0x${(-BigInt(value)).toString(16)}` : `0x${value.toString(16)}`;
}
