// SPDX-License-Identifier: MIT
import { parseJsonText } from './json-text.ts';
import type { JsonPath } from './metric-spec.ts';
import { type Entry, entriesOf, scalarOf } from './reading.ts';

/** What lies at a path: an entry, nothing, or a file that is broken at `line:column`. */
export type PathReading = { readonly entry: Entry | undefined } | { readonly problem: string };

/** Reads one value (or array) at a path of a JSON file, `a.b[-1]`; negative indices count from the end. */
export function readJsonPath(text: string, path: JsonPath): PathReading {
  const parsed = parseJsonText(text);
  if ('problem' in parsed) return parsed;
  let value: unknown = parsed.value;
  for (const key of path.keys) value = step(value, key);
  if (value === undefined) return { entry: undefined };
  if (Array.isArray(value)) return { entry: entriesOf({ value }).get('value') };
  return { entry: typeof value === 'object' && value !== null ? undefined : scalarOf(value) };
}

function step(value: unknown, key: string | number): unknown {
  if (typeof key === 'number') return Array.isArray(value) ? (value.at(key) as unknown) : undefined;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string, unknown>)[key];
}
