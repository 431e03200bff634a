// SPDX-License-Identifier: MIT
import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type Node,
  visit,
  type YAMLMap,
} from 'yaml';
import type { BaseProblem } from './place.ts';

/** Where a node stands: keys and list positions from the root, << for what is merged. */
export type NodePath = readonly string[];

/** What each alias of a document stands for, and where both stand. */
export interface Links {
  readonly targets: ReadonlyMap<Alias, Node>;
  /** Of the aliases, and of what they stand for. */
  readonly paths: ReadonlyMap<Node, NodePath>;
}

/** Most values a base with aliases may have when all are written out: more is a bomb, or a mistake. */
const MAX_VALUES = 100_000;

/** Returns what the aliases of a document stand for, or why they cannot all be written out. */
export function linkAliases(document: Document): { links: Links } | { problem: BaseProblem } {
  const targets = new Map<Alias, Node>();
  const anchors = new Map<string, Node>();
  let problem: BaseProblem | undefined;
  visit(document, {
    Alias: (_, alias, path) => {
      const target = anchors.get(alias.source);
      const offset = alias.range?.[0] ?? 0;
      if (target === undefined)
        problem = {
          message: `*${alias.source} stands for nothing: there is no anchor &${alias.source} before it`,
          offset,
        };
      else if (path.includes(target))
        problem = { message: `*${alias.source} stands inside of what it stands for`, offset };
      else targets.set(alias, target);
      return problem === undefined ? undefined : visit.BREAK;
    },
    Value: (_, node) => {
      if (node.anchor !== undefined) anchors.set(node.anchor, node);
    },
  });
  if (problem !== undefined) return { problem };
  const links = { targets, paths: new Map<Node, NodePath>() };
  if (targets.size === 0) return { links };
  if (sizeOf(document.contents, targets, new Map()) > MAX_VALUES) {
    return {
      problem: {
        message: `with its aliases written out, the base file would have more than ${MAX_VALUES.toLocaleString('en-US')} values`,
        offset: 0,
      },
    };
  }
  notePaths(document.contents, [], links.paths, new Set<Node>([...targets.keys(), ...targets.values()]));
  return { links };
}

/** Number of values with all aliases written out; each anchor is counted once and looked up from then on. */
function sizeOf(node: unknown, targets: ReadonlyMap<Alias, Node>, sizes: Map<Node, number>): number {
  if (isPair(node)) return sizeOf(node.key, targets, sizes) + sizeOf(node.value, targets, sizes);
  if (!isNode(node)) return 0;
  const target = isAlias(node) ? targets.get(node) : node;
  const known = target === undefined ? 0 : sizes.get(target);
  if (target === undefined || known !== undefined) return known ?? 0;
  const items: readonly unknown[] = isMap(target) || isSeq(target) ? target.items : [];
  const size = items.reduce<number>((sum, item) => sum + sizeOf(item, targets, sizes), 1);
  sizes.set(target, size);
  return size;
}

function notePaths(node: unknown, path: NodePath, paths: Map<Node, NodePath>, wanted: ReadonlySet<Node>): void {
  if (!isNode(node)) return;
  if (wanted.has(node)) paths.set(node, path);
  if (isMap(node)) for (const { key, value } of node.items) notePaths(value, [...path, keyText(key)], paths, wanted);
  if (isSeq(node)) for (const [i, item] of node.items.entries()) notePaths(item, [...path, String(i)], paths, wanted);
}

/** Returns a key as names write it. */
export function keyText(key: unknown): string {
  return String(isScalar(key) ? key.value : key);
}

/** Returns what a node stands for: itself, unless it is an alias. */
export function targetOf(node: unknown, links: Links): unknown {
  return isAlias(node) ? links.targets.get(node) : node;
}

/** The key under which a map takes in others (yaml.org/type/merge.html). */
export const MERGE_KEY = '<<';

/** Returns the maps that a map takes in by its merge key, the strongest first. */
export function mergedMaps(map: YAMLMap, links: Links): readonly YAMLMap[] {
  const merge = targetOf(map.get(MERGE_KEY, true), links);
  const sources: readonly unknown[] = isSeq(merge) ? merge.items : [merge];
  return sources.map((source) => targetOf(source, links)).filter((source) => isMap(source));
}

/** Returns what a merge key gives to a name, and the map that has it. */
export function mergedValue(
  map: YAMLMap,
  part: string,
  links: Links,
): { readonly node: Node; readonly owner: YAMLMap } | undefined {
  for (const source of mergedMaps(map, links)) {
    const node: unknown = source.get(part, true);
    if (isNode(node)) return { node, owner: source };
    const deeper = mergedValue(source, part, links);
    if (deeper !== undefined) return deeper;
  }
  return undefined;
}

/** Returns the keys that a map has of its own or by merging, in order. */
export function keysOf(map: YAMLMap, links: Links): readonly string[] {
  const own = map.items.map((pair) => keyText(pair.key)).filter((key) => key !== MERGE_KEY);
  return [...new Set([...own, ...mergedMaps(map, links).flatMap((source) => keysOf(source, links))])];
}
