// SPDX-License-Identifier: MIT
/** A text with the name a user knows it by; positions point into it. */
export interface Source {
  readonly path: string;
  readonly text: string;
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

/** Returns the position of an offset; an offset past the end is taken as the end. */
export function positionOf(source: Source, offset: number): Position {
  const at = Math.max(0, Math.min(offset, source.text.length));
  const lineOffset = at === 0 ? 0 : source.text.lastIndexOf('\n', at - 1) + 1;
  const end = source.text.indexOf('\n', at);
  const rawLine = source.text.slice(lineOffset, end === -1 ? undefined : end);
  let line = 1;
  for (let i = source.text.indexOf('\n'); i !== -1 && i < lineOffset; i = source.text.indexOf('\n', i + 1)) line += 1;
  return {
    line,
    column: [...source.text.slice(lineOffset, at)].length + 1,
    lineText: rawLine.endsWith('\r') ? rawLine.slice(0, -1) : rawLine,
    lineOffset,
  };
}
