// SPDX-License-Identifier: MIT
import type { KNode, KStep, KSymbol } from './model.ts';

/** Returns the steps of writing a .config: a symbol stands where it is defined first. */
export function layoutOf(root: KNode): KStep[] {
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
      if (child.kind === 'menu') steps.push({ kind: 'end', node: child });
    }
  };
  visit(root);
  return steps;
}
