// SPDX-License-Identifier: MIT
import { shownLines } from '../core/shown-lines.ts';
import type { Outcome } from './outcome.ts';

/** Lines of a failed run's log that are shown. */
export const SHOWN_LOG_LINES = 12;

/** Returns the last lines of a log for people: what a progress bar overwrote, control characters and bytes that are no text left out. */
export function lastLines(log: string, count: number): readonly string[] {
  const lines = [...shownLines(log.split('\n'), (line) => shownLine(line.trimEnd()))];
  while (lines.length > 0 && lines.at(-1) === '') lines.pop();
  return lines.slice(-count);
}

/** A terminal shows only what follows the last carriage return; escape sequences must not reach ours. */
function shownLine(line: string): string {
  const last = line.slice(line.lastIndexOf('\r') + 1);
  return last
    .replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '?')
    .slice(0, 400);
}

/**
 * Returns what equal failures share: the reason and the last line of the log without what differs from run to run
 * (numbers, paths, addresses, quoted texts), of a run that cannot be ranked what it lacks; null when it ended well.
 */
export function signatureOf(outcome: Outcome, log: string): string | null {
  const what = whatFailed(outcome);
  return what === undefined ? null : withLine(what, maskedLine(ownDetail(outcome) ?? lastLine(log)));
}

/** Returns the last line of a failed run's log as it is, where its signature leaves something out of it; undefined otherwise. */
export function saidBy(outcome: Outcome, log: string): string | undefined {
  if (whatFailed(outcome) === undefined || ownDetail(outcome) !== undefined) return undefined;
  const line = lastLine(log).trim();
  return line === maskedLine(line) ? undefined : line;
}

/**
 * Returns what to call failures of one signature: with the numbers, paths and texts that are the same in all of them, and `<n>`, `<path>` or
 * `'...'` for those that differ.
 */
export function sharedEnding(outcomes: readonly Outcome[]): string {
  const [first] = outcomes;
  const signature = first?.signature ?? first?.detail ?? '';
  const what = first === undefined ? undefined : whatFailed(first);
  const lines = outcomes.flatMap((outcome) => ownDetail(outcome) ?? outcome.said ?? []).map(splitLine);
  const [one] = lines;
  if (what === undefined || one === undefined || lines.length < outcomes.length) return signature;
  const isAlike = ({ parts }: typeof one): boolean =>
    parts.length === one.parts.length && parts.every((part, i) => part === one.parts[i]);
  if (!lines.every(isAlike)) return signature;
  const shared = one.parts
    .map((part, i) => (lines.every((line) => line.texts[i] === one.texts[i]) ? (one.texts[i] ?? part) : part))
    .join('');
  return withLine(what, shared.trim().slice(0, MOST_LETTERS));
}

/** Letters of a line that are shown and compared. */
const MOST_LETTERS = 200;

function withLine(what: string, line: string): string {
  return line === '' ? what : `${what}: ${line}`;
}

/** What differs between runs whose failures are equal, in this order: what is left of one is none of the next. */
const DIFFERING: readonly { readonly pattern: RegExp; readonly mask: (text: string) => string }[] = [
  { pattern: /(["'`])(?:(?!\1).){1,200}\1/g, mask: (text) => `${text.slice(0, 1)}...${text.slice(0, 1)}` },
  { pattern: /(?:~|\.{1,2})?(?:\/[\w.@+=-]+)+\/?/g, mask: () => '<path>' },
  { pattern: /0x[0-9a-f]+/gi, mask: () => '<n>' },
  { pattern: /[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?/gi, mask: () => '<n>' },
];

function maskedLine(line: string): string {
  return splitLine(line).parts.join('').trim().slice(0, MOST_LETTERS);
}

/** Returns a line in pieces: with the masks in the place of what differs, and as it is. */
function splitLine(line: string): { readonly parts: readonly string[]; readonly texts: readonly string[] } {
  let pieces: readonly { readonly part: string; readonly text: string }[] = [{ part: line, text: line }];
  for (const { pattern, mask } of DIFFERING)
    pieces = pieces.flatMap((piece) => {
      if (piece.part !== piece.text) return [piece];
      const cut = [];
      let from = 0;
      for (const { 0: found, index } of piece.text.matchAll(pattern)) {
        const before = piece.text.slice(from, index);
        cut.push({ part: before, text: before }, { part: mask(found), text: found });
        from = index + found.length;
      }
      const rest = piece.text.slice(from);
      return [...cut, { part: rest, text: rest }];
    });
  return { parts: pieces.map((piece) => piece.part), texts: pieces.map((piece) => piece.text) };
}

function lastLine(log: string): string {
  return lastLines(log, 1)[0] ?? '';
}

/** What is said of a run that lacks something, in words of our own; undefined where its log says it. */
function ownDetail({ unranked, reason, detail }: Outcome): string | undefined {
  return unranked !== undefined || reason === 'missing output' ? detail : undefined;
}

function whatFailed(outcome: Outcome): string | undefined {
  if (outcome.unranked !== undefined) return outcome.unranked;
  return outcome.status === 'failed' ? whatHappened(outcome) : undefined;
}

/** Only of a run that nobody stopped is the signal what happened: KILL ends one that is out of time or memory, too. */
function whatHappened({ reason, exitCode, signal }: Outcome): string {
  if (reason === 'exit code') return `exit code ${exitCode}`;
  return reason === 'signal' ? (signal ?? reason) : reason;
}
