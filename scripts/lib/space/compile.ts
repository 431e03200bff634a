// SPDX-License-Identifier: MIT
import { unreachable } from '../core/unreachable.ts';
import type { ArithmeticStep, Expression } from '../range/tree.ts';
import { calculate, negateExact } from './exact.ts';
import { compareOperands, computedOperand, exactOfOperand, isTrue, type Operand, operandOf } from './operand.ts';

/** Reads a symbol out of whatever holds the values. */
export type Getter<E> = (environment: E) => Operand | undefined;

const YES = operandOf({ kind: 'tristate', text: 'y' });
const NO = operandOf({ kind: 'tristate', text: 'n' });

/** Returns a condition as a function; `resolve` is asked once for each place that names a symbol. */
export function compileCondition<E>(expression: Expression, resolve: (name: string) => Getter<E>): (environment: E) => boolean {
  switch (expression.kind) {
    case 'not': {
      const operand = compileCondition(expression.operand, resolve);
      return (e) => !operand(e);
    }
    case 'and': {
      const operands = expression.operands.map((o) => compileCondition(o, resolve));
      return (e) => operands.every((o) => o(e));
    }
    case 'or': {
      const operands = expression.operands.map((o) => compileCondition(o, resolve));
      return (e) => operands.some((o) => o(e));
    }
    case 'compare': {
      const left = compileOperand(expression.left, resolve);
      const right = compileOperand(expression.right, resolve);
      const { operator } = expression;
      return (e) => compareOperands(operator, left(e), right(e));
    }
    case 'symbol':
    case 'literal':
    case 'negate':
    case 'arithmetic': {
      const operand = compileOperand(expression, resolve);
      return (e) => isTrue(operand(e));
    }
    default:
      return unreachable(expression);
  }
}

/** Returns the value of an expression as a function; conditions count as y and n. */
export function compileOperand<E>(expression: Expression, resolve: (name: string) => Getter<E>): Getter<E> {
  switch (expression.kind) {
    case 'symbol':
      return resolve(expression.name);
    case 'literal': {
      const operand = operandOf(expression.value);
      return () => operand;
    }
    case 'negate': {
      const operand = compileOperand(expression.operand, resolve);
      return (e) => negated(operand(e));
    }
    case 'arithmetic':
      return compileArithmetic(compileOperand(expression.first, resolve), expression.rest, resolve);
    case 'not':
    case 'and':
    case 'or':
    case 'compare': {
      const condition = compileCondition(expression, resolve);
      return (e) => (condition(e) ? YES : NO);
    }
    default:
      return unreachable(expression);
  }
}

function negated(operand: Operand | undefined): Operand | undefined {
  const exact = operand?.numeric === true ? exactOfOperand(operand) : undefined;
  return exact === undefined ? undefined : computedOperand(negateExact(exact));
}

/** An absent operand, a text, division by zero and results beyond all bounds make the whole undefined. */
function compileArithmetic<E>(first: Getter<E>, rest: readonly ArithmeticStep[], resolve: (name: string) => Getter<E>): Getter<E> {
  const steps = rest.map(({ operator, operand }) => ({ operator, operand: compileOperand(operand, resolve) }));
  return (e) => {
    const start = first(e);
    let result = start?.numeric === true ? exactOfOperand(start) : undefined;
    for (const { operator, operand } of steps) {
      if (result === undefined) return undefined;
      const next = operand(e);
      const exact = next?.numeric === true ? exactOfOperand(next) : undefined;
      if (exact === undefined) return undefined;
      result = calculate(operator, result, exact);
    }
    return result === undefined ? undefined : computedOperand(result);
  };
}
