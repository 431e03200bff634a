// SPDX-License-Identifier: MIT
import type { PathKey } from './metric-source.ts';
import { entriesOf, type Entry, parseJsonText, scalarOf } from './reading.ts';

/** What lies at a path: an entry, nothing, or a file that is broken at `line:column`. */
export type PathReading = { readonly entry: Entry | undefined } | { readonly problem: string };

/**
 * Reads one value (or array) at a path of a JSON file, `a.b[-1]`; negative indices count from the end, `[last]` is the last
 * entry that has what the rest of the path names (a history whose last record holds other keys).
 */
export function readJsonPath(text: string, keys: readonly PathKey[]): PathReading {
  const parsed = parseJsonText(text);
  if ('problem' in parsed) return parsed;
  const value = valueAt(parsed.value, keys);
  if (value === undefined) return { entry: undefined };
  if (Array.isArray(value)) return { entry: entriesOf({ value }).get('value') };
  return { entry: typeof value === 'object' && value !== null ? undefined : scalarOf(value) };
}

function valueAt(value: unknown, keys: readonly PathKey[]): unknown {
  const [key, ...rest] = keys;
  if (key === undefined) return value;
  if (typeof key === 'object') {
    if (!Array.isArray(value)) return undefined;
    for (let i = value.length - 1; i >= 0; i -= 1) {
      const found = valueAt(value[i] as unknown, rest);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  return valueAt(step(value, key), rest);
}

function step(value: unknown, key: string | number): unknown {
  if (typeof key === 'number') return Array.isArray(value) ? (value.at(key) as unknown) : undefined;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string, unknown>)[key];
}
