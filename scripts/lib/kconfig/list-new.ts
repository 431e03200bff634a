// SPDX-License-Identifier: MIT
// Symbols that a .config does not set and a user could: `conf --listnewconfig`.
import type { Evaluation } from './evaluation.ts';
import { dependsOnSymbol, isAskedBy, namesSymbol } from './implication.ts';
import { isChangeable } from './minimal.ts';
import { isLogical, type KExpr, type KNode, type KSymbol } from './model.ts';
import type { UserValues } from './user-values.ts';
import { quotedValue } from './write-config.ts';

/** A place of the menus as a user sees them: what depends on the symbol before it is shown below that one. */
interface Shown {
  readonly node: KNode;
  readonly children: Shown[];
}

/** Returns a line for each new symbol, with the value it would get; one for each place that it has a prompt in, as `conf`. */
export function listNew(evaluation: Evaluation, user: UserValues): string {
  let text = '';
  const stack: Shown[] = [...shownBelow(evaluation.tree.root, false)].reverse();
  for (let shown = stack.pop(); shown !== undefined; shown = stack.pop()) {
    const isPlace = shown.node.prompt !== undefined;
    if (isPlace && !canBeSeen(shown, evaluation)) continue;
    const { symbol } = shown.node;
    if (isPlace && symbol !== undefined && !user.has(symbol) && isChangeable(symbol, evaluation)) {
      text += newLine(symbol, evaluation);
    }
    for (let i = shown.children.length - 1; i >= 0; i -= 1) {
      const child = shown.children[i];
      if (child !== undefined) stack.push(child);
    }
  }
  return text;
}

function newLine(symbol: KSymbol, evaluation: Evaluation): string {
  const value = evaluation.textOf(symbol);
  return `CONFIG_${symbol.name}=${symbol.type === 'string' ? quotedValue(value) : value}\n`;
}

/** The entries of a menu. What has no prompt is no place of its own: its entries stand behind it. */
function shownBelow(parent: KNode, inChoice: boolean): Shown[] {
  const all: Shown[] = [];
  const open: Shown[] = [];
  for (const node of parent.children) {
    const shown: Shown = { node, children: shownBelow(node, node.kind === 'choice') };
    while (open.length > 0 && !isBelow(node, open.at(-1)?.node)) open.pop();
    const above = open.at(-1);
    if (above === undefined) all.push(shown);
    else above.children.push(shown);
    if (!inChoice && node.kind === 'symbol') open.push(shown);
    else if (above === undefined) open.length = 0;
  }
  return all;
}

/** A node is below a symbol that it depends on, and below one it names where it asks for all that the symbol asks for. */
function isBelow(node: KNode, above: KNode | undefined): boolean {
  const symbol = above?.symbol;
  const condition = promptCondition(node);
  if (above === undefined || symbol === undefined || !namesSymbol(condition, symbol)) return false;
  return dependsOnSymbol(condition, symbol) || isAskedBy(above.prompt?.condition, condition);
}

/** What it takes to see a node; of one without a prompt, what it depends on. */
function promptCondition(node: KNode): KExpr | undefined {
  return node.symbol === undefined && node.choice === undefined
    ? node.depends
    : (node.prompt ?? { condition: node.depends }).condition;
}

/** Seen where its prompt is, or where it is not n and something below it is seen. */
function canBeSeen(start: Shown, evaluation: Evaluation): boolean {
  const stack = [start];
  for (let shown = stack.pop(); shown !== undefined; shown = stack.pop()) {
    const { node } = shown;
    if (node.prompt === undefined) {
      stack.push(...shown.children);
      continue;
    }
    if (node.kind === 'menu' && evaluation.valueOf(node.visibleIf) === 0) continue;
    const isSeen = evaluation.valueOf(promptCondition(node)) !== 0;
    if (isSeen) return true;
    const isOn = node.symbol !== undefined && isLogical(node.symbol.type) && evaluation.triOf(node.symbol) !== 0;
    if (isOn) stack.push(...shown.children);
  }
  return false;
}
