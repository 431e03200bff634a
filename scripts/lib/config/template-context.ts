// SPDX-License-Identifier: MIT
import { type Assignment, jsonText, readWord, textValue, type Value } from '../core/value.ts';
import { compactJson, type JsonNode, jsonItems } from '../core/json-node.ts';
import { yamlNumber, yamlScalar } from './render-yaml.ts';

/** A template's data: no prototype, so that {{constructor}} and {{toString}} are simply not there. */
export type TemplateContext = { readonly [name: string]: unknown };

/**
 * Returns the context of some assignments, nested for dotted names (training.lr is {training: {lr}}); its leaves are
 * Values whose own fields templates cannot name. `extra` adds words of the template's own (number, out_dir, ...), which
 * win over symbols of the same name; {{symbols.name}} is always the symbol.
 */
export function templateContext(
  assignments: readonly Assignment[],
  extra: Readonly<Record<string, string>> = {},
): TemplateContext {
  const root = emptyContext();
  addNames(root, assignments);
  const symbols = Object.assign(emptyContext(), root);
  Object.assign(root, extra);
  // Not to be listed: {{#each this}} goes through each symbol once.
  return Object.defineProperty(root, 'symbols', { value: symbols, enumerable: false });
}

/** Adds assignments to a context, all or those whose first part is meant. */
export function addNames(
  root: Record<string, unknown>,
  assignments: readonly Assignment[],
  meant?: ReadonlySet<string>,
): void {
  for (const { name, value } of assignments) {
    const dot = name.indexOf('.');
    if (meant?.has(dot === -1 ? name : name.slice(0, dot)) === false) continue;
    if (dot === -1) {
      root[name] = Object.create(value);
      continue;
    }
    const parts = name.split('.');
    const last = parts.pop() ?? name;
    let node = root;
    for (const part of parts) {
      const child = node[part];
      if (isFolder(child)) node = child;
      else node = node[part] = emptyContext();
    }
    node[last] = Object.create(value);
  }
}

/** A folder of names was printed as if it were a value. */
export class FolderPrinted extends Error {
  /** Names in it, without the folder's own. */
  readonly names: readonly string[];

  constructor(folder: TemplateContext) {
    super('a folder of names cannot be printed');
    this.names = namesIn(folder);
  }
}

function namesIn(folder: TemplateContext): string[] {
  return Object.entries(folder).flatMap(([name, child]) =>
    isFolder(child) ? namesIn(child).map((inner) => `${name}.${inner}`) : [name],
  );
}

/** Returns the text that {{x}} stands for, before any escaping. Throws FolderPrinted. */
export function printedText(value: unknown): string {
  if (isFolder(value)) throw new FolderPrinted(value);
  return isValue(value) ? value.text : typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Tells whether a leaf of a template context is a symbol's value. */
export function isValue(value: unknown): value is Value {
  return typeof value === 'object' && value !== null && 'kind' in value && 'text' in value && !isFolder(value);
}

/** Returns a context of no names. */
export function emptyContext(): Record<string, unknown> {
  return Object.create(null) as Record<string, unknown>; // Object.create is typed any
}

/** Tells whether a part of a template context is a folder of names: {{opt}} where there is an opt.lr. */
export function isFolder(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === null;
}

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
  return jsonItems(list.text)?.map(itemValue) ?? [];
}

function itemValue(node: JsonNode): Value {
  const text = compactJson(node);
  if (text.startsWith('"')) return textValue(JSON.parse(text) as string); // JSON that starts with a quote is a text
  return /^[[{]/.test(text) ? { kind: 'list', text } : readWord(text);
}
