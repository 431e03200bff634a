// SPDX-License-Identifier: MIT
import { unreachable } from '../core/unreachable.ts';
import type { ArithmeticOperator, ArithmeticStep, Expression } from '../range/tree.ts';
import type { FunctionName } from '../range/functions.ts';
import { calculate, type Exact, negateExact } from './exact.ts';
import { applyFunction } from './functions.ts';
import {
  compareOperands,
  computedOperand,
  decimalOperand,
  exactOfOperand,
  isTrue,
  type Operand,
  operandOf,
  POWERS_OF_TEN,
} from './operand.ts';

/** Reads a symbol out of whatever holds the values. */
export type Getter<E> = (environment: E) => Operand | undefined;

const YES = operandOf({ kind: 'tristate', text: 'y' });
const NO = operandOf({ kind: 'tristate', text: 'n' });

/** Returns a condition as a function; `resolve` is asked once for each place that names a symbol. */
export function compileCondition<E>(
  expression: Expression,
  resolve: (name: string) => Getter<E>,
): (environment: E) => boolean {
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
    case 'call':
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
    case 'call':
      return compileCall(
        expression.function,
        expression.args.map((arg) => compileOperand(arg, resolve)),
      );
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
  if (!Number.isNaN(operand.mantissa)) return decimalOperand(0 - operand.mantissa, operand.scale);
  const exact = exactOfOperand(operand);
  return exact === undefined ? undefined : computedOperand(negateExact(exact));
}

/** What is absent or no number gives no result. */
function compileCall<E>(name: FunctionName, args: readonly Getter<E>[]): Getter<E> {
  return (e) => {
    const numbers: Exact[] = [];
    for (const arg of args) {
      const operand = arg(e);
      const exact = operand?.numeric === true ? exactOfOperand(operand) : undefined;
      if (exact === undefined) return undefined;
      numbers.push(exact);
    }
    const result = applyFunction(name, numbers);
    return result === undefined ? undefined : computedOperand(result);
  };
}

/**
 * An absent operand, a text, division by zero and results beyond all bounds make the whole undefined. Between two
 * neighbours in a walk most operands are the same objects, so what was computed from them is kept.
 */
function compileArithmetic<E>(
  first: Getter<E>,
  rest: readonly ArithmeticStep[],
  resolve: (name: string) => Getter<E>,
): Getter<E> {
  const operands = [first, ...rest.map(({ operand }) => compileOperand(operand, resolve))];
  const operators = rest.map(({ operator }) => operator);
  const before: (Operand | undefined)[] = operands.map(() => undefined);
  const results: (Operand | undefined)[] = operands.map(() => undefined);
  return (e) => {
    let isSame = true;
    for (let i = 0; i < operands.length; i += 1) {
      const operand = (operands[i] as Getter<E>)(e);
      if (isSame && operand === before[i]) continue;
      isSame = false;
      before[i] = operand;
      results[i] = combine(operators[i - 1], results[i - 1], operand);
    }
    return results[operands.length - 1];
  };
}

/** The result so far with one more operand; the first operand has no operator before it. */
function combine(
  operator: ArithmeticOperator | undefined,
  result: Operand | undefined,
  operand: Operand | undefined,
): Operand | undefined {
  if (operand === undefined || !operand.numeric) return undefined;
  if (operator === undefined) return operand;
  return result === undefined ? undefined : applyOperator(operator, result, operand);
}

function applyOperator(operator: ArithmeticOperator, a: Operand, b: Operand): Operand | undefined {
  const quick = calculateSmall(operator, a, b);
  if (quick !== undefined) return quick;
  const left = exactOfOperand(a);
  const right = exactOfOperand(b);
  const exact = left === undefined || right === undefined ? undefined : calculate(operator, left, right);
  return exact === undefined ? undefined : computedOperand(exact);
}

/** The quick way for small decimals; undefined where the exact way must be taken. A mantissa that is NaN stays NaN. */
function calculateSmall(operator: ArithmeticOperator, a: Operand, b: Operand): Operand | undefined {
  if (operator === '*') return small(a.mantissa * b.mantissa, a.scale + b.scale);
  const scale = Math.max(a.scale, b.scale);
  const left = a.mantissa * (POWERS_OF_TEN[scale - a.scale] ?? Number.NaN);
  const right = b.mantissa * (POWERS_OF_TEN[scale - b.scale] ?? Number.NaN);
  if (!Number.isSafeInteger(left) || !Number.isSafeInteger(right)) return undefined;
  return calculateAligned(operator, left, right, scale);
}

/** Works on mantissas of one scale. */
function calculateAligned(
  operator: Exclude<ArithmeticOperator, '*'>,
  left: number,
  right: number,
  scale: number,
): Operand | undefined {
  switch (operator) {
    case '+':
      return small(left + right, scale);
    case '-':
      return small(left - right, scale);
    case '/':
      return left % right === 0 ? small(left / right, 0) : undefined;
    case '%': {
      const rest = left % right;
      return small(rest !== 0 && rest < 0 !== right < 0 ? rest + right : rest, scale);
    }
  }
}

function small(mantissa: number, scale: number): Operand | undefined {
  return Number.isSafeInteger(mantissa) && scale < POWERS_OF_TEN.length
    ? decimalOperand(mantissa + 0, scale)
    : undefined; // -0 is 0
}
