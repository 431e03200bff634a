// SPDX-License-Identifier: MIT
import { unreachable } from '../core/unreachable.ts';
import type { ArithmeticOperator, ArithmeticStep, Expression } from '../range/tree.ts';
import { calculate, negateExact } from './exact.ts';
import { compareOperands, computedOperand, exactOfOperand, isTrue, type Operand, operandOf, wholeOperand } from './operand.ts';

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
  if (operand === undefined || !operand.numeric) return undefined;
  if (!Number.isNaN(operand.whole)) return wholeOperand(0 - operand.whole);
  const exact = exactOfOperand(operand);
  return exact === undefined ? undefined : computedOperand(negateExact(exact));
}

/** An absent operand, a text, division by zero and results beyond all bounds make the whole undefined. */
function compileArithmetic<E>(first: Getter<E>, rest: readonly ArithmeticStep[], resolve: (name: string) => Getter<E>): Getter<E> {
  const steps = rest.map(({ operator, operand }) => ({ operator, operand: compileOperand(operand, resolve) }));
  return (e) => {
    let result = first(e);
    for (const { operator, operand } of steps) {
      if (result === undefined || !result.numeric) return undefined;
      const next = operand(e);
      if (next === undefined || !next.numeric) return undefined;
      result = applyOperator(operator, result, next);
    }
    return result;
  };
}

function applyOperator(operator: ArithmeticOperator, a: Operand, b: Operand): Operand | undefined {
  const whole = calculateWhole(operator, a.whole, b.whole);
  if (Number.isSafeInteger(whole)) return wholeOperand(whole);
  const left = exactOfOperand(a);
  const right = exactOfOperand(b);
  const exact = left === undefined || right === undefined ? undefined : calculate(operator, left, right);
  return exact === undefined ? undefined : computedOperand(exact);
}

/** The quick way for whole numbers; NaN where the exact way must be taken (also when an operand is NaN). */
function calculateWhole(operator: ArithmeticOperator, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b + 0; // -0 is 0
    case '/':
      return a % b === 0 ? a / b + 0 : Number.NaN;
    case '%': {
      const rest = a % b;
      return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest + 0;
    }
  }
}
