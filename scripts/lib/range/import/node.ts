// SPDX-License-Identifier: MIT
import { isAlias, isMap, isPair, isScalar, isSeq, type Node, parseDocument, Scalar, type YAMLMap } from 'yaml';
import type { Diagnostic } from '../../core/diagnostic.ts';
import type { Source, Span } from '../../core/source.ts';

/** What stands in a YAML or JSON file, with its place. Aliases and merge keys are written out. */
export type ForeignNode =
  | { readonly kind: 'map'; readonly entries: readonly ForeignEntry[]; readonly span: Span }
  | { readonly kind: 'list'; readonly items: readonly ForeignNode[]; readonly span: Span }
  /** `text` as it was written, without quotes; `tag` of YAML, such as !!str. */
  | {
      readonly kind: 'scalar';
      readonly text: string;
      readonly isQuoted: boolean;
      readonly tag?: string;
      readonly span: Span;
    };

/** A name with what stands behind it. */
export interface ForeignEntry {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: ForeignNode;
}

/** Returns the place of a name with what stands behind it; of the name alone where that stands elsewhere, as an alias does. */
export function entrySpan({ keySpan, value }: ForeignEntry): Span {
  const { source, offset } = keySpan;
  const length = value.span.offset + value.span.length - offset;
  const line = source.text.indexOf('\n', offset);
  const isHere = value.span.offset >= offset && value.span.length > 0;
  return isHere
    ? { source, offset, length: Math.min(length, (line === -1 ? source.text.length : line) - offset) }
    : keySpan;
}

/** Most values that a file may have when its aliases are written out: more is a bomb, or a mistake. */
const MAX_NODES = 100_000;
const MAX_DEPTH = 200;

/** Scalars stay as they were written: which of them are numbers is decided by who reads them. */
const AS_IT_STANDS = { schema: 'failsafe', keepSourceTokens: false, logLevel: 'silent' } as const;

const OWN_WORDS: Readonly<Record<string, string>> = {
  MULTIPLE_DOCS: 'a second YAML document starts here, and one is read',
  DUPLICATE_KEY: 'this name stands twice in its mapping',
};

class Unusable extends Error {
  readonly span: Span;
  constructor(message: string, span: Span) {
    super(message);
    this.span = span;
  }
}

/** Returns what a YAML or JSON text holds, undefined for an empty one; or what is wrong with it, the first thing first. */
export function readForeignText(
  source: Source,
): { readonly root: ForeignNode | undefined } | { readonly trouble: Diagnostic } {
  const document = parseDocument(source.text, AS_IT_STANDS);
  const [first] = document.errors;
  if (first !== undefined) {
    const message = OWN_WORDS[first.code] ?? `this is no YAML: ${ownWordsOf(first.message)}`;
    return { trouble: syntaxTrouble(message, placeIn(source, first.pos)) };
  }
  const strange = source.text.indexOf('\ufffd');
  if (strange !== -1)
    return {
      trouble: syntaxTrouble('this line holds bytes that are not UTF-8', placeIn(source, [strange, strange + 1])),
    };
  if (document.contents === null) return { root: undefined };
  try {
    return { root: new TreeBuilder(source).node(document.contents, 0) };
  } catch (error) {
    if (error instanceof Unusable) return { trouble: syntaxTrouble(error.message, error.span) };
    throw error;
  }
}

function syntaxTrouble(message: string, span: Span): Diagnostic {
  return {
    code: 'E_IMPORT_SYNTAX',
    message,
    span,
    hint: 'the file must be one YAML or JSON document: look at brackets, quotes, names and indentation here and above',
  };
}

/** The parser's message without the place that ends its first line: ours stands in front. */
export function ownWordsOf(message: string): string {
  return (message.split('\n')[0] ?? message).replace(/ at line \d+, column \d+:?$/, '');
}

/** Returns a stretch of a text, at least one character long where there is one, and not beyond its line. */
function placeIn(source: Source, [start, end]: readonly [number, number]): Span {
  const offset = Math.min(start, Math.max(0, source.text.length - 1));
  const lineEnd = source.text.indexOf('\n', offset);
  const last = Math.min(end, lineEnd === -1 ? source.text.length : lineEnd);
  return { source, offset, length: Math.max(Math.min(1, source.text.length - offset), last - offset) };
}

class TreeBuilder {
  readonly #source: Source;
  readonly #anchors = new Map<string, Node>();
  #count = 0;

  constructor(source: Source) {
    this.#source = source;
  }

  node(node: unknown, depth: number): ForeignNode {
    const span = this.#spanOf(node);
    this.#count += 1;
    if (this.#count > MAX_NODES)
      throw new Unusable(
        `with its aliases written out, this file would have more than ${MAX_NODES.toLocaleString('en-US')} values`,
        span,
      );
    if (depth > MAX_DEPTH) throw new Unusable(`values are nested more than ${MAX_DEPTH} deep`, span);
    if (isAlias(node)) {
      const target = this.#anchors.get(node.source);
      if (target === undefined)
        throw new Unusable(`*${node.source} stands for nothing: there is no anchor &${node.source} before it`, span);
      return { ...this.node(target, depth + 1), span };
    }
    if (isMap(node)) {
      const entries = this.#entries(node, depth);
      if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
      return { kind: 'map', entries, span };
    }
    if (isSeq(node)) {
      const items = node.items.map((item) => this.node(item, depth + 1));
      if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
      return { kind: 'list', items, span };
    }
    if (!isScalar(node)) return { kind: 'scalar', text: '', isQuoted: false, span };
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    const isQuoted = (node.type ?? Scalar.PLAIN) !== Scalar.PLAIN;
    const tag = node.tag === undefined || node.tag === '?' || node.tag === '!' ? {} : { tag: node.tag };
    return { kind: 'scalar', text: String(node.value ?? ''), isQuoted, ...tag, span };
  }

  /** The entries of a map, then those that it takes in by its merge key (yaml.org/type/merge.html). */
  #entries(map: YAMLMap, depth: number): readonly ForeignEntry[] {
    const entries: ForeignEntry[] = [];
    const merged: ForeignEntry[] = [];
    for (const pair of map.items) {
      const keySpan = this.#spanOf(pair.key);
      if (!isScalar(pair.key)) throw new Unusable('a name must be a word here, not a list or a mapping', keySpan);
      const key = String(pair.key.value ?? '');
      const value: ForeignNode =
        isPair(pair) && pair.value !== null
          ? this.node(pair.value, depth + 1)
          : { kind: 'scalar', text: '', isQuoted: false, span: keySpan };
      if (key === '<<') merged.push(...this.#mergedEntries(value));
      else entries.push({ key, keySpan, value });
    }
    const own = new Set(entries.map((entry) => entry.key));
    for (const entry of merged) {
      if (own.has(entry.key)) continue;
      own.add(entry.key);
      entries.push(entry);
    }
    return entries;
  }

  #mergedEntries(value: ForeignNode): readonly ForeignEntry[] {
    if (value.kind === 'map') return value.entries;
    if (value.kind === 'list') return value.items.flatMap((item) => this.#mergedEntries(item));
    throw new Unusable('a merge key (<<) takes a mapping, or a list of them', value.span);
  }

  #spanOf(node: unknown): Span {
    const range = isAlias(node) || isMap(node) || isSeq(node) || isScalar(node) ? node.range : undefined;
    return placeIn(this.#source, range === undefined || range === null ? [0, 0] : [range[0], range[1]]);
  }
}
