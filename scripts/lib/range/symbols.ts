// SPDX-License-Identifier: MIT
import { unreachable } from '../core/unreachable.ts';
import type { Definition, Expression } from './tree.ts';

/** A symbol named in an expression. */
export type SymbolReference = Extract<Expression, { kind: 'symbol' }>;

/** Returns each place where an expression names a symbol, from left to right. */
export function symbolsOf(expression: Expression): SymbolReference[] {
  const found: SymbolReference[] = [];
  visitExpressions(expression, (part) => {
    if (part.kind === 'symbol') found.push(part);
  });
  return found;
}

/** Returns the expressions of a definition: its condition, and its formula where it is computed. */
export function expressionsOf({ right, condition }: Pick<Definition, 'right' | 'condition'>): readonly Expression[] {
  return [...(condition === undefined ? [] : [condition]), ...(right.kind === 'computed' ? [right.expression] : [])];
}

/** Visits an expression and all its parts, from left to right. Recursion is only as deep as parentheses are nested. */
export function visitExpressions(expression: Expression, visit: (part: Expression) => void): void {
  visit(expression);
  switch (expression.kind) {
    case 'symbol':
    case 'literal':
      return;
    case 'not':
    case 'negate':
      visitExpressions(expression.operand, visit);
      return;
    case 'and':
    case 'or':
      for (const operand of expression.operands) visitExpressions(operand, visit);
      return;
    case 'compare':
      visitExpressions(expression.left, visit);
      visitExpressions(expression.right, visit);
      return;
    case 'call':
      for (const arg of expression.args) visitExpressions(arg, visit);
      return;
    case 'arithmetic':
      visitExpressions(expression.first, visit);
      for (const { operand } of expression.rest) visitExpressions(operand, visit);
      return;
    default:
      unreachable(expression);
  }
}
