// SPDX-License-Identifier: MIT
import {
  Alias,
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  Pair,
  Scalar,
  visit,
  YAMLMap,
  type YAMLSeq,
} from 'yaml';
import {
  type ChangeTree,
  changesAt,
  changeTree,
  mergeChanges,
  NO_CHANGE,
  onlyRemoves,
  type PathChange,
} from './place.ts';
import { isVoid } from './yaml-find.ts';
import { keyText, type Links, MERGE_KEY, mergedMaps, mergedValue, targetOf } from './yaml-links.ts';

/** Makes a node each time it is asked, since a value may be written in several places. */
export type NodeMaker = () => Node;

/**
 * Makes changes in a document. What an alias stands for changes with its anchor; a path that leads through an alias or
 * a merge key changes a copy of its own. The order of the changes does not matter.
 */
export function changeYaml(document: Document, links: Links, changes: readonly PathChange<NodeMaker>[]): void {
  const edit = new Edit(document, links, changeTree(changes));
  if (isMap(document.contents)) edit.apply(document.contents, edit.changes);
  edit.settleAliases();
}

type Changes = ChangeTree<NodeMaker>;

class Edit {
  readonly changes: Changes;
  readonly #document: Document;
  readonly #links: Links;
  /** Nodes with an anchor that gave way to another value, which then has the anchor. */
  readonly #replaced = new Map<Node, Node>();

  constructor(document: Document, links: Links, changes: Changes) {
    this.#document = document;
    this.#links = links;
    this.changes = changes;
  }

  /** Changes what stands below a folder or list. */
  apply(folder: YAMLMap | YAMLSeq, changes: Changes): void {
    for (const [part, below] of changes.children) {
      const { change } = below;
      if (change === undefined) this.#open(folder, part, below);
      else if (below.children.size > 0) this.#put(folder, part, this.#made(below));
      else if (change.kind === 'set') this.#put(folder, part, change.value());
      else if (isMap(folder)) this.#remove(folder, part);
    }
  }

