// SPDX-License-Identifier: MIT
// How two symbols compare: as numbers where both read as numbers, else as texts, byte by byte.
import { type KconfigDialect, type KSymbol, type Relation, isLogical, type Tri } from './model.ts';
import { baseOf, readPython, type Whole, wholeNumber } from './number-text.ts';
import { standsBy } from '../core/comparison.ts';

/** A side of a comparison: a symbol, its text, and its value when it is y, m or n. */
export interface Side {
  readonly symbol: KSymbol;
  readonly text: string;
  readonly tri: Tri;
}

/** Tells whether a relation holds between two values. */
export function holds(relation: Relation, left: Side, right: Side, dialect: KconfigDialect): boolean {
  const difference = dialect === '6.12' ? compareAsConf(left, right) : compareAsPython(left, right);
  return standsBy(relation, difference);
}

function compareAsConf(left: Side, right: Side): number {
  if (left.symbol.type === 'string' && right.symbol.type === 'string') return compareBytes(left.text, right.text);
  const a = numberAsConf(left);
  const b = numberAsConf(right);
  if (a === undefined || b === undefined) return compareBytes(left.text, right.text);
  if (left.symbol.type === 'hex' || right.symbol.type === 'hex') return compareWhole(unsigned(a), unsigned(b));
  return compareWhole(a, b);
}

/** The whole text must be a number whose last character is a digit of base 16; what does not fit 64 bits is none. */
function numberAsConf({ symbol, text, tri }: Side): Whole | undefined {
  if (isLogical(symbol.type)) return tri;
  return wholeNumber(text, baseOf(symbol.type));
}

function unsigned(value: Whole): Whole {
  return value < 0 ? BigInt.asUintN(64, BigInt(value)) : value;
}

function compareAsPython(left: Side, right: Side): number {
  if (left.symbol.type === 'string' && right.symbol.type === 'string') return compareBytes(left.text, right.text);
  const a = isLogical(left.symbol.type) ? left.tri : readPython(left.text, baseOf(left.symbol.type));
  const b = isLogical(right.symbol.type) ? right.tri : readPython(right.text, baseOf(right.symbol.type));
  return a === undefined || b === undefined ? compareBytes(left.text, right.text) : compareWhole(a, b);
}

function compareWhole(a: Whole, b: Whole): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Compares as strcmp does on UTF-8, whose order is that of the code points. */
function compareBytes(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; ) {
    const x = a.codePointAt(i) ?? 0;
    const y = b.codePointAt(i) ?? 0;
    if (x !== y) return x < y ? -1 : 1;
    i += x > 0xffff ? 2 : 1;
  }
  return a.length < b.length ? -1 : 1;
}
