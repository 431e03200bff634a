// SPDX-License-Identifier: MIT
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Cell, Definition, Expression } from '../range/tree.ts';
import { compileCondition } from './compile.ts';
import { computedOf, getterIn, type Scope, slotsIn } from './computed.ts';
import { lawOf } from './laws/index.ts';
import type { Group, Line, Slots, Test } from './model.ts';
import { type Rows, rowsOfAlternatives, rowsOfCells } from './rows.ts';

/** The lines of one symbol, or of symbols that are zipped. */
export interface Block {
  readonly names: readonly string[];
  readonly definitions: Definition[];
}

/** Gathers the lines of each symbol; a block stands where its last line stands, so that its conditions look back. */
export function blocksOf(definitions: readonly Definition[]): Block[] {
  const blocks = new Map<string, Block>();
  for (const definition of definitions) {
    const names = definition.names.map((n) => n.name);
    const key = [...names].sort().join(',');
    const block = blocks.get(key) ?? { names, definitions: [] };
    block.definitions.push(definition);
    blocks.delete(key); // so that it comes last
    blocks.set(key, block);
  }
  return [...blocks.values()];
}

/** Returns the group of a block; ranges that cannot be told apart are added to `diagnostics`. */
export function buildGroup(block: Block, scope: Scope, diagnostics: Diagnostic[]): Group {
  const lines = block.definitions.map((definition) => buildLine(definition, block.names, scope, diagnostics));
  return { names: block.names, slots: block.names.map((name) => slotNumber(scope.slotOf, name)), lines };
}

/** Tells whether a block gives its symbol a value that follows from others. */
export function isComputedBlock({ definitions }: Block): boolean {
  return definitions.some(({ right }) => right.kind === 'computed');
}

/** Returns the group of a computed symbol, which has no lines to choose from. */
export function buildComputed(block: Block, scope: Scope, diagnostics: Diagnostic[]): Group {
  const computed = computedOf(block.definitions, scope, diagnostics);
  for (const name of block.names) scope.computed.set(name, computed);
  return { names: block.names, slots: [], lines: [], fixed: null, computed };
}

/** Returns a test of values by slot, and the slots it looks at. */
export function compileTest(expression: Expression, scope: Scope): { test: Test; slots: number[] } {
  const test = compileCondition<Slots>(expression, (name) => getterIn(scope, name));
  return { test, slots: slotsIn(scope, expression) };
}

function slotNumber(slotOf: ReadonlyMap<string, number>, name: string): number {
  const slot = slotOf.get(name);
  if (slot === undefined) throw new Error(`internal: ${name} was not checked`);
  return slot;
}

function buildLine(definition: Definition, names: readonly string[], scope: Scope, diagnostics: Diagnostic[]): Line {
  const { span, condition } = definition;
  const values = buildValues(definition, names, diagnostics);
  if (condition === undefined) return { span, values, conditionSlots: [] };
  const { test, slots } = compileTest(condition, scope);
  const { offset, length, source } = condition.span;
  return {
    span,
    values,
    condition: test,
    conditionSlots: slots,
    conditionText: source.text.slice(offset, offset + length),
  };
}

function buildValues(definition: Definition, names: readonly string[], diagnostics: Diagnostic[]): Line['values'] {
  const { right } = definition;
  switch (right.kind) {
    case 'sampled':
    case 'sampled-list':
      return { kind: 'law', law: lawOf(right) };
    case 'rows':
      return { kind: 'rows', rows: rowsOfCells(inOrder(right.rows, definition, names)) };
    case 'unset':
      return { kind: 'rows', rows: rowsOfCells([names.map(() => undefined)]) };
    case 'computed':
      throw new Error('internal: a computed line in a group of values');
    case 'rows-file':
      throw new Error('internal: a file of rows was not read');
    case 'choices': {
      const rows = rowsOfAlternatives(right.alternatives);
      return { kind: 'rows', rows: 'overlap' in rows ? overlapping(definition, rows.overlap, diagnostics) : rows };
    }
  }
}

function overlapping(definition: Definition, message: string, diagnostics: Diagnostic[]): Rows {
  const hint = 'write one range, or ranges that have no value in common';
  diagnostics.push({ code: 'E_RANGE_OVERLAP', message, span: definition.span, hint });
  return rowsOfCells([]);
}

/** A later line may name zipped symbols in another order. */
function inOrder(
  rows: readonly (readonly Cell[])[],
  definition: Definition,
  names: readonly string[],
): readonly (readonly Cell[])[] {
  if (definition.names.every((n, i) => n.name === names[i])) return rows;
  const columns = names.map((name) => definition.names.findIndex((n) => n.name === name));
  return rows.map((row) => columns.map((column) => row[column]));
}
