// SPDX-License-Identifier: MIT
import { shownLines } from '../../core/shown-lines.ts';
import { plainText } from '../plain-text.ts';

/** What a log has grown by, as a page shows it. */
export interface LogNews {
  /** Whole lines that came. */
  readonly lines: readonly string[];
  /** The line that is still being written: it stands in the place of the one told before. */
  readonly open: string;
}

/** A log that comes in pieces. */
export interface LogLines {
  take(text: string): LogNews;
}

/** A line longer than this is shown in parts: what writes it is no program that speaks to people. */
const LONGEST_LINE = 20_000;

/** Returns the lines of a log that comes in pieces. A carriage return begins a line anew, as on a terminal. */
export function openLogLines(): LogLines {
  let open = '';
  return {
    take: (text) => {
      const parts = (open + text).split('\n');
      open = parts.pop() ?? '';
      if (open.length > LONGEST_LINE) {
        parts.push(open);
        open = '';
      }
      const lines = shownLines(parts, shownLine);
      // What was overwritten comes no more; a return at the end may be half of a line end.
      const from = open.lastIndexOf('\r', open.length - 2) + 1;
      open = open.slice(from);
      return { lines, open: shownLine(open) };
    },
  };
}

function shownLine(line: string): string {
  const whole = line.replace(/\r+$/, '');
  return plainText(whole.slice(whole.lastIndexOf('\r') + 1));
}
