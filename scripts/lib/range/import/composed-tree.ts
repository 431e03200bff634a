// SPDX-License-Identifier: MIT
// Mappings that are merged one over the other, as OmegaConf.merge does: mappings into each other, all else replaced.
import type { Span } from '../../core/source.ts';
import { valueKey } from '../../core/value.ts';
import { entrySpan, type ForeignEntry, type ForeignNode } from './node.ts';
import type { ImportTrouble } from './system.ts';
import { foreignValue, nativeValue } from './value.ts';

/** A mapping with what stands in it, in the order in which names came first. */
export interface ComposedTree {
  readonly names: Map<string, ComposedTree | ComposedLeaf>;
}

/** A value that is no mapping. */
export interface ComposedLeaf {
  readonly node: ForeignNode;
  readonly span: Span;
}

export function emptyTree(): ComposedTree {
  return { names: new Map() };
}

/** Merges entries into a tree. `meet` is told of each entry before it is merged. */
export function mergeComposed(
  tree: ComposedTree,
  entries: readonly ForeignEntry[],
  meet: (entry: ForeignEntry, tree: ComposedTree) => void = () => undefined,
): void {
  for (const entry of entries) {
    meet(entry, tree);
    const { key, value } = entry;
    if (value.kind !== 'map') {
      tree.names.set(key, { node: value, span: entrySpan(entry) });
      continue;
    }
    const there = tree.names.get(key);
    const inside = there !== undefined && 'names' in there ? there : emptyTree();
    tree.names.set(key, inside);
    mergeComposed(inside, value.entries, meet);
  }
}

/** A value by its dotted name. */
export interface FlatValue {
  /** As a line of ours holds it. */
  readonly text: string;
  readonly key: string;
  readonly span: Span;
}

/**
 * Returns what several trees hold by dotted names. Where a name has a value in one and names below it in another, all have it as
 * one object.
 */
export function flatTrees(
  trees: readonly ComposedTree[],
  place: Span,
  trouble: ImportTrouble,
): readonly ReadonlyMap<string, FlatValue>[] {
  const whole = new Set<string>();
  for (;;) {
    const flat = trees.map((tree) => flatOf(tree, { whole, place, trouble }));
    const names = new Set(flat.flatMap((each) => [...each.keys()]));
    const clash = [...names].filter((name) => !whole.has(name) && hasBelow(names, name));
    if (clash.length === 0) return flat;
    for (const name of clash) whole.add(name);
  }
}

function hasBelow(names: ReadonlySet<string>, name: string): boolean {
  return [...names].some((other) => other.startsWith(`${name}.`));
}

interface Flattening {
  readonly whole: ReadonlySet<string>;
  readonly place: Span;
  readonly trouble: ImportTrouble;
}

function flatOf(tree: ComposedTree, how: Flattening): ReadonlyMap<string, FlatValue> {
  const found = new Map<string, FlatValue>();
  const visit = (at: ComposedTree, prefix: string): void => {
    for (const [name, inside] of at.names) {
      const path = prefix + name;
      if ('names' in inside && inside.names.size > 0 && !how.whole.has(path)) {
        visit(inside, `${path}.`);
        continue;
      }
      const node = 'names' in inside ? nodeOf(inside, how.place) : inside.node;
      const value = foreignValue(node, how.trouble);
      const span = 'names' in inside ? how.place : inside.span;
      if (value !== undefined) found.set(path, { text: nativeValue(value), key: valueKey(value), span });
    }
  };
  visit(tree, '');
  return found;
}

function nodeOf(tree: ComposedTree, span: Span): ForeignNode {
  const entries = [...tree.names].map(([key, inside]): ForeignEntry => {
    return { key, keySpan: span, value: 'names' in inside ? nodeOf(inside, span) : inside.node };
  });
  return { kind: 'map', entries, span };
}
