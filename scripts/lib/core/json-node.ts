// SPDX-License-Identifier: MIT

/** Words and marks of JSON. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s[\]{},:"]+/g;

/** A parsed JSON text whose numbers are kept as they were written (JSON.parse would round 12345678901234567890). */
export type JsonNode =
  | { readonly kind: 'raw'; readonly text: string; readonly offset: number }
  | { readonly kind: 'array'; readonly items: JsonNode[]; readonly offset: number }
  | { readonly kind: 'object'; readonly entries: Map<string, JsonNode>; readonly offset: number };

/** Returns the tree of a text that JSON.parse accepts: only strings need care, all else is told by its first character. */
export function readJson(text: string): JsonNode {
  const found = [...text.matchAll(TOKEN)];
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

/** Returns the text of a tree, two blanks a level; lists of plain values on one line. */
export function printJson(node: JsonNode, indent: string): string {
  const deeper = `${indent}  `;
  switch (node.kind) {
    case 'raw':
      return node.text;
    case 'array':
      if (node.items.every((item) => item.kind === 'raw'))
        return `[${node.items.map((item) => printJson(item, deeper)).join(', ')}]`;
      return `[\n${node.items.map((item) => deeper + printJson(item, deeper)).join(',\n')}\n${indent}]`;
    case 'object': {
      const lines = [...node.entries].map(
        ([key, child]) => `${deeper}${JSON.stringify(key)}: ${printJson(child, deeper)}`,
      );
      return lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n${indent}}`;
    }
  }
}

/** Returns an object without entries. */
export function emptyObject(): JsonNode & { kind: 'object' } {
  return { kind: 'object', entries: new Map(), offset: 0 };
}

/** Returns a text as it is, all else as JSON without blanks: numbers keep the digits they were written with. */
export function plainJson(node: JsonNode): string {
  return node.kind === 'raw' && node.text.startsWith('"') ? String(JSON.parse(node.text)) : compactJson(node);
}

/** Returns the items of a list in JSON; undefined for what is no list. */
export function jsonItems(json: string): readonly JsonNode[] | undefined {
  const node = readJson(json);
  return node.kind === 'array' ? node.items : undefined;
}

/** Returns the text of a tree without blanks. */
export function compactJson(node: JsonNode): string {
  switch (node.kind) {
    case 'raw':
      return node.text;
    case 'array':
      return `[${node.items.map(compactJson).join(',')}]`;
    case 'object':
      return `{${[...node.entries].map(([key, child]) => `${JSON.stringify(key)}:${compactJson(child)}`).join(',')}}`;
  }
}
