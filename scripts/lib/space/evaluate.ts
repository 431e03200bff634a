// SPDX-License-Identifier: MIT
import type { Value } from '../core/value.ts';
import type { Expression } from '../range/tree.ts';
import { compileCondition, compileOperand, type Getter } from './compile.ts';
import { exactToNumber } from './exact.ts';
import { exactOfOperand, type Operand, operandOf } from './operand.ts';

/** Gives the value of a symbol; undefined when it is absent. */
export type Lookup = (name: string) => Value | undefined;

/** Expressions are evaluated for many configurations, so what they compile to is kept as long as they are. */
const conditions = new WeakMap<Expression, (lookup: Lookup) => boolean>();
const operands = new WeakMap<Expression, Getter<Lookup>>();

/** Tells whether an expression holds. */
export function evaluate(expression: Expression, lookup: Lookup): boolean {
  let condition = conditions.get(expression);
  if (condition === undefined) {
    condition = compileCondition(expression, getterOf);
    conditions.set(expression, condition);
  }
  return condition(lookup);
}

/** Returns the number an expression stands for (nearest double); undefined when it is none, or a symbol is absent. */
export function evaluateNumber(expression: Expression, lookup: Lookup): number | undefined {
  let operand = operands.get(expression);
  if (operand === undefined) {
    operand = compileOperand(expression, getterOf);
    operands.set(expression, operand);
  }
  const found: Operand | undefined = operand(lookup);
  const exact = found?.numeric === true ? exactOfOperand(found) : undefined;
  return exact === undefined ? undefined : exactToNumber(exact);
}

function getterOf(name: string): Getter<Lookup> {
  return (lookup) => {
    const value = lookup(name);
    return value === undefined ? undefined : operandOf(value);
  };
}
