// SPDX-License-Identifier: MIT
import { type Assignment, isTrueWord, type Value } from '../core/value.ts';
import { JSON_TOKEN, jsonTrouble } from './json-trouble.ts';
import { type BaseProblem, pathOf, replacedFolder } from './nested.ts';

/** A parsed JSON text whose numbers are kept as they were written (JSON.parse would round 12345678901234567890). */
export type JsonNode =
  | { readonly kind: 'raw'; readonly text: string; readonly offset: number }
  | { readonly kind: 'array'; readonly items: readonly JsonNode[]; readonly offset: number }
  | { readonly kind: 'object'; readonly entries: Map<string, JsonNode>; readonly offset: number };

/** Returns a json file: the base with our values set in it, or our values alone. JSON has no comments, so no header. */
export function renderJson(assignments: readonly Assignment[], base: string | undefined): string {
  const root: JsonNode = base === undefined ? emptyObject() : readJson(base);
  for (const assignment of assignments)
    set(root, pathOf(assignment), { kind: 'raw', text: jsonText(assignment.value), offset: 0 });
  return `${print(root, '')}\n`;
}

/** Returns a value as JSON: numbers as written, hex in decimal, y and n as true and false. */
export function jsonText(value: Value): string {
  switch (value.kind) {
    case 'number':
    case 'list':
      return value.text;
    case 'hex':
      return BigInt(value.text).toString();
    case 'tristate':
      return value.text === 'y' ? 'true' : value.text === 'n' ? 'false' : '"m"';
    case 'boolean':
      return String(isTrueWord(value.text));
    case 'null':
      return 'null';
    case 'text':
      return JSON.stringify(value.text);
  }
}

/** Returns why a text cannot be a base file for these names, or undefined when it can: it must be a JSON object. */
export function jsonBaseProblem(base: string, names: readonly string[]): BaseProblem | undefined {
  try {
    const value: unknown = JSON.parse(base);
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return { message: 'a base file must hold an object', offset: 0 };
  } catch (error) {
    return jsonTrouble(base, error);
  }
  const root = readJson(base);
  return names.map((name) => conflict(root, name)).find((problem) => problem !== undefined);
}

/** Returns which of these names replace a whole object of a base file that is none of the problems above. */
export function jsonReplaced(base: string, names: readonly string[]): readonly BaseProblem[] {
  const root = readJson(base);
  return names.flatMap((name) => {
    const node = name
      .split('.')
      .reduce<JsonNode | undefined>((at, part) => (at?.kind === 'object' ? at.entries.get(part) : undefined), root);
    return (node?.kind === 'object' ? replacedFolder(name, [...node.entries.keys()], node.offset) : undefined) ?? [];
  });
}

/** A name that leads through a value of the base: setting it would silently drop that value. */
function conflict(root: JsonNode, name: string): BaseProblem | undefined {
  const path = name.split('.');
  let node: JsonNode | undefined = root;
  for (const [depth, part] of path.entries()) {
    if (node === undefined || isNull(node)) return undefined;
    if (node.kind !== 'object') {
      const what = node.kind === 'array' ? 'a list' : node.text;
      return {
        message: `${name} cannot stand inside ${path.slice(0, depth).join('.')}, which is ${what} in the base file`,
        offset: node.offset,
      };
    }
    node = node.entries.get(part);
  }
  return undefined;
}

function isNull(node: JsonNode): boolean {
  return node.kind === 'raw' && node.text === 'null';
}

function emptyObject(): JsonNode & { kind: 'object' } {
  return { kind: 'object', entries: new Map(), offset: 0 };
}

function set(root: JsonNode, path: readonly string[], value: JsonNode): void {
  let node = root;
  for (const part of path.slice(0, -1)) {
    if (node.kind !== 'object') throw new Error('internal: a base file must hold an object');
    const child = node.entries.get(part);
    const next: JsonNode = child?.kind === 'object' ? child : emptyObject();
    node.entries.set(part, next);
    node = next;
  }
  if (node.kind === 'object') node.entries.set(path.at(-1) ?? '', value);
}

/** Returns the tree of a text that JSON.parse accepts: only strings need care, all else is told by its first character. */
export function readJson(text: string): JsonNode {
  const found = [...text.matchAll(JSON_TOKEN)];
  const tokens = found.map((match) => match[0]);
  let at = 0;
  const node = (): JsonNode => {
    const offset = found[at]?.index ?? 0;
    const token = tokens[at++] ?? '';
    if (token === '{') return objectNode(offset);
    if (token === '[') return arrayNode(offset);
    return { kind: 'raw', text: token, offset };
  };
  const objectNode = (offset: number): JsonNode => {
    const entries = new Map<string, JsonNode>();
    for (; tokens[at] !== '}'; at += tokens[at] === ',' ? 1 : 0) {
      const key = JSON.parse(tokens[at++] ?? '""') as string; // a key of valid JSON is a string
      at += 1; // the colon
      entries.set(key, node());
    }
    at += 1;
    return { kind: 'object', entries, offset };
  };
  const arrayNode = (offset: number): JsonNode => {
    const items: JsonNode[] = [];
    for (; tokens[at] !== ']'; at += tokens[at] === ',' ? 1 : 0) items.push(node());
    at += 1;
    return { kind: 'array', items, offset };
  };
  return node();
}

function print(node: JsonNode, indent: string): string {
  const deeper = `${indent}  `;
  switch (node.kind) {
    case 'raw':
      return node.text;
    case 'array':
      if (node.items.every((item) => item.kind === 'raw'))
        return `[${node.items.map((item) => print(item, deeper)).join(', ')}]`;
      return `[\n${node.items.map((item) => deeper + print(item, deeper)).join(',\n')}\n${indent}]`;
    case 'object': {
      const lines = [...node.entries].map(([key, child]) => `${deeper}${JSON.stringify(key)}: ${print(child, deeper)}`);
      return lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n${indent}}`;
    }
  }
}
