// SPDX-License-Identifier: MIT
import type { Checked } from '../../core/diagnostic.ts';
import { appendEntry, type Entry, type Reading, scalarOfWord } from './reading.ts';

/** Longer lines are progress bars and dumps: matching them could take for ever. */
const LONGEST_LINE = 10_000;

/** Seconds that a log may take, and those for each of its megabytes: a usual pattern takes a hundredth of that. */
const LOG_S = 2;
const MEGABYTE_S = 1;

/** Colours and movements of a terminal: they stand between the words that a pattern names, and nobody sees them. */
const COLOURS = /\u001b\[[0-9;?]*[A-Za-z]/g;

/** Reads metrics from the lines of a log. */
export type LogPattern = (log: string) => Reading;

/** Does something and returns what it returns; undefined when it was ended because it took longer. */
export type WithinTime = <T>(limitS: number, action: () => T) => T | undefined;

/**
 * Returns the reader of SWEEP_METRIC_REGEX: each named group is a metric of that name; without named groups the
 * first group is the name and the second the value. Every match of every line is one more entry. A pattern can take longer than
 * anybody lives (`(a+)+$`): after one log that took too long no other is matched.
 */
export function parseLogPattern(
  text: string,
  withinTime: WithinTime = (_limitS, action) => action(),
): Checked<LogPattern> {
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
  return { value: boundedReader(regex, withinTime), diagnostics: [] };
}

/** Tells whether a problem of a run is that its log was not matched to the end: what it reports is then not known. */
export function isUnmatched(problem: string): boolean {
  return problem.includes(NAMED_IN_PROBLEMS);
}

const NAMED_IN_PROBLEMS = 'SWEEP_METRIC_REGEX';

function boundedReader(regex: RegExp, withinTime: WithinTime): LogPattern {
  let isTooSlow = false;
  const nothing = (problem: string): Reading => ({ entries: new Map(), problem, isProvisional: true });
  return (log) => {
    if (isTooSlow) return nothing(`1:1: not matched, since ${NAMED_IN_PROBLEMS} took too long on another log`);
    const limitS = LOG_S + Math.ceil(log.length / 1e6) * MEGABYTE_S;
    let line = 0;
    const reading = withinTime(limitS, () =>
      readLog(log, regex, (number) => {
        line = number;
      }),
    );
    if (reading !== undefined) return reading;
    isTooSlow = true;
    return nothing(
      `${line}:1: ${NAMED_IN_PROBLEMS} was still at this line after ${limitS} s (repetitions inside repetitions do that, as in (a+)+)`,
    );
  };
}

function compiled(text: string): RegExp | undefined {
  try {
    return new RegExp(text, 'g');
  } catch {
    return undefined;
  }
}

function readLog(log: string, regex: RegExp, tell: (line: number) => void): Reading {
  const entries = new Map<string, Entry>();
  for (const [at, line] of log
    .replace(COLOURS, '')
    .split(/\r\n|\r|\n/)
    .entries()) {
    if (line.length > LONGEST_LINE) continue;
    tell(at + 1);
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
  return {
    diagnostics: [{ severity: 'error', code: 'E_SETTING_VALUE', message, ...(hint === undefined ? {} : { hint }) }],
  };
}
