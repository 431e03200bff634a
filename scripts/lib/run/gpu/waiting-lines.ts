// SPDX-License-Identifier: MIT
import { groupBy } from '../../core/grouped.ts';

/** A waiting run, by its number, and why it waits. */
export interface WaitingReason {
  readonly number: number;
  readonly why: string;
}

/** Reasons that are told; the rest is counted. */
const MOST_LINES = 8;
/** Ranges of numbers that are told for one reason. */
const MOST_RANGES = 6;

/** Returns one line for each reason with the numbers of the runs it holds for: "3 7-12 wait: needs 10 GiB; ...". */
export function waitingLines(reasons: readonly WaitingReason[]): readonly string[] {
  const lines = [...groupBy(reasons, ({ why }) => why)].map(([why, waiting]) => {
    const numbers = waiting.map(({ number }) => number);
    return `${numbersText(numbers)} ${numbers.length === 1 ? 'waits' : 'wait'}: ${why}`;
  });
  return lines.length <= MOST_LINES
    ? lines
    : [...lines.slice(0, MOST_LINES), `${lines.length - MOST_LINES} more reasons`];
}

/** "3 7-12 and 88 more". */
function numbersText(numbers: readonly number[]): string {
  const sorted = numbers.toSorted((a, b) => a - b);
  const ranges: { from: number; to: number }[] = [];
  for (const number of sorted) {
    const last = ranges[ranges.length - 1];
    if (last !== undefined && number === last.to + 1) last.to = number;
    else ranges.push({ from: number, to: number });
  }
  const shown = ranges.slice(0, MOST_RANGES);
  const left = ranges.slice(MOST_RANGES).reduce((sum, { from, to }) => sum + to - from + 1, 0);
  const text = shown.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`)).join(' ');
  return left === 0 ? text : `${text} and ${left} more`;
}
