// SPDX-License-Identifier: MIT
import { jsonText, readWord, textValue, type Value } from '../core/value.ts';
import { compactJson, type JsonNode, readJson } from './base/json-node.ts';
import { yamlNumber, yamlScalar } from './render-yaml.ts';
import { isFolder, isValue } from './template-context.ts';

/** Returns a symbol, or a folder of symbols, as JSON on one line; what is neither as JSON.stringify does. */
export function jsonInline(value: unknown): string {
  if (isValue(value)) return jsonText(value);
  if (!isFolder(value)) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([name, child]) => `${JSON.stringify(name)}: ${jsonInline(child)}`)
    .join(', ')}}`;
}

/** Returns a symbol, or a folder of symbols, as YAML on one line that readers of 1.1 and 1.2 type alike. */
export function yamlInline(value: unknown): string {
  if (isFolder(value))
    return `{${Object.entries(value)
      .map(([name, child]) => `${yamlInline(textValue(name))}: ${yamlInline(child)}`)
      .join(', ')}}`;
  if (!isValue(value)) return JSON.stringify(value);
  if (value.kind === 'list') return yamlList(value.text);
  const { text, plain } = yamlScalar(value);
  return plain ? text : JSON.stringify(text);
}

/** JSON is YAML, but for the numbers that YAML 1.1 takes for text. */
function yamlList(json: string): string {
  return json.replace(/"(?:[^"\\]|\\.)*"|[^\s[\]{}:,"]+/g, (token) =>
    token.startsWith('"') ? token : yamlNumber(token),
  );
}

/** Returns the items of a list: numbers as they are written, texts raw, lists within it as lists. */
export function listItems(list: Value): readonly Value[] {
  const node = readJson(list.text);
  return node.kind === 'array' ? node.items.map(itemValue) : [];
}

function itemValue(node: JsonNode): Value {
  const text = compactJson(node);
  if (text.startsWith('"')) return textValue(JSON.parse(text) as string); // JSON that starts with a quote is a text
  return /^[[{]/.test(text) ? { kind: 'list', text } : readWord(text);
}
