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
  if (outcome.unranked !== undefined) return equalWords(outcome.unranked, outcome.detail);
  if (outcome.status !== 'failed') return null;
  const what = whatHappened(outcome);
  return equalWords(what, outcome.reason === 'missing output' ? outcome.detail : (lastLines(log, 1)[0] ?? ''));
}

function equalWords(what: string, last: string): string {
  const line = last
    .replace(/(["'`])(?:(?!\1).){1,200}\1/g, '$1...$1')
    .replace(/(?:~|\.{1,2})?(?:\/[\w.@+=-]+)+\/?/g, '<path>')
    .replace(/0x[0-9a-f]+/gi, '<n>')
    .replace(/[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?/gi, '<n>')
    .trim()
    .slice(0, 200);
  return line === '' ? what : `${what}: ${line}`;
}

/** Only of a run that nobody stopped is the signal what happened: KILL ends one that is out of time or memory, too. */
function whatHappened({ reason, exitCode, signal }: Outcome): string {
  if (reason === 'exit code') return `exit code ${exitCode}`;
  return reason === 'signal' ? (signal ?? reason) : reason;
}
