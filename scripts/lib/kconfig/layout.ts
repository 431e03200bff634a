// SPDX-License-Identifier: MIT
import type { KconfigDialect, KNode, KStep, KSymbol } from './model.ts';

/** Returns the steps of writing a .config: a symbol stands where it is defined first. */
export function layoutOf(root: KNode, dialect: KconfigDialect): KStep[] {
  const steps: KStep[] = [];
  const seen = new Set<KSymbol>();
  const visit = (node: KNode): void => {
    for (const child of node.children) {
      const { symbol } = child;
      if (symbol !== undefined && !seen.has(symbol)) {
        seen.add(symbol);
        steps.push({ kind: 'symbol', symbol });
      }
      if (child.kind === 'menu' || child.kind === 'comment') steps.push({ kind: 'title', node: child });
      visit(child);
      if (child.kind === 'menu' && (dialect === '6.12' || !isEmpty(child))) steps.push({ kind: 'end', node: child });
    }
  };
  visit(root);
  return steps;
}

/** Tells whether nothing stands in a menu but ifs around nothing. */
function isEmpty(node: KNode): boolean {
  return node.children.every((child) => child.kind === 'if' && isEmpty(child));
}
