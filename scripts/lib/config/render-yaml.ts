// SPDX-License-Identifier: MIT
import { isMap, isPair, isScalar, isSeq, parseDocument, Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import { isTrueWord, type Value } from '../core/value.ts';
import { AS_WRITTEN, openDocument } from './base/base.ts';
import type { PathChange } from './base/place.ts';
import { changeYaml, type NodeMaker } from './base/yaml-change.ts';
import { linkAliases } from './base/yaml-links.ts';
import { commented } from './render-kconfig.ts';

const OUTPUT = { lineWidth: 0, flowCollectionPadding: false } as const;

/** Returns a yaml file: the base with changes made in it (its comments and order stay), or what is set alone. */
export function renderYaml(header: string, changes: readonly PathChange<Value>[], base: string | undefined): string {
  const document = openDocument(base ?? '');
  const linked = linkAliases(document);
  if ('problem' in linked) throw new Error(`internal: ${linked.problem.message}`);
  const nodes = changes.map(({ path, change }): PathChange<NodeMaker> => {
    if (change.kind === 'remove') return { path, change };
    const { value } = change;
    return { path, change: { kind: 'set', value: () => yamlNode(value) } };
  });
  changeYaml(document, linked.links, nodes);
  return `${commented(header)}${document.toString(OUTPUT)}`;
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
