// SPDX-License-Identifier: MIT
import type { Code } from '../core/codes.ts';
import type { Diagnostic, Note } from '../core/diagnostic.ts';
import type { Source, Span } from '../core/source.ts';
import type { KChoice, KNode, KSymbol, KconfigDialect } from './model.ts';
import type { SymbolTable } from './symbol-table.ts';

/** Reads the files of a tree. Paths are relative to the folder of the tree, with / and without . and .. in them. */
export interface TreeFiles {
  readonly read: (path: string) => Source | { readonly unreadable: string };
  /** Names in a folder, for patterns such as "drivers/x/Kconfig" with a star. Unsorted. */
  readonly list: (folder: string) => readonly string[];
}

/** What reading a tree has come to so far. */
export interface Parsing {
  readonly dialect: KconfigDialect;
  readonly table: SymbolTable;
  readonly diagnostics: Diagnostic[];
  readonly root: KNode;
  readonly choices: KChoice[];
  /** What $(info,...) of the tree has to say. */
  readonly informed: string[];
  title: string | undefined;
  modules: KSymbol | undefined;
}

/** Most diagnostics of a tree that are kept: behind them reading stops. */
const MAX_DIAGNOSTICS = 200;

/** Notes an error of a tree. */
export function report(
  parsing: Pick<Parsing, 'diagnostics'>,
  trouble: { code: Code; message: string; span: Span; hint?: string; notes?: readonly Note[] },
): void {
  if (parsing.diagnostics.length >= MAX_DIAGNOSTICS) return;
  parsing.diagnostics.push(trouble);
}

/** Tells whether there are so many diagnostics that reading on is of no use. */
export function isHopeless(parsing: Pick<Parsing, 'diagnostics'>): boolean {
  return parsing.diagnostics.length >= MAX_DIAGNOSTICS;
}

/** Returns a stretch of a source. */
export function stretch(source: Source, at: number, end: number): Span {
  return { source, offset: at, length: Math.max(0, end - at) };
}

/** Returns a node without anything in it, added to its parent. */
export function addNode(kind: KNode['kind'], span: Span, parent: KNode, symbol?: KSymbol): KNode {
  const node = bareNode(kind, span, parent, symbol);
  parent.children.push(node);
  return node;
}

/** Returns the node that the whole tree hangs from. */
export function bareNode(kind: KNode['kind'], span: Span, parent?: KNode, symbol?: KSymbol): KNode {
  return {
    kind,
    span,
    parent,
    children: [],
    symbol,
    choice: undefined,
    prompt: undefined,
    depends: undefined,
    visibleIf: undefined,
    defaults: [],
    ranges: [],
    selects: [],
    implies: [],
  };
}
