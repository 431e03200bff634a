// SPDX-License-Identifier: MIT
import { type Checked, type Diagnostic, hasErrors } from '../core/diagnostic.ts';
import type { Source } from '../core/source.ts';
import { finishTree } from './finish.ts';
import { Macros } from './macro.ts';
import { isLogical, type KconfigDialect, type KNode, type KStep, type KSymbol, type KTree } from './model.ts';
import { orderOf } from './order.ts';
import { parseTree } from './parse-tree.ts';
import { bareNode, type Parsing, stretch, type TreeFiles } from './parsing.ts';
import { SymbolTable } from './symbol-table.ts';

/** What a tree is read with. */
export interface KTreeInput {
  readonly source: Source;
  readonly files: TreeFiles;
  readonly dialect: KconfigDialect;
  readonly environment: Readonly<Record<string, string>>;
  /** Runs a command in the tree's folder and returns what it printed; absent where commands may not run. */
  readonly shell?: (command: string) => string;
}

/** A tree, and all that it was made from: what its identity consists of. */
export interface LoadedTree {
  readonly tree: KTree;
  readonly sources: readonly Source[];
  /** Variables of the environment that were looked at, with their values, and commands with what they printed. */
  readonly environment: readonly (readonly [string, string])[];
  readonly commands: readonly (readonly [string, string])[];
  /** What the tree itself says while it is read, by $(info,...). */
  readonly informed: readonly string[];
}

/** Reads a tree: the first file, all that it sources, and what follows from them. A tree with any error has no value. */
export function loadTree(input: KTreeInput): Checked<LoadedTree> {
  const diagnostics: Diagnostic[] = [];
  const table = new SymbolTable();
  const root = bareNode('menu', stretch(input.source, 0, 0));
  const parsing: Parsing = {
    dialect: input.dialect,
    table,
    diagnostics,
    root,
    choices: [],
    informed: [],
    title: undefined,
    modules: undefined,
  };
  const answers = rememberedAnswers(input);
  const sources = parseTree(input.source, parsing, input.files, new Macros(answers));
  if (hasErrors(diagnostics)) return { diagnostics };
  const sharedSlots = finishTree(parsing);
  if (hasErrors(diagnostics)) return { diagnostics };
  const modules = input.dialect === '6.12' ? parsing.modules : table.byName.get('MODULES');
  const order = orderOf(parsing, modules);
  if (order === undefined) return { diagnostics };
  const tree: KTree = {
    dialect: input.dialect,
    root,
    title: parsing.title ?? 'Main menu',
    byName: table.byName,
    symbols: table.symbols,
    choices: parsing.choices,
    modules,
    yes: table.yes,
    module: table.module,
    no: table.no,
    texts: table.symbols.filter((symbol) => symbol.type !== 'unknown' && !isLogical(symbol.type)),
    order,
    sharedSlots,
    layout: layoutOf(root, input.dialect),
  };
  return {
    value: { tree, sources, environment: [...answers.looked], commands: [...answers.ran], informed: parsing.informed },
    diagnostics,
  };
}

/** Each command runs once a tree; what was asked and answered is kept. */
function rememberedAnswers({ environment, shell }: KTreeInput): ConstructorParameters<typeof Macros>[0] & {
  readonly looked: ReadonlyMap<string, string>;
  readonly ran: ReadonlyMap<string, string>;
} {
  const looked = new Map<string, string>();
  const ran = new Map<string, string>();
  return {
    looked,
    ran,
    environment: (name) => {
      const value = Object.hasOwn(environment, name) ? environment[name] : undefined;
      looked.set(name, value ?? '');
      return value;
    },
    shell: (command) => {
      if (shell === undefined) return { refused: `this tree wants to run a command: ${command.slice(0, 200)}` };
      const known = ran.get(command);
      if (known !== undefined) return known;
      const printed = shell(command);
      ran.set(command, printed);
      return printed;
    },
  };
}

/** Returns the steps of writing a .config: a symbol stands where it is defined first. */
function layoutOf(root: KNode, dialect: KconfigDialect): KStep[] {
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
