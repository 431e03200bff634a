// SPDX-License-Identifier: MIT
// Conditions as people read them.
import { unreachable } from '../core/unreachable.ts';
import type { Evaluation } from './evaluation.ts';
import { formOf, partsOf } from './implication.ts';
import { type KExpr, type KSymbol, isLogical } from './model.ts';

/** Most parts of an `or` that are shown. */
const SHOWN_PARTS = 6;

/** Returns a condition as a Kconfig file would write it; a long one is cut. */
export function conditionText(condition: KExpr, inside: 'none' | 'or' | 'and' | 'not' = 'none'): string {
  switch (condition.kind) {
    case 'symbol':
      return operandText(condition.symbol);
    case 'module':
      return 'm';
    case 'choice':
      return `the choice "${condition.choice.node.prompt?.text ?? ''}"`;
    case 'shared':
      return conditionText(condition.of, inside);
    case 'not':
      return `!${conditionText(condition.of, 'not')}`;
    case 'relation': {
      const text = `${operandText(condition.left)} ${condition.relation} ${operandText(condition.right)}`;
      return inside === 'not' ? `(${text})` : text;
    }
    case 'and':
    case 'or': {
      const kept = condition.of.slice(0, SHOWN_PARTS).map((part) => conditionText(part, condition.kind));
      if (condition.of.length > SHOWN_PARTS) kept.push(`and ${condition.of.length - SHOWN_PARTS} more`);
      const text = kept.join(condition.kind === 'and' ? ' && ' : ' || ');
      return inside === 'not' || (inside === 'and' && condition.kind === 'or') ? `(${text})` : text;
    }
    default:
      return unreachable(condition);
  }
}

function operandText(symbol: KSymbol): string {
  return symbol.constant && !isLogical(symbol.type) ? `"${symbol.name}"` : symbol.name;
}

/** Returns the parts of a condition that do not hold, joined by `&&`, each symbol with its value: A (n) && N > 3 (N is 2). */
export function unmetText(condition: KExpr | undefined, evaluation: Evaluation): string {
  return unmetParts(condition, evaluation)
    .map((part) => `${conditionText(part, 'and')} (${valuesText(part, evaluation)})`)
    .join(' && ');
}

/** The parts of a condition that are n, each once. */
export function unmetParts(condition: KExpr | undefined, evaluation: Evaluation): readonly KExpr[] {
  const unmet = new Map<string, KExpr>();
  for (const part of partsOf(condition)) if (evaluation.valueOf(part) === 0) unmet.set(formOf(part), part);
  return [...unmet.values()];
}

/** Most symbols whose values are told. */
const SHOWN_VALUES = 6;

function valuesText(condition: KExpr, evaluation: Evaluation): string {
  if (condition.kind === 'choice') return 'which is hidden';
  const symbols = [...new Set(symbolsIn(condition))];
  if (symbols.length === 0) return condition.kind === 'module' ? 'there are no modules' : 'never';
  const told = symbols.slice(0, SHOWN_VALUES).map((symbol) => `${symbol.name} is ${valueText(symbol, evaluation)}`);
  if (symbols.length > SHOWN_VALUES) told.push('...');
  return told.join(', ');
}

function valueText(symbol: KSymbol, evaluation: Evaluation): string {
  if (symbol.nodes.length === 0) return 'not in the tree';
  const text = evaluation.textOf(symbol);
  return text === '' || symbol.type === 'string' ? `"${text}"` : text;
}

/** The symbols that stand in a condition, without constants. */
function symbolsIn(condition: KExpr): readonly KSymbol[] {
  switch (condition.kind) {
    case 'symbol':
      return condition.symbol.constant ? [] : [condition.symbol];
    case 'relation':
      // What is not defined stands for its own name here: 4, cuda.
      return [condition.left, condition.right].filter(({ nodes }) => nodes.length > 0);
    case 'shared':
    case 'not':
      return symbolsIn(condition.of);
    case 'and':
    case 'or':
      return condition.of.flatMap(symbolsIn);
    case 'module':
    case 'choice':
      return [];
    default:
      return unreachable(condition);
  }
}
