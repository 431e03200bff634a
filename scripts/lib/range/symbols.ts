// SPDX-License-Identifier: MIT
import { unreachable } from '../core/unreachable.ts';
import type { Expression } from './tree.ts';

/** A symbol named in an expression. */
export type SymbolReference = Extract<Expression, { kind: 'symbol' }>;

/** Returns each place where an expression names a symbol, from left to right. */
export function symbolsOf(expression: Expression): SymbolReference[] {
  const found: SymbolReference[] = [];
  collect(expression, found);
  return found;
}

/** Recursion is only as deep as parentheses are nested, which the parser bounds. */
function collect(expression: Expression, found: SymbolReference[]): void {
  switch (expression.kind) {
    case 'symbol':
      found.push(expression);
      return;
    case 'literal':
      return;
    case 'not':
    case 'negate':
      collect(expression.operand, found);
      return;
    case 'and':
    case 'or':
      for (const operand of expression.operands) collect(operand, found);
      return;
    case 'compare':
      collect(expression.left, found);
      collect(expression.right, found);
      return;
    case 'arithmetic':
      collect(expression.first, found);
      for (const { operand } of expression.rest) collect(operand, found);
      return;
    default:
      unreachable(expression);
  }
}
