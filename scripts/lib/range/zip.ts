// SPDX-License-Identifier: MIT
import type { Span } from '../core/source.ts';
import type { Value } from '../core/value.ts';
import { readRange } from './number-range.ts';
import { listedValues, progressionOf } from './range-values.ts';
import { atCondition, atLineEnd, fail, isBlank, peek, type Reader, skipBlanks, spanOf } from './reader.ts';
import type { Cell, Named, NumberRange, RightSide } from './tree.ts';
import { bareMark, readPiece, wordValue } from './words.ts';

/** Rows that a row of ranges may stand for. */
const MAX_ROWS = 10_000;

/** A cell as it is read; a range stands for as many rows as it has values. */
type ReadCell = Cell | { readonly range: NumberRange; readonly span: Span };

/** Reads rows of zipped symbols: cells parted by commas, rows by bars; an empty cell means absent. */
export function readRows(reader: Reader, names: readonly Named[]): RightSide | undefined {
  const rows: Cell[][] = [];
  for (;;) {
    const at = reader.at;
    const row = readRow(reader);
    if (row === undefined) return undefined;
    if (row.length !== names.length) return countTrouble(reader, names, row, at);
    const expanded = expandRow(reader, row);
    if (expanded === undefined) return undefined;
    for (const one of expanded) rows.push(one);
    const end = reader.at;
    skipBlanks(reader);
    if (peek(reader) !== '|') {
      reader.at = end;
      return { kind: 'rows', rows };
    }
    reader.at += 1;
    skipBlanks(reader);
  }
}

/** Returns the rows that a row of ranges stands for: ranges of one length move together, other cells are repeated. */
function expandRow(reader: Reader, row: readonly ReadCell[]): Cell[][] | undefined {
  const columns = row.map((cell): readonly Cell[] =>
    cell !== undefined && 'range' in cell
      ? valuesOfRange(cell.range).map((value) => ({ value, span: cell.span }))
      : [cell],
  );
  const ranges = row.flatMap((cell, i) =>
    cell !== undefined && 'range' in cell ? [{ cell, size: columns[i]?.length ?? 0 }] : [],
  );
  const [first] = ranges;
  const other = ranges.find(({ size }) => size !== first?.size);
  if (first !== undefined && other !== undefined) {
    const { offset, length } = other.cell.span;
    return fail(reader, {
      code: 'E_ZIP_VALUE',
      message: `the ranges of a row must have the same length: ${other.size > MAX_ROWS ? 'too many' : other.size} values here, ${first.size > MAX_ROWS ? 'too many' : first.size} in the first`,
      hint: 'write start:/n:end for n values; a single value beside ranges is repeated',
      at: offset,
      end: offset + length,
    });
  }
  if (first !== undefined && first.size > MAX_ROWS) {
    const { offset, length } = first.cell.span;
    return fail(reader, {
      code: 'E_ZIP_VALUE',
      message: `a range in a row has more than ${MAX_ROWS.toLocaleString('en-US')} values`,
      hint: 'take a larger step; rows are written out',
      at: offset,
      end: offset + length,
    });
  }
  return Array.from({ length: first?.size ?? 1 }, (_, i) =>
    columns.map((column) => column[column.length === 1 ? 0 : i]),
  );
}

/** Values of a range, one more than may be at most. */
function valuesOfRange(range: NumberRange): readonly Value[] {
  if (range.kind === 'arithmetic') {
    const { size, at } = progressionOf(range);
    return Array.from({ length: Math.min(size, MAX_ROWS + 1) }, (_, i) => at(i));
  }
  const values = listedValues(range);
  return Array.isArray(values) ? values : [];
}

function countTrouble(reader: Reader, names: readonly Named[], row: readonly ReadCell[], at: number): undefined {
  const list = names.map((n) => n.name).join(',');
  return fail(reader, {
    code: 'E_ZIP_COUNT',
    message: `this row has ${row.length} ${row.length === 1 ? 'cell' : 'cells'}, expected ${names.length}: one for each of ${list}`,
    hint: 'rows are parted by |, their cells by commas; an empty cell means absent',
    at,
    end: Math.max(reader.at, at + 1),
  });
}

function readRow(reader: Reader): ReadCell[] | undefined {
  const row: ReadCell[] = [];
  for (;;) {
    const cell = readCell(reader);
    if (cell === 'error') return undefined;
    row.push(cell);
    const end = reader.at;
    skipBlanks(reader);
    if (peek(reader) !== ',') {
      reader.at = end;
      return row;
    }
    reader.at += 1;
    skipBlanks(reader);
  }
}

function readCell(reader: Reader): ReadCell | 'error' {
  const at = reader.at;
  const next = peek(reader);
  if (next === ',' || next === '|' || atLineEnd(reader) || atEmptyBeforeIf(reader)) return undefined;
  if (next === '~' || next === '@') return valueTrouble(reader, at, next === '~' ? 'a distribution' : 'a file of rows');
  const piece = readPiece(reader, true);
  if (piece === undefined) return 'error';
  if ('value' in piece) return { value: piece.value, span: spanOf(reader, at, reader.at) };
  const range = readRange(reader, piece.word, at);
  if (range === 'error') return 'error';
  if (range !== 'text') return { range: range.range, span: spanOf(reader, at, reader.at) };
  const value = wordValue(reader, piece.word, at);
  return value === undefined ? 'error' : { value, span: spanOf(reader, at, reader.at), ...bareMark(value) };
}

function valueTrouble(reader: Reader, at: number, what: string): 'error' {
  fail(reader, {
    code: 'E_ZIP_VALUE',
    message: `${what} cannot be a cell of a zipped row`,
    at,
    end: Math.max(reader.at, at + 1),
    hint: 'write one row for each value: CONFIG_A,CONFIG_B=1,10|2,20',
  });
  return 'error';
}

/** In `A,B=1, if C=y` the last cell is empty and the condition follows. */
function atEmptyBeforeIf(reader: Reader): boolean {
  return atCondition(reader) && isBlank(reader.source.text.charCodeAt(reader.at - 1));
}
