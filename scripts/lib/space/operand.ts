// SPDX-License-Identifier: MIT
import { type Value, valueKey } from '../core/value.ts';
import type { CompareOperator } from '../range/tree.ts';
import { compareExact, type Exact, exactOf } from './exact.ts';

/** A value ready to be compared many times: what is costly is computed once, when it is first needed. */
export interface Operand {
  /** Undefined for a computed number. */
  readonly value: Value | undefined;
  readonly numeric: boolean;
  /** Nearest double; NaN for computed fractions and for what is no number. */
  readonly approximate: number;
  /** The number itself when it is a whole one that doubles hold exactly; else NaN. */
  readonly whole: number;
  /** Computed on demand by `exactOfOperand`. */
  exact: Exact | undefined;
}

/** Returns the operand of a value. */
export function operandOf(value: Value): Operand {
  const numeric = value.kind === 'number' || value.kind === 'hex';
  const approximate = numeric ? Number(value.text) : Number.NaN;
  // Digits alone: of 1.00000000000000000001 the nearest double is whole, the number is not.
  const isWhole = Number.isSafeInteger(approximate) && /^(-?[0-9]+|0[xX][0-9a-fA-F]+)$/.test(value.text);
  return { value, numeric, approximate, whole: isWhole ? approximate : Number.NaN, exact: undefined };
}

/** Returns the operand of a computed number. */
export function computedOperand(exact: Exact): Operand {
  return { value: undefined, numeric: true, approximate: Number.NaN, whole: Number.NaN, exact };
}

/** Returns the operand of a computed whole number that a double holds exactly. */
export function wholeOperand(whole: number): Operand {
  return { value: undefined, numeric: true, approximate: whole, whole, exact: undefined };
}

/** Returns the exact number of a numeric operand. */
export function exactOfOperand(operand: Operand): Exact | undefined {
  operand.exact ??= operand.value === undefined ? exactOfWhole(operand.whole) : exactOf(operand.value);
  return operand.exact;
}

/**
 * Compares two operands. An absent one makes every comparison but != false. Numbers compare as numbers; other values
 * are equal when kind and value are; texts are ordered by character code, n < m < y; all else has no order.
 */
export function compareOperands(operator: CompareOperator, a: Operand | undefined, b: Operand | undefined): boolean {
  if (a === undefined || b === undefined) return operator === '!=';
  if (a.numeric && b.numeric) return holds(operator, compareNumbers(a, b));
  if (operator === '=') return isSame(a, b);
  if (operator === '!=') return !isSame(a, b);
  const order = orderOf(a, b);
  return order !== undefined && holds(operator, order);
}

/** Tells whether an operand counts as true: y, m, a number but 0, a text or list that is not empty. */
export function isTrue(operand: Operand | undefined): boolean {
  if (operand === undefined) return false;
  if (operand.numeric) return exactOfOperand(operand)?.numerator !== 0n;
  const { kind, text } = operand.value ?? { kind: 'tristate', text: 'n' };
  return kind === 'tristate' ? text !== 'n' : text !== '' && text !== '[]';
}

function exactOfWhole(whole: number): Exact | undefined {
  return Number.isNaN(whole) ? undefined : { numerator: BigInt(whole), denominator: 1n, scale: 0 };
}

/** Correct rounding keeps order, so doubles that differ decide; equal ones are compared exactly. */
function compareNumbers(a: Operand, b: Operand): number {
  if (a.approximate < b.approximate) return -1;
  if (a.approximate > b.approximate) return 1;
  if (a.whole === b.whole) return 0;
  const left = exactOfOperand(a);
  const right = exactOfOperand(b);
  return left === undefined || right === undefined ? 0 : compareExact(left, right);
}

function isSame(a: Operand, b: Operand): boolean {
  if (a.value === undefined || b.value === undefined || a.value.kind !== b.value.kind) return false;
  return a.value.kind === 'list' ? valueKey(a.value) === valueKey(b.value) : a.value.text === b.value.text;
}

const TRISTATE_ORDER = { n: 0, m: 1, y: 2 } as const;

function orderOf(a: Operand, b: Operand): number | undefined {
  if (a.value?.kind === 'text' && b.value?.kind === 'text') return a.value.text < b.value.text ? -1 : a.value.text > b.value.text ? 1 : 0;
  if (a.value?.kind === 'tristate' && b.value?.kind === 'tristate') return TRISTATE_ORDER[a.value.text] - TRISTATE_ORDER[b.value.text];
  return undefined;
}

function holds(operator: CompareOperator, order: number): boolean {
  switch (operator) {
    case '=':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}
