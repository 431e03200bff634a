// SPDX-License-Identifier: MIT
import { CONFIG_PREFIX } from '../core/configuration-name.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Span } from '../core/source.ts';
import { readWord, textValue, type Value } from '../core/value.ts';
import type { CsvCell, CsvTable } from './csv.ts';
import { readList } from './list.ts';
import { sizedNumber } from './number.ts';
import { readRange } from './number-range.ts';
import { warnOfOtherTools } from './other-tools.ts';
import { ESCAPE_HINT, readQuoted } from './quoted-text.ts';
import { fail, type Reader, suggest } from './reader.ts';
import type { Cell, Named } from './tree.ts';
import { bareMark } from './words.ts';

/** Returns the rows of the columns that are named, in the order of the names; `line` is the line that wants them. */
export function pickRows(
  table: CsvTable,
  names: readonly Named[],
  line: Span,
  diagnostics: Diagnostic[],
): Cell[][] | undefined {
  const before = diagnostics.length;
  const columns = names.map((name) => findColumn(table, name, line, diagnostics));
  if (diagnostics.length > before) return undefined;
  const rows = table.rows.map((row) => columns.map((column) => readCell(table, row[column] as CsvCell, diagnostics))); // rows are as wide as the header
  return diagnostics.length > before ? undefined : rows;
}

function findColumn(table: CsvTable, name: Named, line: Span, diagnostics: Diagnostic[]): number {
  const [first = -1, second = -1] = table.columns.get(name.name) ?? [];
  const headerEnd = table.header.at(-1)?.end ?? 0;
  const reader: Reader = { source: table.source, at: table.header[0]?.at ?? 0, end: headerEnd, diagnostics };
  const notes = [{ message: 'it is read here', span: line }];
  if (first === -1) {
    const prefix = name.name.startsWith(CONFIG_PREFIX) ? CONFIG_PREFIX : '';
    const near = suggest(reader, name.name, table.columns.keys(), prefix);
    const hint = near ?? `the first line names the columns; add ${name.name} to it`;
    fail(reader, { code: 'E_CSV_COLUMN', message: `there is no column ${name.name}`, hint, notes });
  } else if (second !== -1) {
    const cell = table.header[second];
    fail(reader, {
      code: 'E_CSV_COLUMN',
      message: `there are two columns ${name.name}`,
      hint: 'delete or rename one of them',
      notes,
      at: cell?.at ?? 0,
      end: cell?.end ?? headerEnd,
    });
  }
  return first;
}

/** A cell holds a value as a range file would, but text needs no quotes; an empty cell means absent. */
function readCell(table: CsvTable, cell: CsvCell, diagnostics: Diagnostic[]): Cell {
  if (cell.text === '') return undefined;
  const reader: Reader = { source: table.source, at: cell.at, end: cell.end, diagnostics };
  const value = readCellValue(reader, cell.text);
  return value === undefined
    ? undefined
    : {
        value,
        span: { source: table.source, offset: cell.at, length: cell.end - cell.at },
        ...(cell.text.startsWith('"') ? {} : bareMark(value)),
      };
}

function readCellValue(reader: Reader, text: string): Value | undefined {
  const first = text.charAt(0);
  if (first === '"' || first === '[' || /^\{\s*["}]/.test(text)) return readInner(reader, text);
  if (first === '~' || first === '@') return refuse(reader, first === '~' ? 'a distribution' : 'a file of rows');
  const range = readInside(reader, text, (inner) => readRange(inner, text, 0));
  if (range === 'error') return undefined;
  if (range !== 'text') return refuse(reader, 'a range');
  const word = readWord(text);
  warnOfOtherTools(reader, text, reader.at, reader.end);
  return word.kind === 'number' && sizedNumber(reader, text, reader.at) === undefined ? undefined : word;
}

function refuse(reader: Reader, what: string): undefined {
  return fail(reader, {
    code: 'E_ZIP_VALUE',
    message: `${what} cannot be a cell of a zipped row`,
    hint: 'write one row for each value; text goes in double quotes, doubled in CSV: """~x"""',
  });
}

function readInner(reader: Reader, text: string): Value | undefined {
  return readInside(reader, text, (inner) => {
    const value = text.startsWith('"') ? quotedValue(inner) : readList(inner);
    if (value === undefined || inner.at === inner.end) return value;
    return fail(inner, {
      code: 'E_CSV',
      message: 'a cell holds something behind its text or list',
      hint: 'a cell holds one value',
    });
  });
}

function quotedValue(reader: Reader): Value | undefined {
  const text = readQuoted(reader, ESCAPE_HINT);
  return text === undefined ? undefined : textValue(text);
}

/** Reads the unquoted text of a cell by itself; trouble is placed at the whole cell. */
function readInside<T>(reader: Reader, text: string, read: (inner: Reader) => T): T {
  const inner: Reader = { source: { path: reader.source.path, text }, at: 0, end: text.length, diagnostics: [] };
  const result = read(inner);
  const trouble = inner.diagnostics[0];
  if (trouble !== undefined) fail(reader, { code: trouble.code, message: trouble.message, hint: trouble.hint });
  return result;
}
