// SPDX-License-Identifier: MIT
import type { RangeSource } from '../../scripts/lib/edge/definition/range-source.ts';
import { sourceRecord } from '../../scripts/lib/config/manifest.ts';

/** A range file that lives in memory: it can include nothing but the other texts given. */
export function rangeOfText(text: string, others: Readonly<Record<string, string>> = {}): RangeSource {
  const read = (path: string) => {
    const found = others[path];
    return found === undefined ? { unreadable: 'no such file or folder' } : { path, text: found };
  };
  return {
    source: { path: 'test-range', text },
    load: (path) => read(path),
    list: () => Object.keys(others).sort(),
    loadNamed: (path) => ({ path, text: others[path] ?? '' }),
    name: 'test-range',
    folder: '/nowhere',
    record: () => undefined,
    records: () => [
      sourceRecord('test-range', text),
      ...Object.entries(others).map(([path, other]) => sourceRecord(path, other)),
    ],
  };
}
