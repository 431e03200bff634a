// SPDX-License-Identifier: MIT
import { isTrueWord, type Value, valueKey } from '../core/value.ts';
import type { CompareOperator } from '../range/tree.ts';
import { compareExact, type Exact, exactOf } from './exact.ts';
import { standsBy } from '../core/comparison.ts';

/** A value ready to be compared many times: what is costly is computed once, when it is first needed. */
export interface Operand {
  /** Undefined for a computed number. */
  readonly value: Value | undefined;
  readonly numeric: boolean;
  /** Nearest double; NaN for computed fractions and for what is no number. */
  readonly approximate: number;
  /** Of a small decimal mantissa x 10^-scale, both whole numbers that doubles hold exactly; else the mantissa is NaN. */
  readonly mantissa: number;
  readonly scale: number;
  /** Computed on demand by `exactOfOperand`. */
  exact: Exact | undefined;
}

/** Powers of ten that doubles hold exactly, so that a division by one of them is rounded once. */
export const POWERS_OF_TEN: readonly number[] = Array.from({ length: 16 }, (_, i) => 10 ** i);

/** Returns the operand of a value. */
export function operandOf(value: Value): Operand {
  const numeric = value.kind === 'number' || value.kind === 'hex';
  const approximate = numeric ? Number(value.text) : Number.NaN;
  const small = numeric ? smallDecimal(value) : undefined;
  return {
    value,
    numeric,
    approximate,
    mantissa: small?.mantissa ?? Number.NaN,
    scale: small?.scale ?? 0,
    exact: undefined,
  };
}

/** Returns the operand of a computed number. */
export function computedOperand(exact: Exact): Operand {
  return { value: undefined, numeric: true, approximate: Number.NaN, mantissa: Number.NaN, scale: 0, exact };
}

/** Returns the operand of a computed small decimal. */
export function decimalOperand(mantissa: number, scale: number): Operand {
  return {
    value: undefined,
    numeric: true,
    approximate: mantissa / (POWERS_OF_TEN[scale] ?? Number.NaN),
    mantissa,
    scale,
    exact: undefined,
  };
}

function smallDecimal(value: Value): { mantissa: number; scale: number } | undefined {
  const exact = exactOf(value);
  if (exact === undefined) return undefined;
  const scale = Math.max(0, exact.scale);
  if (scale >= POWERS_OF_TEN.length || exact.scale <= -POWERS_OF_TEN.length) return undefined;
  const mantissa = Number(exact.numerator) * (exact.scale < 0 ? (POWERS_OF_TEN[-exact.scale] ?? Number.NaN) : 1);
  return Number.isSafeInteger(mantissa) && Number.isSafeInteger(Number(exact.numerator))
    ? { mantissa: mantissa + 0, scale }
    : undefined;
}

/** Returns the exact number of a numeric operand. */
export function exactOfOperand(operand: Operand): Exact | undefined {
  operand.exact ??= operand.value === undefined ? exactOfDecimal(operand) : exactOf(operand.value);
  return operand.exact;
}

function exactOfDecimal({ mantissa, scale }: Operand): Exact | undefined {
  return Number.isNaN(mantissa) ? undefined : { numerator: BigInt(mantissa), denominator: 1n, scale };
}

/**
 * Compares two operands. An absent one makes every comparison but != false. Numbers compare as numbers; other values
 * are equal when kind and value are, but true is y and false is n; texts are ordered by character code, n < m < y; all else
 * has no order.
 */
export function compareOperands(operator: CompareOperator, a: Operand | undefined, b: Operand | undefined): boolean {
  if (a === undefined || b === undefined) return operator === '!=';
  if (a.numeric && b.numeric) return standsBy(operator, compareNumbers(a, b));
  if (operator === '=') return isSame(a, b);
  if (operator === '!=') return !isSame(a, b);
  const order = orderOf(a, b);
  return order !== undefined && standsBy(operator, order);
}

/** Tells whether an operand counts as true: y, m, true, a number but 0, a text or list that is not empty. */
export function isTrue(operand: Operand | undefined): boolean {
  if (operand === undefined) return false;
  if (operand.numeric) return exactOfOperand(operand)?.numerator !== 0n;
  const { value } = operand;
  if (value === undefined || value.kind === 'null') return false;
  const truth = truthOf(value);
  return truth === undefined ? !['', '[]', '{}'].includes(value.text) : truth !== 'n';
}

/** Correct rounding keeps order, so doubles that differ decide; equal ones are compared exactly. */
function compareNumbers(a: Operand, b: Operand): number {
  if (a.approximate < b.approximate) return -1;
  if (a.approximate > b.approximate) return 1;
  if (a.mantissa === b.mantissa && a.scale === b.scale) return 0;
  const left = exactOfOperand(a);
  const right = exactOfOperand(b);
  return left === undefined || right === undefined ? 0 : compareExact(left, right);
}

function isSame(a: Operand, b: Operand): boolean {
  if (a.value === undefined || b.value === undefined) return false;
  const truth = truthOf(a.value);
  if (truth !== undefined) return truth === truthOf(b.value);
  if (a.value.kind !== b.value.kind) return false;
  if (a.value.kind === 'null') return true;
  return a.value.kind === 'list' ? valueKey(a.value) === valueKey(b.value) : a.value.text === b.value.text;
}

/** In conditions a boolean is its truth: true = y, false = n. Undefined for all that is neither. */
function truthOf(value: Value | undefined): 'y' | 'n' | 'm' | undefined {
  if (value?.kind === 'tristate') return value.text;
  return value?.kind === 'boolean' ? (isTrueWord(value.text) ? 'y' : 'n') : undefined;
}

const TRISTATE_ORDER = { n: 0, m: 1, y: 2 } as const;

function orderOf(a: Operand, b: Operand): number | undefined {
  if (a.value?.kind === 'text' && b.value?.kind === 'text')
    return a.value.text < b.value.text ? -1 : a.value.text > b.value.text ? 1 : 0;
  const [left, right] = [truthOf(a.value), truthOf(b.value)];
  return left === undefined || right === undefined ? undefined : TRISTATE_ORDER[left] - TRISTATE_ORDER[right];
}
