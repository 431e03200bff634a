// SPDX-License-Identifier: MIT
import type { Checked } from '../../core/diagnostic.ts';
import { appendEntry, type Entry, type Reading, scalarOfWord } from '../reading.ts';

/** Longer lines are progress bars and dumps: matching them could take for ever. */
const LONGEST_LINE = 10_000;

/** Reads metrics from the lines of a log. */
export type LogPattern = (log: string) => Reading;

/**
 * Returns the reader of SWEEP_METRIC_REGEX: each named group is a metric of that name; without named groups the
 * first group is the name and the second the value. Every match of every line is one more entry.
 */
export function parseLogPattern(text: string): Checked<LogPattern> {
  const regex = compiled(text);
  const probe = compiled(`${text}|`); // matches the empty text, and so tells the groups
  const groups = probe === undefined ? null : probe.exec('');
  if (regex === undefined || groups === null) {
    return fault(`SWEEP_METRIC_REGEX is "${text}", which is no regular expression of JavaScript`);
  }
  if (groups.groups === undefined && groups.length !== 3) {
    return fault(
      `SWEEP_METRIC_REGEX has ${groups.length - 1} group${groups.length === 2 ? '' : 's'}; expected named groups, or (name) and (value)`,
      'for example SWEEP_METRIC_REGEX="test accuracy: (?<test_acc>[0-9.]+)"',
    );
  }
  return { value: (log) => readLog(log, regex), diagnostics: [] };
}

function compiled(text: string): RegExp | undefined {
  try {
    return new RegExp(text, 'g');
  } catch {
    return undefined;
  }
}

function readLog(log: string, regex: RegExp): Reading {
  const entries = new Map<string, Entry>();
  for (const line of log.split(/\r\n|\r|\n/)) {
    if (line.length > LONGEST_LINE) continue;
    for (const match of line.matchAll(regex)) {
      const pairs = match.groups === undefined ? [[match[1], match[2]]] : Object.entries(match.groups);
      for (const [name, word] of pairs) {
        if (name !== undefined && word !== undefined && word !== '') appendEntry(entries, name, scalarOfWord(word));
      }
    }
  }
  return { entries };
}

function fault(message: string, hint?: string): Checked<LogPattern> {
  return { diagnostics: [{ severity: 'error', code: 'E_SETTING_VALUE', message, ...(hint === undefined ? {} : { hint }) }] };
}
