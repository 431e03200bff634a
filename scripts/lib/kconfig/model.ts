// SPDX-License-Identifier: MIT
// What a Kconfig tree is made of. The parser and the finisher fill these in; from then on nobody changes them.
import type { ComparisonSign } from '../core/comparison.ts';
import { CONFIG_PREFIX } from '../core/configuration-name.ts';
import type { Span } from '../core/source.ts';

/** A tristate value: 0 is n, 1 is m, 2 is y. Logic is Kconfig's: and = minimum, or = maximum, not = 2 - x. */
export type Tri = 0 | 1 | 2;

export type SymbolType = 'unknown' | 'bool' | 'tristate' | 'int' | 'hex' | 'string';

/** The two ways to complete a configuration: `conf` of Linux 6.12, and what came before it (Kconfiglib). */
export type KconfigDialect = '6.12' | '6.1';

export type Relation = ComparisonSign;

/** A condition. Where a property has none, `undefined` stands for y. */
export type KExpr =
  | { readonly kind: 'symbol'; readonly symbol: KSymbol }
  /** A bare m in a condition: m where modules are enabled, else n. */
  | { readonly kind: 'module' }
  | { readonly kind: 'not'; readonly of: KExpr }
  | { readonly kind: 'and' | 'or'; readonly of: readonly KExpr[] }
  | { readonly kind: 'relation'; readonly relation: Relation; readonly left: KSymbol; readonly right: KSymbol }
  /** The mode of a choice: what its members depend on before 6.12. */
  | { readonly kind: 'choice'; readonly choice: KChoice }
  /** A condition that many properties share: evaluated once a completion, kept under its slot. */
  | { readonly kind: 'shared'; readonly slot: number; readonly of: KExpr };

/** A symbol, or a constant ("0.1", y). Constants and symbols that are named and never defined have no nodes. */
export interface KSymbol {
  readonly name: string;
  /** Its place in the arrays of a completion. */
  readonly index: number;
  readonly constant: boolean;
  type: SymbolType;
  readonly nodes: KNode[];
  readonly defaults: KDefault[];
  readonly ranges: KRange[];
  /** Conditions under which one of its prompts can be seen; empty for a symbol that nobody can set. */
  readonly prompts: (KExpr | undefined)[];
  /** What it depends on; `undefined` is y. */
  depends: KExpr | undefined;
  readonly selectedBy: KSelector[];
  readonly impliedBy: KSelector[];
  choice: KChoice | undefined;
}

export interface KDefault {
  readonly value: KExpr;
  readonly condition: KExpr | undefined;
}

export interface KRange {
  readonly low: KSymbol;
  readonly high: KSymbol;
  readonly condition: KExpr | undefined;
  /** True where the range has no condition of its own beyond what its symbol depends on. */
  readonly always: boolean;
  readonly span: Span;
}

/** A symbol that selects (or implies) another, and when. */
export interface KSelector {
  readonly by: KSymbol;
  readonly condition: KExpr | undefined;
  readonly span: Span;
}

export interface KChoice {
  readonly index: number;
  readonly node: KNode;
  type: SymbolType;
  /** May be without a member before 6.12. */
  optional: boolean;
  readonly members: KSymbol[];
  readonly defaults: { readonly symbol: KSymbol; readonly condition: KExpr | undefined }[];
  readonly prompts: (KExpr | undefined)[];
}

/** A place of the tree: a definition of a symbol, a choice, a menu, a comment, or an if. */
export interface KNode {
  readonly kind: 'symbol' | 'choice' | 'menu' | 'comment' | 'if';
  readonly span: Span;
  readonly parent: KNode | undefined;
  readonly children: KNode[];
  readonly symbol: KSymbol | undefined;
  choice: KChoice | undefined;
  prompt: KPrompt | undefined;
  /** `depends on` as written; what it is behind `finish` includes the parents. */
  depends: KExpr | undefined;
  /** `visible if` of a menu. */
  visibleIf: KExpr | undefined;
  readonly defaults: (KDefault & { readonly span: Span })[];
  readonly ranges: KRange[];
  readonly selects: KTarget[];
  readonly implies: KTarget[];
}

export interface KPrompt {
  readonly text: string;
  condition: KExpr | undefined;
  readonly span: Span;
}

export interface KTarget {
  readonly target: KSymbol;
  readonly condition: KExpr | undefined;
  readonly span: Span;
}

/** A tree that is read, checked and ready to complete configurations. */
export interface KTree {
  readonly dialect: KconfigDialect;
  readonly root: KNode;
  readonly title: string;
  /** By name; constants are not among them. */
  readonly byName: ReadonlyMap<string, KSymbol>;
  /** Every symbol and constant, by index. */
  readonly symbols: readonly KSymbol[];
  readonly choices: readonly KChoice[];
  /** The symbol that says whether m exists. */
  readonly modules: KSymbol | undefined;
  readonly yes: KSymbol;
  readonly module: KSymbol;
  readonly no: KSymbol;
  /** The symbols that are int, hex or string. */
  readonly texts: readonly KSymbol[];
  /** Symbols and choices, each behind everything that its value comes from. */
  readonly order: readonly (KSymbol | KChoice)[];
  /** How many shared conditions there are. */
  readonly sharedSlots: number;
  /** What a .config is written from: menus, comments and first definitions, in the order of the files. */
  readonly layout: readonly KStep[];
}

/** A step of writing a .config. */
export type KStep =
  | { readonly kind: 'symbol'; readonly symbol: KSymbol }
  | { readonly kind: 'title' | 'end'; readonly node: KNode };

/** Tells a choice from a symbol. */
export function isChoice(item: KSymbol | KChoice): item is KChoice {
  return 'members' in item;
}

/** Tells whether a symbol is y, m or n rather than a number or a text. */
export function isLogical(type: SymbolType): boolean {
  return type === 'bool' || type === 'tristate';
}

/** Returns the symbol that a name of a range file is in a tree; undefined where it is none of the tree's. */
export function treeSymbol(tree: KTree, name: string): KSymbol | undefined {
  const symbol = name.startsWith(CONFIG_PREFIX) ? tree.byName.get(name.slice(CONFIG_PREFIX.length)) : undefined;
  return symbol === undefined || symbol.nodes.length === 0 ? undefined : symbol;
}

/** Returns the names, with CONFIG_, of all symbols that a tree defines. */
export function treeNames(tree: KTree): string[] {
  return [...tree.byName].flatMap(([name, { nodes }]) => (nodes.length === 0 ? [] : [`${CONFIG_PREFIX}${name}`]));
}
