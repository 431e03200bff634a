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
    condition = compileCondition(withWords(expression), getterOf);
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

/** A y, n or m that is compared with a symbol is the word where the symbol's values are words: size=n of size=n|s. */
function withWords(expression: Expression): Expression {
  switch (expression.kind) {
    case 'not':
      return { ...expression, operand: withWords(expression.operand) };
    case 'and':
    case 'or':
      return { ...expression, operands: expression.operands.map(withWords) };
    case 'compare': {
      const { operator, left, right, span } = expression;
      if (operator !== '=' && operator !== '!=') return expression;
      const asWord = (side: Expression): Expression | undefined =>
        side.kind === 'literal' && side.value.kind === 'tristate'
          ? { ...side, value: { kind: 'text', text: side.value.text } }
          : undefined;
      const [leftWord, rightWord] = [asWord(left), asWord(right)];
      if (leftWord === undefined && rightWord === undefined) return expression;
      const word: Expression = { ...expression, left: leftWord ?? left, right: rightWord ?? right };
      return { kind: operator === '=' ? 'or' : 'and', operands: [expression, word], span };
    }
    default:
      return expression;
  }
}

function getterOf(name: string): Getter<Lookup> {
  return (lookup) => {
    const value = lookup(name);
    return value === undefined ? undefined : operandOf(value);
  };
}
