// SPDX-License-Identifier: MIT
import type { Checked } from '../../core/diagnostic.ts';
import { appendEntry, COMMA_WORDS, type Entry, type Reading, scalarOfWord } from './reading.ts';

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
 * first group is the name and the second the value, and two groups called name and value are that pair. Python's
 * `(?P<x>...)`, `(?P=x)` and a leading `(?i)` are read as it means them. A number that a comma cuts (81,5) is no entry but a
 * problem: 81 would be another result. Every match of every line is one more entry. A pattern can take longer than
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
    return fault(
      `SWEEP_METRIC_REGEX is "${text}", which is no regular expression of JavaScript (${faultOf(text)})`,
      'for example SWEEP_METRIC_REGEX="test accuracy: (?<test_acc>[0-9.]+)"; a bracket of the text itself needs a \\ in front',
    );
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
  const { pattern, flags } = translated(text);
  try {
    return new RegExp(pattern, flags);
  } catch {
    return undefined;
  }
}

/** Named groups as Python and PCRE write them mean the same here; JavaScript has its flags outside of the pattern. */
function translated(text: string): { readonly pattern: string; readonly flags: string } {
  const bare = text.replace(/^\(\?i\)/, '');
  const pattern = bare.replace(/(\\.)|\(\?P<|\(\?P=(\w+)\)/gs, (found: string, plain?: string, back?: string) =>
    plain !== undefined ? plain : back !== undefined ? `\\k<${back}>` : found.replace('P', ''),
  );
  return { pattern, flags: bare === text ? 'g' : 'gi' };
}

/** The last words of the engine's own message say what is wrong: "Unterminated group". */
function faultOf(text: string): string {
  const { pattern, flags } = translated(text);
  try {
    new RegExp(pattern, flags);
    return 'its groups cannot be told';
  } catch (error) {
    const words = error instanceof Error ? error.message : '';
    return words.slice(words.lastIndexOf(': ') + 2);
  }
}

function readLog(log: string, regex: RegExp, tell: (line: number) => void): Reading {
  const entries = new Map<string, Entry>();
  let problem: string | undefined;
  for (const [at, line] of log
    .replace(COLOURS, '')
    .split(/\r\n|\r|\n/)
    .entries()) {
    if (line.length > LONGEST_LINE) continue;
    tell(at + 1);
    for (const match of line.matchAll(regex)) {
      for (const [name, word] of pairsOf(match)) {
        if (name === undefined || word === undefined || word === '') continue;
        const cut = cutNumber(line, match, word);
        if (cut !== undefined) problem ??= `${at + 1}:1: found ${cut}; ${COMMA_WORDS}`;
        appendEntry(entries, name, cut ?? scalarOfWord(word));
      }
    }
  }
  return problem === undefined ? { entries } : { entries, problem };
}

function pairsOf(match: RegExpExecArray): readonly (readonly [string | undefined, string | undefined])[] {
  const { groups } = match;
  if (groups === undefined) return [[match[1], match[2]]];
  const names = Object.keys(groups);
  if (names.length === 2 && names.includes('name') && names.includes('value'))
    return [[groups['name'], groups['value']]];
  return Object.entries(groups);
}

/** Returns the number as the line has it where the match took only its part before a comma: `acc 81,5` is not 81. */
function cutNumber(line: string, match: RegExpExecArray, word: string): string | undefined {
  if (!/^[+-]?\d+$/.test(word) || !match[0].endsWith(word)) return undefined;
  const rest = /^,\d+(?![\d.,])/.exec(line.slice(match.index + match[0].length));
  return rest === null ? undefined : word + rest[0];
}

function fault(message: string, hint?: string): Checked<LogPattern> {
  return {
    diagnostics: [{ code: 'E_SETTING_VALUE', message, hint }],
  };
}
