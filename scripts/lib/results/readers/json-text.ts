// SPDX-License-Identifier: MIT
import { jsonFault } from '../../core/json-fault.ts';

/** A parsed text, or where and why it is none: `line:column: what`. */
export type ParsedJson = { readonly value: unknown } | { readonly problem: string };

/**
 * Parses JSON as Python writes it: NaN, Infinity and -Infinity are accepted and become null. JSON.parse does the
 * work; only a text that it refuses is looked at again, since its messages name no position.
 */
export function parseJsonText(text: string): ParsedJson {
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  try {
    return { value: JSON.parse(body) as unknown };
  } catch {
    const fault = jsonFault(body, 'python');
    if (fault !== undefined) return { problem: `${lineAndColumn(body, fault.offset)}: ${fault.what}` };
    return { value: JSON.parse(withoutNaN(body)) as unknown };
  }
}

/** Returns `line:column` of an offset, both from 1. */
function lineAndColumn(text: string, offset: number): string {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return `${before.split('\n').length}:${offset - lineStart + 1}`;
}

function withoutNaN(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|-?(?:NaN|Infinity)/g, (token) => (token.startsWith('"') ? token : 'null'));
}
