// SPDX-License-Identifier: MIT
import { readRange } from './number-range.ts';
import { atCondition, atLineEnd, fail, isBlank, peek, type Reader, skipBlanks, spanOf } from './reader.ts';
import type { Cell, Named, RightSide } from './tree.ts';
import { bareMark, readPiece, wordValue } from './words.ts';

/** Reads rows of zipped symbols: cells parted by commas, rows by bars; an empty cell means absent. */
export function readRows(reader: Reader, names: readonly Named[]): RightSide | undefined {
  const rows: Cell[][] = [];
  for (;;) {
    const at = reader.at;
    const row = readRow(reader);
    if (row === undefined) return undefined;
    if (row.length !== names.length) return countTrouble(reader, names, row, at);
    rows.push(row);
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

function countTrouble(reader: Reader, names: readonly Named[], row: readonly Cell[], at: number): undefined {
  const list = names.map((n) => n.name).join(',');
  return fail(reader, {
    code: 'E_ZIP_COUNT',
    message: `this row has ${row.length} ${row.length === 1 ? 'cell' : 'cells'}, expected ${names.length}: one for each of ${list}`,
    hint: 'rows are parted by |, their cells by commas; an empty cell means absent',
    at,
    end: Math.max(reader.at, at + 1),
  });
}

function readRow(reader: Reader): Cell[] | undefined {
  const row: Cell[] = [];
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

function readCell(reader: Reader): Cell | 'error' {
  const at = reader.at;
  const next = peek(reader);
  if (next === ',' || next === '|' || atLineEnd(reader) || atEmptyBeforeIf(reader)) return undefined;
  if (next === '~' || next === '@') return valueTrouble(reader, at, next === '~' ? 'a distribution' : 'a file of rows');
  const piece = readPiece(reader, true);
  if (piece === undefined) return 'error';
  if ('value' in piece) return { value: piece.value, span: spanOf(reader, at, reader.at) };
  const range = readRange(reader, piece.word, at);
  if (range === 'error') return 'error';
  if (range !== 'text') return valueTrouble(reader, at, 'a range');
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