  /** Changes what stands below a part of a folder, in a copy when the folder has it from somewhere else. */
  #open(folder: YAMLMap | YAMLSeq, part: string, changes: Changes): void {
    const own: unknown = folder.get(position(folder, part), true);
    const given = own === undefined && isMap(folder) ? this.#given(folder, part) : undefined;
    if (isAlias(own)) this.#put(folder, part, this.#copy(own, changes));
    else if (given !== undefined) this.#put(folder, part, this.#copy(given.node, mergeChanges(given.changes, changes)));
    else if (isMap(own) || isSeq(own)) this.apply(own, changes);
    else if (isVoid(own) && !onlyRemoves(changes)) this.#put(folder, part, this.#made(changes));
  }

  /** Returns what merge keys give to a part of a folder, and what happens to it in each map that it comes through. */
  #given(map: YAMLMap, part: string): { readonly node: Node; readonly changes: Changes } | undefined {
    for (const source of mergedMaps(map, this.#links)) {
      const own: unknown = source.get(part, true);
      const found = isNode(own) ? { node: own, changes: NO_CHANGE } : this.#given(source, part);
      if (found === undefined) continue;
      return { node: found.node, changes: mergeChanges(found.changes, changesAt(this.#changesOf(source), [part])) };
    }
    return undefined;
  }

  /** Returns a new folder with what the changes put into it. */
  #made(changes: Changes): Node {
    const made = new YAMLMap(this.#document.schema);
    this.apply(made, { children: changes.children });
    return made;
  }

  /** Returns a copy without anchors and aliases, changed like what it is a copy of, and by these changes over them. */
  #copy(node: Node, changes: Changes): Node {
    const target = targetOf(node, this.#links);
    if (isAlias(node) && isNode(target)) return this.#copy(target, mergeChanges(this.#changesOf(target), changes));
    if (changes.change !== undefined && changes.children.size > 0) return this.#made(changes);
    if (changes.change?.kind === 'set') return changes.change.value();
    if (!isCollection(node)) return withoutAnchor(node.clone() as Node); // a clone of a node is one
    const copy = withoutAnchor(shallow(node));
    if (isMap(node) && isMap(copy))
      copy.items = node.items.map((pair) => this.#copyPair(pair, changes.children.get(keyText(pair.key)) ?? NO_CHANGE));
    if (isSeq(node) && isSeq(copy))
      copy.items = node.items.map((item, i) =>
        isNode(item) ? this.#copy(item, changes.children.get(String(i)) ?? NO_CHANGE) : item,
      );
    if (isMap(copy) || isSeq(copy)) this.apply(copy, changes);
    return copy;
  }

  #copyPair(pair: Pair, changes: Changes): Pair {
    const { key, value } = pair;
    return new Pair(isNode(key) ? this.#copy(key, NO_CHANGE) : key, isNode(value) ? this.#copy(value, changes) : value);
  }

  /** What happens to a node that aliases stand for; that it goes itself does not concern them. */
  #changesOf(node: Node): Changes {
    const path = this.#links.paths.get(node);
    const { change, children } = path === undefined ? NO_CHANGE : changesAt(this.changes, path);
    return change?.kind === 'set' ? { change, children } : { children };
  }

  /** Puts a value; the comment beside the old one stays, and so does its anchor when others follow it. */
  #put(folder: YAMLMap | YAMLSeq, part: string, value: Node): void {
    const old: unknown = folder.get(position(folder, part), true);
    if (isScalar(old)) {
      if (isNode(value) && old.comment != null) value.comment = old.comment;
      if (isScalar(value) && isOwnTag(old.tag)) value.tag = old.tag;
    }
    if (isNode(old) && !isAlias(old) && old.anchor !== undefined && !isAlias(value)) {
      value.anchor = old.anchor;
      this.#replaced.set(old, value);
    }
    if (isSeq(folder)) folder.set(Number(part), value);
    else if (folder.has(part)) folder.set(part, value);
    else folder.set(keyNode(part), value);
  }

  /** Takes a key away; what merge keys give is written out first, so that it does not come back. */
  #remove(map: YAMLMap, part: string): void {
    if (mergedValue(map, part, this.#links) !== undefined) this.#writeOutMerge(map, part);
    map.delete(part);
  }

  #writeOutMerge(map: YAMLMap, without: string): void {
    const at = map.items.findIndex((pair) => keyText(pair.key) === MERGE_KEY);
    const own = new Set([without, ...map.items.map((pair) => keyText(pair.key))]);
    const pairs: Pair[] = [];
    const take = (source: YAMLMap, over: Changes): void => {
      const changes = mergeChanges<NodeMaker>(this.#changesOf(source), over);
      for (const pair of source.items) {
        const key = keyText(pair.key);
        if (own.has(key)) continue;
        own.add(key);
        const below = changes.children.get(key) ?? NO_CHANGE;
        if (below.change?.kind !== 'remove' || below.children.size > 0) pairs.push(this.#copyPair(pair, below));
      }
      for (const deeper of mergedMaps(source, this.#links)) take(deeper, { children: changes.children });
    };
    for (const source of mergedMaps(map, this.#links)) take(source, NO_CHANGE);
    map.items.splice(at, 1, ...pairs);
  }

  /** Lets each alias follow its anchor to the new value, and moves an anchor that is gone to its first alias. */
  settleAliases(): void {
    if (this.#links.targets.size === 0) return;
    const seen = new Set<Node>();
    visit(this.#document, {
      Alias: (_, alias) => this.#settled(alias, seen),
      Value: (_, node) => void seen.add(node),
    });
    dropUnusedAnchors(this.#document, new Set([...this.#replaced.values()]));
  }

  #settled(alias: Alias, seen: ReadonlySet<Node>): Node | undefined {
    const target = this.#links.targets.get(alias);
    if (target === undefined) return undefined;
    const now = this.#replaced.get(target) ?? target;
    if (seen.has(now)) return undefined;
    // What moves may hold anchors that have moved before it, and each anchor stands once.
    visit(now, {
      Value: (key, node) =>
        key !== null && node.anchor !== undefined && seen.has(node) ? new Alias(node.anchor) : undefined,
    });
    return now;
  }
}

/** A value that replaced another has its anchor for the sake of aliases; without any it needs none. */
function dropUnusedAnchors(document: Document, values: ReadonlySet<Node>): void {
  const used = new Set<string>();
  visit(document, { Alias: (_, alias) => void used.add(alias.source) });
  for (const value of values)
    if (!isAlias(value) && value.anchor !== undefined && !used.has(value.anchor)) delete value.anchor;
}

function position(folder: YAMLMap | YAMLSeq, part: string): string | number {
  return isSeq(folder) ? Number(part) : part;
}

/** A tag that the program itself gives a meaning, such as !activation; it says what the value is for. */
function isOwnTag(tag: string | undefined): tag is string {
  return tag !== undefined && tag !== '?' && !tag.startsWith('tag:yaml.org,2002:') && tag !== '!';
}

function withoutAnchor<T extends Node>(node: T): T {
  if (!isAlias(node)) delete node.anchor;
  return node;
}

/** Returns a copy of a folder or list without what is in it, in the same style and with the same comments. */
function shallow(node: YAMLMap | YAMLSeq | Node): Node {
  if (!isMap(node) && !isSeq(node)) return node;
  const { items } = node;
  node.items = [];
  const copy = node.clone() as Node; // a clone of a node is one
  node.items = items as never; // they were taken out only for the moment
  return copy;
}

/** Words that YAML 1.1 takes for booleans or null, and all that starts with a digit: as a name they need quotes. */
const QUOTED_NAME = /^([0-9].*|y|n|yes|no|on|off|true|false|null)$/i;

function keyNode(part: string): Scalar {
  const key = new Scalar(part);
  if (QUOTED_NAME.test(part)) key.type = Scalar.QUOTE_DOUBLE;
  return key;
}
