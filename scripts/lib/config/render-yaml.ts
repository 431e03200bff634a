// SPDX-License-Identifier: MIT
import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  parseDocument,
  Scalar,
  YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { type Assignment, isTrueWord, type Value } from '../core/value.ts';
import { type BaseProblem, pathOf, replacedFolder } from './nested.ts';
import { commented } from './render-kconfig.ts';
import { BaseConflict, linkAliases, setAt } from './yaml-base.ts';

/**
 * All documents are read and written under the failsafe schema, where every scalar is the text it was written as: what
 * we do not touch in a base file stays byte for byte, and we alone decide which of our scalars are quoted.
 */
const AS_WRITTEN = { schema: 'failsafe', keepSourceTokens: false } as const;
const OUTPUT = { lineWidth: 0, flowCollectionPadding: false } as const;

/** Returns a yaml file: the base with our values set in it (its comments and order stay), or our values alone. */
export function renderYaml(header: string, assignments: readonly Assignment[], base: string | undefined): string {
  const document = openDocument(base ?? '');
  const linked = linkAliases(document);
  if ('problem' in linked) throw new Error(`internal: ${linked.problem.message}`);
  for (const assignment of assignments) setAt(document, pathOf(assignment), yamlNode(assignment.value), linked.links);
  return `${commented(header)}${document.toString(OUTPUT)}`;
}

function openDocument(text: string): Document {
  const document: Document = parseDocument(text, AS_WRITTEN);
  if (document.contents === null) document.contents = new YAMLMap(document.schema);
  return document;
}

/** Returns why a text cannot be a base file for these names, or undefined when it can: it must be one yaml mapping without errors. */
export function yamlBaseProblem(base: string, names: readonly string[]): BaseProblem | undefined {
  const document = openDocument(base);
  const [first] = document.errors;
  if (first?.code === 'MULTIPLE_DOCS')
    return { message: 'a base file must hold one document, and a second one starts here', offset: first.pos[0] };
  if (first !== undefined) return { message: ownWords(first.message), offset: first.pos[0] };
  if (!isMap(document.contents)) return { message: 'a base file must hold names with values', offset: 0 };
  const linked = linkAliases(document);
  if ('problem' in linked) return linked.problem;
  try {
    for (const name of names) setAt(document, name.split('.'), new Scalar(''), linked.links);
  } catch (error) {
    if (error instanceof BaseConflict) return error.problem;
    throw error;
  }
  return undefined;
}

/** The parser's message without the place that ends its first line: ours stands in front. */
function ownWords(message: string): string {
  return (message.split('\n')[0] ?? message).replace(/ at line \d+, column \d+:?$/, '');
}

/** Returns which of these names replace a whole mapping of a base file that is none of the problems above. */
export function yamlReplaced(base: string, names: readonly string[]): readonly BaseProblem[] {
  const document = openDocument(base);
  const linked = linkAliases(document);
  if ('problem' in linked) return [];
  const targetOf = (node: unknown): unknown => (isAlias(node) ? linked.links.get(node) : node);
  return names.flatMap((name) => {
    let [node, found]: [unknown, unknown] = [document.contents, undefined];
    for (const part of name.split('.'))
      [found, node] = isMap(node) ? [node.get(part, true), targetOf(node.get(part, true))] : [undefined, undefined];
    if (!isMap(node)) return [];
    const inside = node.items.map((item) => String(isScalar(item.key) ? item.key.value : item.key));
    return replacedFolder(name, inside, (isNode(found) ? found.range?.[0] : undefined) ?? 0) ?? [];
  });
}

/** Returns the base's value for the identity: by YAML 1.2 core, so that comments and layout do not count. */
export function yamlBaseValue(base: string): unknown {
  return parseDocument(base, { schema: 'core' }).toJS({ maxAliasCount: -1 }); // yamlBaseProblem has bounded it
}

/** Returns a value as a YAML node that YAML 1.1 (PyYAML) and 1.2 readers type alike. */
function yamlNode(value: Value): Scalar | YAMLSeq | YAMLMap {
  if (value.kind === 'list') return listNode(value.text);
  return plainOrQuoted(yamlScalar(value));
}

/** Returns the text of a value as one flow scalar, for yaml files and the yaml template helper. */
export function yamlScalar(value: Value): { text: string; plain: boolean } {
  switch (value.kind) {
    case 'number':
      return { text: yamlNumber(value.text), plain: true };
    case 'hex':
      return { text: value.text.replace('0X', '0x'), plain: true };
    case 'tristate':
      return { text: value.text === 'y' ? 'true' : value.text === 'n' ? 'false' : 'm', plain: true };
    case 'boolean':
      return { text: String(isTrueWord(value.text)), plain: true };
    case 'null':
      return { text: 'null', plain: true };
    case 'text':
      return { text: value.text, plain: isPlainInEveryYaml(value.text) };
    case 'list':
      return { text: value.text, plain: true };
  }
}

/** YAML 1.1 wants a point and a signed exponent in a float: 1e-5 becomes 1.0e-5, 2E6 becomes 2.0e+6. */
export function yamlNumber(text: string): string {
  const match = /^(-?\d+)(\.\d+)?[eE]([+-]?)(\d+)$/.exec(text);
  if (match === null) return text;
  const [, whole, fraction = '.0', sign, digits] = match;
  return `${whole}${fraction}e${sign === '' ? '+' : sign}${digits}`;
}

/** Words that some YAML reader takes for a boolean or null. */
const RESERVED = /^(y|n|m|yes|no|on|off|true|false|null|nan|inf)$/i;

function isPlainInEveryYaml(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_./-]*$/.test(text) && !RESERVED.test(text);
}

function plainOrQuoted({ text, plain }: { text: string; plain: boolean }): Scalar {
  const scalar = new Scalar(text);
  scalar.type = plain ? Scalar.PLAIN : Scalar.QUOTE_DOUBLE;
  return scalar;
}

/** JSON is YAML: a list is read as a flow sequence, its numbers and booleans plain, its texts quoted as written. */
function listNode(json: string): YAMLSeq | YAMLMap {
  const contents = parseDocument(json, AS_WRITTEN).contents as YAMLSeq | YAMLMap; // the text was checked to be a JSON list or object
  fixNumbers(contents);
  return contents;
}

function fixNumbers(collection: YAMLSeq | YAMLMap): void {
  collection.flow = true;
  for (const item of collection.items) {
    const value: unknown = isPair(item) ? item.value : item;
    if (isScalar(value) && value.type === Scalar.PLAIN) value.value = yamlNumber(String(value.value));
    else if (isMap(value) || isSeq(value)) fixNumbers(value);
  }
}
