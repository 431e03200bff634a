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
  Scalar,
  visit,
  YAMLMap,
} from 'yaml';
import type { BaseProblem } from './nested.ts';

/** What each alias of a document stands for. It stays right while values are set: aliases that would change meaning are replaced. */
export type Links = ReadonlyMap<Alias, Node>;

/** Most values a base with aliases may have when all are written out: more is a bomb, or a mistake. */
const MAX_VALUES = 100_000;

/** A path that leads through a value of the base. */
export class BaseConflict extends Error {
  readonly problem: BaseProblem;

  constructor(problem: BaseProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** Returns what the aliases of a document stand for, or why they cannot all be written out. */
export function linkAliases(document: Document): { links: Links } | { problem: BaseProblem } {
  const links = new Map<Alias, Node>();
  const anchors = new Map<string, Node>();
  const sizes = new Map<Node, number>();
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
      else links.set(alias, target);
      return problem === undefined ? undefined : visit.BREAK;
    },
    Value: (_, node) => {
      if (node.anchor !== undefined) anchors.set(node.anchor, node);
    },
  });
  if (problem !== undefined) return { problem };
  if (links.size > 0 && document.contents !== null && sizeOf(document.contents, links, sizes) > MAX_VALUES) {
    return {
      problem: {
        message: `with its aliases written out, the base file would have more than ${MAX_VALUES.toLocaleString('en-US')} values`,
        offset: 0,
      },
    };
  }
  return { links };
}

/** Number of values with all aliases written out; each anchor is counted once and looked up from then on. */
function sizeOf(node: unknown, links: Links, sizes: Map<Node, number>): number {
  if (isPair(node)) return sizeOf(node.key, links, sizes) + sizeOf(node.value, links, sizes);
  if (!isNode(node)) return 0;
  const target = isAlias(node) ? links.get(node) : node;
  const known = target === undefined ? 0 : sizes.get(target);
  if (target === undefined || known !== undefined) return known ?? 0;
  const items: readonly unknown[] = isMap(target) || isSeq(target) ? target.items : [];
  const size = items.reduce<number>((sum, item) => sum + sizeOf(item, links, sizes), 1);
  sizes.set(target, size);
  return size;
}

/** Sets a value at a path, and at no other: what an alias shares with the path is copied first. Throws BaseConflict. */
export function setAt(document: Document, path: readonly string[], value: Node, links: Links): void {
  let map = document.contents as YAMLMap; // a base is checked to be a map
  for (const [depth, part] of path.slice(0, -1).entries())
    map = openFolder({ document, links, path, depth }, map, part);
  const last = path.at(-1) ?? '';
  const old = map.get(last, true);
  if (isScalar(old) && old.comment !== undefined) value.comment = old.comment ?? null;
  if (isNode(old)) {
    visit(old, { Value: (_, node) => freeAliases(document, node, links) });
  }
  put(map, last, value);
}

interface Step {
  readonly document: Document;
  readonly links: Links;
  readonly path: readonly string[];
  readonly depth: number;
}

/** Returns the map under a name, which is then part of this path alone. */
function openFolder(step: Step, map: YAMLMap, part: string): YAMLMap {
  const { document, links, path, depth } = step;
  const own: unknown = map.get(part, true);
  const found = own ?? mergedNode(map, part, links);
  const target = isAlias(found) ? links.get(found) : found;
  if (target === undefined || isEmpty(target)) {
    if (isNode(own)) freeAliases(document, own, links);
    return put(map, part, new YAMLMap(document.schema));
  }
  if (!isMap(target)) {
    const folder = path.slice(0, depth + 1).join('.');
    const what = isScalar(target) ? String(target.value) : 'a list';
    throw new BaseConflict({
      message: `${path.join('.')} cannot stand inside ${folder}, which is ${what} in the base file`,
      offset: (isNode(found) ? found.range?.[0] : undefined) ?? 0,
    });
  }
  if (target !== own) return put(map, part, copyOf(target, links) as YAMLMap); // a copy of a map is a map
  freeAliases(document, target, links);
  return target;
}

/** Returns what a merge key (<<: *defaults) gives to a name that the map itself does not have. */
function mergedNode(map: YAMLMap, part: string, links: Links): unknown {
  const merge: unknown = map.get('<<', true);
  const sources: readonly unknown[] = isSeq(merge) ? merge.items : [merge];
  for (const source of sources) {
    const from = isAlias(source) ? links.get(source) : source;
    if (!isMap(from)) continue;
    const found = from.get(part, true) ?? mergedNode(from, part, links);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isEmpty(node: unknown): boolean {
  return (
    isScalar(node) &&
    (node.type ?? Scalar.PLAIN) === Scalar.PLAIN &&
    ['', '~', 'null', null].includes(node.value as string | null)
  );
}

/** Replaces the aliases of a node by copies of it as it is now. */
function freeAliases(document: Document, node: Node, links: Links): void {
  if (isAlias(node) || node.anchor === undefined) return;
  visit(document, { Alias: (_, alias) => (links.get(alias) === node ? copyOf(node, links) : undefined) });
}

/** Returns a copy without anchors, with all aliases in it written out. */
function copyOf(node: Node, links: Links): Node {
  const aliases: Alias[] = [];
  visit(node, { Alias: (_, alias) => void aliases.push(alias) });
  const copy = node.clone() as Node; // a clone of a node is one
  let index = 0;
  visit(copy, {
    Alias: () => {
      const alias = aliases[index++];
      const target = alias === undefined ? undefined : links.get(alias);
      return target === undefined ? undefined : copyOf(target, links);
    },
    Value: (_, value) => {
      delete value.anchor;
    },
  });
  return copy;
}

/** Words that YAML 1.1 takes for booleans or null, and all that starts with a digit: as a name they need quotes. */
const QUOTED_NAME = /^([0-9].*|y|n|yes|no|on|off|true|false|null)$/i;

function put<T extends Node>(map: YAMLMap, part: string, value: T): T {
  const key = new Scalar(part);
  if (QUOTED_NAME.test(part)) key.type = Scalar.QUOTE_DOUBLE;
  if (map.has(part)) map.set(part, value);
  else map.set(key, value);
  return value;
}
