// SPDX-License-Identifier: MIT
import { type Alias, isMap, isSeq, type Node, type YAMLMap } from 'yaml';
import { MAX_NAMES } from './place.ts';
import { isMergePath } from './yaml-find.ts';
import {
  keysOf,
  keyText,
  type Links,
  mergedMaps,
  mergedValue,
  MERGE_KEY,
  type NodePath,
  targetOf,
} from './yaml-links.ts';

/** Returns the names of all values, and of the folders they are in; aliases are written out. */
export function namesInYaml(contents: YAMLMap, links: Links): readonly string[] {
  const names: string[] = [];
  const gather = (node: unknown, name: string): void => {
    if (names.length >= MAX_NAMES) return;
    if (name !== '') names.push(name);
    const target = targetOf(node, links);
    const below = (key: string): string => (name === '' ? key : `${name}.${key}`);
    if (isSeq(target)) for (const [i, item] of target.items.entries()) gather(item, below(String(i)));
    if (isMap(target))
      for (const key of keysOf(target, links))
        gather(target.get(key, true) ?? mergedValue(target, key, links)?.node, below(key));
  };
  gather(contents, '');
  return names;
}

/** An alias, or a place where a map is merged, with what it stands for. */
interface Edge {
  readonly from: NodePath;
  readonly to: NodePath;
  /** For a merge the map that takes in, and what it takes in. */
  readonly merge?: { readonly into: YAMLMap; readonly source: Node };
}

/**
 * Returns the names that hold what stands at a path because an alias stands for it or a merge key takes it in, in the
 * order of the file; own keys of a map hide what it takes in.
 */
export function yamlFollowers(contents: YAMLMap, links: Links, path: NodePath): readonly string[] {
  const edges = [...links.targets].map(([alias, target]) => edgeOf(contents, links, alias, target));
  if (edges.length === 0) return [];
  const seen = new Set<string>([path.join('.')]);
  const queue: NodePath[] = [path];
  for (const at of queue) {
    for (const edge of edges) {
      const follower = followerBy(edge, at, links);
      if (follower === undefined || seen.has(follower.join('.')) || seen.size > MAX_NAMES) continue;
      seen.add(follower.join('.'));
      queue.push(follower);
    }
  }
  return [...seen].slice(1);
}

function edgeOf(contents: YAMLMap, links: Links, alias: Alias, target: Node): Edge {
  const from = links.paths.get(alias) ?? [];
  const to = links.paths.get(target) ?? [];
  if (!isMergePath(from)) return { from, to };
  const map = from.slice(0, from.lastIndexOf(MERGE_KEY));
  const into = nodeAt(contents, map);
  return isMap(into) ? { from: map, to, merge: { into, source: target } } : { from, to };
}

function nodeAt(contents: YAMLMap, path: NodePath): unknown {
  return path.reduce<unknown>((node, part) => {
    if (isMap(node)) return node.items.find((pair) => keyText(pair.key) === part)?.value;
    return isSeq(node) ? node.items[Number(part)] : undefined;
  }, contents);
}

function followerBy({ from, to, merge }: Edge, path: NodePath, links: Links): NodePath | undefined {
  if (to.length > path.length || to.some((part, i) => part !== path[i])) return undefined;
  const rest = path.slice(to.length);
  const [key] = rest;
  if (merge !== undefined) {
    if (key === undefined) return from;
    if (merge.into.has(key)) return undefined;
    const giver = mergedMaps(merge.into, links).find(
      (map) => map.has(key) || mergedValue(map, key, links) !== undefined,
    );
    if (giver !== merge.source) return undefined;
  }
  return [...from, ...rest];
}
