// SPDX-License-Identifier: MIT
/** A text with the name a user knows it by; positions point into it. */
export interface Source {
  readonly path: string;
  readonly text: string;
  /** Set for what a sweep folder keeps of the files that it was made of: nobody can change them. */
  readonly isRecorded?: true;
  /** Set for lines of ours that stand for a definition of another system: positions are shown in that. */
  readonly origin?: Origin;
  /** Set for the value of a setting that a file has, where it stands there: positions are shown in that. */
  readonly value?: Span | undefined;
}

/** What the lines of a source stand for. */
export interface Origin {
  readonly source: Source;
  /** One a line. */
  readonly spans: readonly Span[];
}

/** A stretch of a source: offset and length in UTF-16 code units. Line and column are computed when printed. */
export interface Span {
  readonly source: Source;
  readonly offset: number;
  readonly length: number;
}

/** Line and column, both from 1; the column counts code points, as editors do. */
export interface Position {
  readonly line: number;
  readonly column: number;
  /** The whole source line, without its line end. */
  readonly lineText: string;
  /** Where the line starts in the source. */
  readonly lineOffset: number;
}

/** Returns the place that a user knows: in the file that has the value which the source is, and in that of another system where a source stands for one. */
export function shownSpan(span: Span): Span {
  const { origin, value } = span.source;
  if (value !== undefined) return shownSpan(placeInValue(value, span));
  if (origin === undefined) return span;
  const line = lastAtMost(lineStarts(span.source), Math.max(0, span.offset));
  return shownSpan(origin.spans[line] ?? { source: origin.source, offset: 0, length: 0 });
}

/**
 * Returns where a piece of a value stands in the file that has it. A value in quotes or over several lines stands otherwise there: the piece is
 * looked for, and where it is not found as it is the whole value is meant.
 */
function placeInValue(value: Span, { source: { text }, offset, length }: Span): Span {
  const { source } = value;
  const raw = source.text.slice(value.offset, value.offset + value.length);
  const before = [raw, raw.slice(1, -1)].indexOf(text);
  if (before !== -1) return { source, offset: value.offset + before + offset, length };
  const piece = text.slice(offset, offset + length);
  let at = -1;
  for (let from = text.indexOf(piece); from !== -1 && from <= offset; from = text.indexOf(piece, from + 1)) {
    at = raw.indexOf(piece, at + 1);
    if (at === -1) return value;
  }
  return piece === '' || at === -1 ? value : { source, offset: value.offset + at, length };
}

/** Returns the position of an offset; an offset past the end is taken as the end. Of lines that stand for another file it is the place there. */
export function positionOf(source: Source, offset: number): Position {
  if (source.origin !== undefined || source.value !== undefined) {
    const shown = shownSpan({ source, offset, length: 0 });
    return positionOf(shown.source, shown.offset);
  }
  const at = Math.max(0, Math.min(offset, source.text.length));
  const starts = lineStarts(source);
  const index = lastAtMost(starts, at);
  const lineOffset = starts[index] ?? 0;
  const next = starts[index + 1];
  const rawLine = source.text.slice(lineOffset, next === undefined ? undefined : next - 1);
  return {
    line: index + 1,
    column: countCodePoints(source.text, lineOffset, at) + 1,
    lineText: rawLine.endsWith('\r') ? rawLine.slice(0, -1) : rawLine,
    lineOffset,
  };
}

/** Where the lines of a source start; kept with the source, since a file may have many diagnostics. */
const knownStarts = new WeakMap<Source, readonly number[]>();

function lineStarts(source: Source): readonly number[] {
  const known = knownStarts.get(source);
  if (known !== undefined) return known;
  const starts = [0];
  for (let i = source.text.indexOf('\n'); i !== -1; i = source.text.indexOf('\n', i + 1)) starts.push(i + 1);
  knownStarts.set(source, starts);
  return starts;
}

/** Index of the last number that is at most `limit`, in ascending numbers that start with 0. */
function lastAtMost(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((numbers[middle] ?? 0) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** A low surrogate belongs to the code point of the unit before it. */
function countCodePoints(text: string, from: number, to: number): number {
  let count = 0;
  for (let i = from; i < to; i += 1) {
    const unit = text.charCodeAt(i);
    const isSecondHalf = unit >= 0xdc00 && unit <= 0xdfff && i > from && (text.charCodeAt(i - 1) & 0xfc00) === 0xd800;
    if (!isSecondHalf) count += 1;
  }
  return count;
}

/** Returns the offset of a place in a text, by its line, from 1, and how many characters stand before it there. */
export function offsetAt(text: string, line: number, column: number): number {
  let offset = 0;
  for (let i = 1; i < line; i += 1) offset = text.indexOf('\n', offset) + 1;
  return Math.min(offset + column, text.length);
}
