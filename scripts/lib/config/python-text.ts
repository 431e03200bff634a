// SPDX-License-Identifier: MIT
import { numberByPython } from '../core/python-number.ts';
import { unreachable } from '../core/unreachable.ts';
import { isTrueWord, type Value } from '../core/value.ts';
import { type JsonNode, readJson } from '../core/json-node.ts';
import { isFolder, isValue } from './template-context.ts';

/**
 * Returns a symbol, or a folder of symbols, as Python's str() prints it: True, None, 1e-05, [1, 'a'], {'kind': 'adam'}. For programs
 * and folder names that another system, written in Python, has made so far.
 */
export function pythonText(value: unknown): string {
  return isValue(value) && value.kind === 'text' ? value.text : pythonRepr(value);
}

function pythonRepr(value: unknown): string {
  if (isFolder(value))
    return `{${Object.entries(value)
      .map(([name, child]) => `${quotedByPython(name)}: ${pythonRepr(child)}`)
      .join(', ')}}`;
  return isValue(value) ? valueRepr(value) : quotedByPython(String(value));
}

function valueRepr(value: Value): string {
  switch (value.kind) {
    case 'number':
      return numberByPython(value.text);
    case 'hex':
      return BigInt(value.text).toString();
    case 'tristate':
      return value.text === 'm' ? quotedByPython('m') : value.text === 'y' ? 'True' : 'False';
    case 'boolean':
      return isTrueWord(value.text) ? 'True' : 'False';
    case 'null':
      return 'None';
    case 'text':
      return quotedByPython(value.text);
    case 'list':
      return nodeRepr(readJson(value.text));
    default:
      return unreachable(value);
  }
}

function nodeRepr(node: JsonNode): string {
  switch (node.kind) {
    case 'array':
      return `[${node.items.map(nodeRepr).join(', ')}]`;
    case 'object':
      return `{${[...node.entries].map(([key, child]) => `${quotedByPython(key)}: ${nodeRepr(child)}`).join(', ')}}`;
    case 'raw':
      return rawRepr(node.text);
  }
}

function rawRepr(text: string): string {
  if (text === 'null') return 'None';
  if (text === 'true' || text === 'false') return text === 'true' ? 'True' : 'False';
  return text.startsWith('"') ? quotedByPython(JSON.parse(text) as string) : numberByPython(text); // JSON in quotes is a text
}

const NAMED_ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** In single quotes, but in double ones where there are single ones only (repr of str). */
function quotedByPython(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = [...text].map((character) => {
    const named = NAMED_ESCAPES[character] ?? (character === quote ? `\\${quote}` : undefined);
    if (named !== undefined) return named;
    return character !== ' ' && /[\p{C}\p{Z}]/u.test(character)
      ? escapedByPython(character.codePointAt(0) ?? 0)
      : character;
  });
  return `${quote}${escaped.join('')}${quote}`;
}

function escapedByPython(code: number): string {
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`;
}
