// SPDX-License-Identifier: MIT
// What the form of a condition shows about the symbols in it.
import { unreachable } from '../core/unreachable.ts';
import type { KExpr, KSymbol } from './model.ts';

/** Tells whether a condition can only hold where a symbol is not n, as far as its form shows that. */
export function dependsOnSymbol(condition: KExpr | undefined, symbol: KSymbol): boolean {
  if (condition === undefined) return false;
  switch (condition.kind) {
    case 'symbol':
      return condition.symbol === symbol;
    case 'shared':
      return dependsOnSymbol(condition.of, symbol);
    case 'and':
      return condition.of.some((part) => dependsOnSymbol(part, symbol));
    case 'relation':
      return (
        isNotNo(condition.relation, condition.left, condition.right, symbol) ||
        isNotNo(condition.relation, condition.right, condition.left, symbol)
      );
    default:
      return false;
  }
}

function isNotNo(relation: string, one: KSymbol, other: KSymbol, symbol: KSymbol): boolean {
  if (one !== symbol || !other.constant) return false;
  return relation === '=' ? other.name === 'y' || other.name === 'm' : relation === '!=' && other.name === 'n';
}

/** Tells whether a symbol stands anywhere in a condition. */
export function namesSymbol(condition: KExpr | undefined, symbol: KSymbol): boolean {
  if (condition === undefined) return false;
  switch (condition.kind) {
    case 'symbol':
      return condition.symbol === symbol;
    case 'relation':
      return condition.left === symbol || condition.right === symbol;
    case 'shared':
    case 'not':
      return namesSymbol(condition.of, symbol);
    case 'and':
    case 'or':
      return condition.of.some((part) => namesSymbol(part, symbol));
    default:
      return false;
  }
}

/** Tells whether all that one condition asks for is part of what another asks for. */
export function isAskedBy(less: KExpr | undefined, more: KExpr | undefined): boolean {
  const asked = new Set(partsOf(more).map(formOf));
  return partsOf(less).every((part) => asked.has(formOf(part)));
}

/** The parts of a condition that all have to hold. */
export function partsOf(condition: KExpr | undefined): readonly KExpr[] {
  if (condition === undefined) return [];
  if (condition.kind === 'shared') return partsOf(condition.of);
  return condition.kind === 'and' ? condition.of.flatMap(partsOf) : [condition];
}

/** A text that equal conditions share, in whatever order their parts stand. */
export function formOf(condition: KExpr): string {
  switch (condition.kind) {
    case 'symbol':
      return String(condition.symbol.index);
    case 'module':
      return 'm';
    case 'choice':
      return `c${condition.choice.index}`;
    case 'shared':
      return formOf(condition.of);
    case 'not':
      return `!${formOf(condition.of)}`;
    case 'relation':
      return `${condition.left.index}${condition.relation}${condition.right.index}`;
    case 'and':
    case 'or':
      return `(${[...condition.of.map(formOf)].sort().join(condition.kind)})`;
    default:
      return unreachable(condition);
  }
}
