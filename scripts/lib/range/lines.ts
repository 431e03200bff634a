// SPDX-License-Identifier: MIT
import type { Source } from '../core/source.ts';

/** Where a line starts and ends in its source, without its line end. */
export interface LineBounds {
  readonly start: number;
  readonly end: number;
}

/** Returns the lines of a file: LF or CRLF, a byte order mark and a missing last line end allowed. */
export function splitLines(source: Source): LineBounds[] {
  const { text } = source;
  const lines: LineBounds[] = [];
  let start = text.startsWith('\ufeff') ? 1 : 0;
  while (start < text.length) {
    const found = text.indexOf('\n', start);
    const next = found === -1 ? text.length : found;
    lines.push({ start, end: next > start && text.charAt(next - 1) === '\r' && found !== -1 ? next - 1 : next });
    start = next + 1;
  }
  return lines;
}

/** Returns the lines of SET=: parted by line ends, and by ; outside of quotes. */
export function splitSetLines(source: Source): LineBounds[] {
  const pieces: LineBounds[] = [];
  for (const line of splitLines(source)) {
    let start = line.start;
    let quote = '';
    for (let at = line.start; at < line.end; at += 1) {
      const character = source.text.charAt(at);
      if (quote === '"' && character === '\\') at += 1;
      else if (character === quote) quote = '';
      else if (quote === '' && opensQuote(source.text, at)) quote = character;
      else if (quote === '' && character === ';') {
        pieces.push({ start, end: at });
        start = at + 1;
      }
    }
    pieces.push({ start, end: line.end });
  }
  return pieces;
}

/** A double quote opens wherever it stands; a single one only as the first of a value, since it's an apostrophe elsewhere. */
function opensQuote(text: string, at: number): boolean {
  const character = text.charAt(at);
  return character === '"' || (character === "'" && text.charAt(at - 1) === '=');
}
