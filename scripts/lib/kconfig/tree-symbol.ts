// SPDX-License-Identifier: MIT
import { CONFIG_PREFIX } from '../core/config-prefix.ts';
import type { KSymbol, KTree } from './model.ts';

/** Returns the symbol that a name of a range file is in a tree; undefined where it is none of the tree's. */
export function treeSymbol(tree: KTree, name: string): KSymbol | undefined {
  const symbol = name.startsWith(CONFIG_PREFIX) ? tree.byName.get(name.slice(CONFIG_PREFIX.length)) : undefined;
  return symbol === undefined || symbol.nodes.length === 0 ? undefined : symbol;
}

/** Returns the names, with CONFIG_, of all symbols that a tree defines. */
export function treeNames(tree: KTree): string[] {
  return [...tree.byName].flatMap(([name, { nodes }]) => (nodes.length === 0 ? [] : [`${CONFIG_PREFIX}${name}`]));
}
