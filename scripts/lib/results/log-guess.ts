// SPDX-License-Identifier: MIT
import { parseLogPattern } from './readers/log-regex.ts';
import { knownGoal } from './readers/metric-spec.ts';
import { isRelatedName } from './related-names.ts';

/** A number of a log that looks like a metric, and the pattern that reads it. */
export interface LogGuess {
  /** From 1. */
  readonly line: number;
  /** The line, shortened for people. */
  readonly shown: string;
  /** What stands before the number, as a metric's name: `test accuracy` is test_accuracy. */
  readonly name: string;
  readonly value: number;
  /** For SWEEP_METRIC_REGEX. */
  readonly pattern: string;
  /** The metric that the pattern gives: the wanted one where it may be called so. */
  readonly metric: string;
}

/** What a usual number looks like, for patterns and for the search. */
const NUMBER = '[-+.0-9eE]+';
const TERM =
  /(?<![\w.])((?:[A-Za-z][\w./@-]*[ \t]+){0,3}[A-Za-z][\w./@-]*(?:\([\w%]*\))?)([ \t]*(?:[:=]|->|\||[ \t])[ \t]*)([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)(?![\w.,]*\d)/g;

/** Lines looked at, from the end, and letters of a line. */
const MOST_LINES = 2000;
const LONGEST_LINE = 1000;
const LONGEST_SHOWN = 60;

/**
 * Returns the numbers of a log that may be metrics, best first, each name once with its last line: with a wanted name those
 * that are related to it, else those whose name is a known metric's. Each pattern was tried on its line.
 */
export function guessLogMetrics(log: string, wanted?: string): readonly LogGuess[] {
  const lines = log.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '').split(/\r\n|\r|\n/);
  const found = new Map<string, LogGuess>();
  for (let i = lines.length - 1; i >= Math.max(0, lines.length - MOST_LINES); i -= 1) {
    const line = lines[i] ?? '';
    if (line.length > LONGEST_LINE) continue;
    for (const match of line.matchAll(TERM)) {
      const guess = guessOf(match, { line, number: i + 1, wanted });
      if (guess !== undefined && !found.has(guess.name)) found.set(guess.name, guess);
    }
  }
  return [...found.values()].sort((a, b) => score(b.name, wanted) - score(a.name, wanted));
}

function guessOf(
  match: RegExpExecArray,
  at: { readonly line: string; readonly number: number; readonly wanted: string | undefined },
): LogGuess | undefined {
  const [, words = '', separator = '', number = ''] = match;
  const kept = namingWords(words);
  const name = kept.replace(/\([\w%]*\)$/, '').replace(/[ \t]+/g, '_');
  const fits = at.wanted === undefined ? knownGoal(name) !== undefined : isRelatedName(at.wanted, name);
  if (!fits) return undefined;
  const metric = at.wanted ?? groupName(name);
  const group = /^[A-Za-z_]\w*$/.test(metric) ? metric : groupName(metric);
  const before =
    kept
      .trim()
      .split(/[ \t]+/)
      .map(escaped)
      .join('\\s+') + separator.trim().split('').map(escaped).join('');
  const pattern = `${before.replace(/(->|\||[:=])$/, '\\s*$1')}\\s*(?<${group}>${NUMBER})`;
  const read = parseLogPattern(pattern).value?.(at.line).entries.get(group);
  const last = typeof read === 'object' && read !== null ? read.at(-1) : read;
  if (last !== Number(number)) return undefined;
  const shown = at.line.trim();
  return {
    line: at.number,
    shown: shown.length > LONGEST_SHOWN ? `${shown.slice(0, LONGEST_SHOWN)}...` : shown,
    name,
    value: Number(number),
    pattern,
    metric: group,
  };
}

/** Of `epoch 3 test accuracy` the last words that belong to the name: those from the first that says which data it is of. */
function namingWords(words: string): string {
  const parts = words.split(/[ \t]+/);
  const last = parts.at(-1) ?? '';
  const before = parts.at(-2);
  return before !== undefined &&
    /^(test|val|valid|validation|train|training|eval|dev|best|mean|avg|average|final|top)$/i.test(before)
    ? `${before} ${last}`
    : last;
}

function groupName(name: string): string {
  const bare = name.replace(/\W+/g, '_').replace(/^_+|_+$/g, '');
  return /^[A-Za-z_]/.test(bare) ? bare : `metric_${bare}`;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, (c) => (c === '/' || c === '-' ? c : `\\${c}`));
}

/** What one wants first: the wanted name itself, then results on data that were not trained on. */
function score(name: string, wanted: string | undefined): number {
  let points = 0;
  if (wanted !== undefined && name.toLowerCase() === wanted.toLowerCase()) points += 100;
  if (/test/i.test(name)) points += 8;
  else if (/val|eval|dev/i.test(name)) points += 6;
  else if (/train/i.test(name)) points -= 4;
  if (knownGoal(name) === 'max') points += 3;
  if (/time|second|memory|size|params|flops/i.test(name)) points -= 6;
  return points;
}
