// SPDX-License-Identifier: MIT
import { appendEntry, entriesOf, type Entry, isSeries, parseJsonText, type Reading } from './reading.ts';

const MARK = 'json_stats: ';

/** Tells whether a log may hold lines of this kind. */
export function hasJsonStats(log: string): boolean {
  return log.includes(MARK);
}

/**
 * Reads `json_stats: {...}` lines of a log, as pycls and what grew out of it write them: each is one more entry of its
 * metrics, and `_type` (train_epoch, test_epoch) goes before their names: `test_epoch.top1_err`. A line that was cut is left out.
 */
export function readJsonStats(log: string): Reading {
  const entries = new Map<string, Entry>();
  for (const line of log.split('\n')) {
    const at = line.indexOf(MARK);
    if (at < 0) continue;
    const parsed = parseJsonText(line.slice(at + MARK.length));
    if ('problem' in parsed || typeof parsed.value !== 'object' || parsed.value === null) continue;
    const { _type: type, ...stats } = parsed.value as Readonly<Record<string, unknown>>; // an object, by the line above
    const prefix = typeof type === 'string' ? `${type}.` : '';
    for (const [name, entry] of entriesOf(stats)) {
      if (!isSeries(entry)) appendEntry(entries, prefix + name, entry);
    }
  }
  return { entries };
}
