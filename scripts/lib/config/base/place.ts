// SPDX-License-Identifier: MIT
import { Scalar } from 'yaml';
import { plainKind } from '../../core/yaml-word.ts';

/** Kinds that a base file tells apart; `any` is what only the program itself knows: ${lr}, ???, a value with a tag of its own. */
export type PlaceKind = 'text' | 'int' | 'float' | 'boolean' | 'null' | 'list' | 'map' | 'any';

/** Why a base file cannot be merged into, and where. */
export interface BaseProblem {
  readonly message: string;
  /** In the text of the base. */
  readonly offset: number;
}

/** What a base file holds at a name. */
export interface Place {
  readonly found: 'place';
  /** The keys and list positions that lead to it, as the base has them. */
  readonly path: readonly string[];
  readonly kind: PlaceKind;
  /** The value as the base has it, for messages: 0.1, "adam", a list. */
  readonly shown: string;
  /** The whole value: a text without its quotes, a list or folder as compact JSON. */
  readonly text: string;
  readonly offset: number;
  /** True for an item of a list: it can be set, but not removed. */
  readonly inList: boolean;
  /** True where a merge key (<<) takes this map in: it must stay a map. */
  readonly isMerged: boolean;
  /** Keys of a map, which go when something else takes its place. */
  readonly inside: readonly string[];
}

/** A name for which a base file has room, but no value: it stands inside of what is empty or null. */
export interface FreeRoom {
  readonly found: 'room';
  readonly path: readonly string[];
}

/** A name that a base file lacks. */
export interface Lack {
  readonly found: 'nothing';
  readonly path: readonly string[];
  /** The name of the folder that should have held it; '' is the whole file. */
  readonly folder: string;
  readonly offset: number;
}

/** A name that leads through a value, or to a position that a list does not have. */
export interface Blocked {
  readonly found: 'blocked';
  readonly problem: BaseProblem;
}

export type Found = Place | FreeRoom | Lack | Blocked;

/** What happens below a folder of a base file: `change` is made to the folder itself. */
export interface ChangeTree<T> {
  readonly change?: Change<T>;
  readonly children: ReadonlyMap<string, ChangeTree<T>>;
}

/** A value is put, or what is there is taken away. */
export type Change<T> = { readonly kind: 'set'; readonly value: T } | { readonly kind: 'remove' };

/** A name's path with what happens there. */
export interface PathChange<T> {
  readonly path: readonly string[];
  readonly change: Change<T>;
}

const NO_CHILDREN: ReadonlyMap<string, never> = new Map<string, never>();

/** Nothing changes. */
export const NO_CHANGE: ChangeTree<never> = { children: NO_CHILDREN };

interface Growing<T> {
  change?: Change<T>;
  readonly children: Map<string, Growing<T>>;
}

/** Returns the changes as a tree; they keep their order in each folder. */
export function changeTree<T>(changes: readonly PathChange<T>[]): ChangeTree<T> {
  const root: Growing<T> = { children: new Map() };
  for (const { path, change } of changes) {
    let at = root;
    for (const part of path) {
      let below = at.children.get(part);
      if (below === undefined) {
        below = { children: new Map() };
        at.children.set(part, below);
      }
      at = below;
    }
    at.change = change;
  }
  return root;
}

/**
 * Returns both trees in one; where both change the same, `over` wins. A node may then have a change and children: it is
 * an empty folder in which the children happen.
 */
export function mergeChanges<T>(under: ChangeTree<T>, over: ChangeTree<T>): ChangeTree<T> {
  if (under === NO_CHANGE) return over;
  if (over === NO_CHANGE) return under;
  if (over.change !== undefined) return over;
  const children = new Map(under.children);
  for (const [part, tree] of over.children) children.set(part, mergeChanges(children.get(part) ?? NO_CHANGE, tree));
  return under.change === undefined ? { children } : { change: under.change, children };
}

/** Returns what happens below a path of a tree. */
export function changesAt<T>(tree: ChangeTree<T>, path: readonly string[]): ChangeTree<T> {
  return path.reduce<ChangeTree<T>>((at, part) => at.children.get(part) ?? NO_CHANGE, tree);
}

/** Tells whether a tree takes away and puts nothing: for that no folder is made. */
export function onlyRemoves(tree: ChangeTree<unknown>): boolean {
  return tree.change?.kind !== 'set' && [...tree.children.values()].every(onlyRemoves);
}

/** Names that are gathered for hints, and followers that are told of. */
export const MAX_NAMES = 5000;

/** Returns that a list has no such position. */
export function noItem(name: string, folder: string, length: number, part: string): string {
  const has =
    length === 0
      ? 'is an empty list'
      : `is a list of ${length} ${length === 1 ? 'item (0)' : `items (0 to ${length - 1})`}`;
  const isPosition = /^[0-9]+$/.test(part);
  return `${name} cannot stand inside ${folder}, which ${has} in the base file${isPosition ? '' : `: ${part} is no position`}`;
}

/** A value that stands for another one until the program has read it (OmegaConf). */
const STAND_IN = /^(\$\{.*\}|\?\?\?)$/s;

const CORE_TAG = 'tag:yaml.org,2002:';
const TAG_KINDS: Readonly<Record<string, PlaceKind>> = {
  str: 'text',
  int: 'int',
  float: 'float',
  bool: 'boolean',
  null: 'null',
};

/** Returns the kind of a scalar that was read under the failsafe schema, where its value is the text it was written as. */
export function yamlScalarKind(scalar: Scalar): PlaceKind {
  const text = String(scalar.value ?? '');
  const tag = scalar.tag ?? '';
  if (tag.startsWith(CORE_TAG)) return TAG_KINDS[tag.slice(CORE_TAG.length)] ?? 'any';
  if (tag !== '' && tag !== '?') return 'any';
  if (isStandIn(text)) return 'any';
  return (scalar.type ?? Scalar.PLAIN) === Scalar.PLAIN ? plainKind(text) : 'text';
}

/** Tells whether a text only stands for a value, so that its kind says nothing. */
export function isStandIn(text: string): boolean {
  return STAND_IN.test(text);
}
