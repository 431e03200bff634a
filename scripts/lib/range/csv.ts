// SPDX-License-Identifier: MIT
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Source } from '../core/source.ts';
import { type LineBounds, splitLines } from './lines.ts';
import { fail, isBlank, type Reader } from './reader.ts';
import { groupBy } from '../core/grouped.ts';

/** A cell as it stands in a CSV file: its text without quotes and outer blanks, and its place. */
export interface CsvCell {
  readonly text: string;
  readonly at: number;
  readonly end: number;
}

/** The cells of a CSV file, line by line; the first line is the header, empty lines are left out. */
export interface CsvTable {
  readonly source: Source;
  readonly header: readonly CsvCell[];
  /** For each name in the header the indexes of its columns. */
  readonly columns: ReadonlyMap<string, readonly number[]>;
  readonly rows: readonly (readonly CsvCell[])[];
}

/**
 * Reads a CSV file (RFC 4180, but for line breaks inside of quotes, which no value may hold). A header with tabs and
 * without commas is that of a TSV file.
 */
export function readCsv(source: Source, diagnostics: Diagnostic[]): CsvTable | undefined {
  const before = diagnostics.length;
  const delimiter = delimiterOf(source);
  const lines: CsvCell[][] = [];
  for (const line of splitLines(source)) {
    const reader: Reader = { source, at: line.start, end: line.end, diagnostics };
    if (source.text.slice(line.start, line.end).trim() === '') continue;
    const cells = readCsvLine(reader, line, delimiter);
    if (cells === undefined) continue;
    const width = lines[0]?.length ?? cells.length;
    if (cells.length === width) lines.push(cells);
    else
      fail(reader, {
        code: 'E_CSV',
        message: `this line has ${cells.length} ${cells.length === 1 ? 'cell' : 'cells'}, the header has ${width}`,
        hint: `a cell that holds a ${delimiter === ',' ? 'comma' : 'tab'} goes in double quotes; an empty cell means absent`,
        at: line.start,
      });
  }
  const [header, ...rows] = lines;
  if (diagnostics.length > before) return undefined;
  if (header !== undefined && rows.length > 0)
    return { source, header, columns: groupBy(header.keys(), (index) => header[index]?.text), rows };
  const reader: Reader = { source, at: 0, end: source.text.length, diagnostics };
  const message = header === undefined ? 'this file of rows is empty' : 'this file of rows has a header and no rows';
  return fail(reader, {
    code: 'E_CSV',
    message,
    hint: 'its first line names the columns, each further line is a row',
    end: Math.min(1, source.text.length),
  });
}

function delimiterOf(source: Source): ',' | '\t' {
  const header = splitLines(source)
    .map(({ start, end }) => source.text.slice(start, end))
    .find((line) => line.trim() !== '');
  return header?.includes('\t') === true && !header.includes(',') ? '\t' : ',';
}

function readCsvLine(reader: Reader, line: LineBounds, delimiter: string): CsvCell[] | undefined {
  const { text } = reader.source;
  const bad = text.slice(line.start, line.end).search(/[\0\ufffd\r]/);
  if (bad !== -1) {
    return fail(reader, {
      code: 'E_ENCODING',
      message: 'this line holds a NUL character, a carriage return or bytes that are not UTF-8',
      hint: 'save the file as UTF-8',
      at: line.start + bad,
      end: line.start + bad + 1,
    });
  }
  const cells: CsvCell[] = [];
  let at = line.start;
  for (;;) {
    const start = pastBlanks(reader, at, delimiter);
    const cell =
      text.charAt(start) === '"' ? readQuotedCell(reader, start, delimiter) : readPlainCell(reader, at, delimiter);
    if (cell === undefined) return undefined;
    cells.push(cell.cell);
    if (cell.next >= line.end) return cells;
    at = cell.next + 1;
  }
}

interface ReadCell {
  readonly cell: CsvCell;
  /** Offset of the comma behind the cell, or of the end of the line. */
  readonly next: number;
}

function readPlainCell(reader: Reader, at: number, delimiter: string): ReadCell {
  const { text } = reader.source;
  let next = at;
  while (next < reader.end && text.charAt(next) !== delimiter) next += 1;
  return { cell: { text: text.slice(at, next).trim(), at, end: next }, next };
}

function readQuotedCell(reader: Reader, open: number, delimiter: string): ReadCell | undefined {
  const { text } = reader.source;
  let value = '';
  for (let at = open + 1; at < reader.end; at += 1) {
    if (text.charAt(at) !== '"') value += text.charAt(at);
    else if (text.charAt(at + 1) === '"' && at + 1 < reader.end) {
      value += '"';
      at += 1;
    } else return closeCell(reader, { text: value, at: open, end: at + 1 }, delimiter);
  }
  return fail(reader, {
    code: 'E_CSV',
    message: 'this quote is not closed on its line',
    hint: 'values cannot hold line breaks; a quote inside a quoted cell is written twice: ""',
    at: open,
  });
}

function closeCell(reader: Reader, cell: CsvCell, delimiter: string): ReadCell | undefined {
  const next = pastBlanks(reader, cell.end, delimiter);
  if (next >= reader.end || reader.source.text.charAt(next) === delimiter) return { cell, next };
  return fail(reader, {
    code: 'E_CSV',
    message: `a ${delimiter === ',' ? 'comma' : 'tab'} or the end of the line is expected behind a closing quote`,
    hint: 'a quote inside a quoted cell is written twice: ""',
    at: next,
    end: next + 1,
  });
}

function pastBlanks(reader: Reader, from: number, delimiter: string): number {
  let at = from;
  const { text } = reader.source;
  while (at < reader.end && isBlank(text.charCodeAt(at)) && text.charAt(at) !== delimiter) at += 1;
  return at;
}
