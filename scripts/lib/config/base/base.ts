// SPDX-License-Identifier: MIT
import { isJsonObject } from '../../core/json-object.ts';
import { ownWordsOf } from '../../range/import/node.ts';
import { type Document, isMap, isSeq, parseDocument, Scalar, visit, YAMLMap } from 'yaml';
import type { Source } from '../../core/source.ts';
import { jsonFault } from '../../core/json-fault.ts';
import { findInJson, jsonFollowers, namesInJson } from './json-base.ts';
import { readJson } from '../../core/json-node.ts';
import type { BaseProblem, Found } from './place.ts';
import { findInYaml } from './yaml-find.ts';
import { namesInYaml, yamlFollowers } from './yaml-names.ts';
import { linkAliases } from './yaml-links.ts';

/** A file that configurations are merged into, read as it is written: what each name holds, and what moves along with it. */
export interface Base {
  readonly source: Source;
  readonly format: 'yaml' | 'json';
  /** The parsed value, for the identity: comments and layout do not count. */
  readonly value: unknown;
  find(name: string): Found;
  /** Every name with a value of its own, as far as there are not too many. */
  names(): readonly string[];
  /** Names whose value is what stands at this path, since they are aliases of it or merged from it. */
  followers(path: readonly string[]): readonly string[];
}

/**
 * All documents are read and written under the failsafe schema, where every scalar is the text it was written as: what
 * we do not touch in a base file stays byte for byte, and we alone decide which of our scalars are quoted.
 */
export const AS_WRITTEN = { schema: 'failsafe', keepSourceTokens: false } as const;

/** Returns a yaml document as it is written; an empty one holds an empty map. */
export function openDocument(text: string): Document {
  const document: Document = parseDocument(text, AS_WRITTEN);
  if (document.contents === null) document.contents = new YAMLMap(document.schema);
  visit(document, {
    Pair: (_, pair) => {
      if (pair.value === null) pair.value = new Scalar(''); // {a, b} and ? a: the library does not write them again
    },
  });
  return document;
}

/** Returns a base file, or why it cannot be merged into. */
export function openBase(format: Base['format'], source: Source): Base | { readonly problem: BaseProblem } {
  const opened = format === 'yaml' ? openYaml(source) : openJson(source);
  if ('problem' in opened) return opened;
  const known = new Map<string, Found>();
  const along = new Map<string, readonly string[]>();
  return {
    ...opened,
    find: (name) => {
      const found = known.get(name) ?? opened.find(name);
      known.set(name, found);
      return found;
    },
    followers: (path) => {
      const key = path.join('\0');
      const names = along.get(key) ?? opened.followers(path);
      along.set(key, names);
      return names;
    },
  };
}

function openYaml(source: Source): Base | { readonly problem: BaseProblem } {
  const document = openDocument(source.text);
  const [first] = document.errors;
  if (first?.code === 'MULTIPLE_DOCS')
    return {
      problem: { message: 'a base file must hold one document, and a second one starts here', offset: first.pos[0] },
    };
  if (first !== undefined) return { problem: { message: ownWordsOf(first.message), offset: first.pos[0] } };
  const { contents } = document;
  if (!isMap(contents)) {
    const what = isSeq(contents) ? ', not a list' : '';
    return { problem: { message: `a base file must hold names with values${what}`, offset: 0 } };
  }
  const linked = linkAliases(document);
  if ('problem' in linked) return linked;
  const { links } = linked;
  return {
    source,
    format: 'yaml',
    value: parseDocument(source.text, { schema: 'core', logLevel: 'error' }).toJS({ maxAliasCount: -1 }) as unknown, // its size is bounded by linkAliases
    find: (name) => findInYaml(contents, links, name),
    names: () => namesInYaml(contents, links),
    followers: (path) => yamlFollowers(contents, links, path),
  };
}

function openJson(source: Source): Base | { readonly problem: BaseProblem } {
  let value: unknown;
  try {
    value = JSON.parse(source.text);
  } catch (error) {
    const fault = jsonFault(source.text, 'json'); // the parser's own message often names no place
    if (fault === undefined) throw error;
    return { problem: { message: fault.what, offset: fault.offset } };
  }
  if (!isJsonObject(value)) return { problem: { message: 'a base file must hold an object', offset: 0 } };
  const root = readJson(source.text);
  return {
    source,
    format: 'json',
    value,
    find: (name) => findInJson(root, name),
    names: () => namesInJson(root),
    followers: jsonFollowers,
  };
}
