// SPDX-License-Identifier: MIT
import type { Value } from '../core/value.ts';
import { listedValues, progressionOf } from './range-values.ts';
import { atCondition, atLineEnd, fail, isBlank, peek, type Reader, takeBetween } from './reader.ts';
import type { Alternative, Cell, Named, NumberRange, RightSide } from './tree.ts';
import { readValueOrRange } from './alternative.ts';

/** Rows that a row of ranges may stand for. */
const MAX_ROWS = 10_000;

/** A cell as it is read; a range stands for as many rows as it has values. */
type ReadCell = Alternative | undefined;

/** Reads rows of zipped symbols: cells parted by commas, rows by bars; an empty cell means absent. */
export function readRows(reader: Reader, names: readonly Named[]): RightSide | undefined {
  const rows: Cell[][] = [];
  do {
    const at = reader.at;
    const row = readRow(reader);
    if (row === undefined) return undefined;
    if (row.length !== names.length) return countTrouble(reader, names, row, at);
    const expanded = expandRow(reader, row);
    if (expanded === undefined) return undefined;
    for (const one of expanded) rows.push(one);
  } while (takeBetween(reader, '|'));
  return { kind: 'rows', rows };
}

/** Returns the rows that a row of ranges stands for: ranges of one length move together, other cells are repeated. */
function expandRow(reader: Reader, row: readonly ReadCell[]): Cell[][] | undefined {
  const columns = row.map((cell): readonly Cell[] => {
    if (cell?.kind === 'range') return valuesOfRange(cell.range).map((value) => ({ value, span: cell.span }));
    if (cell === undefined) return [undefined];
    const { value, span, isBare } = cell;
    return [{ value, span, ...(isBare && { isBare }) }];
  });
  const ranges = row.flatMap((cell, i) => (cell?.kind === 'range' ? [{ cell, size: columns[i]?.length ?? 0 }] : []));
  const [first] = ranges;
  const refuse = ({ span }: Alternative, message: string, hint: string): undefined =>
    fail(reader, { code: 'E_ZIP_VALUE', message, hint, at: span.offset, end: span.offset + span.length });
  const shown = (size: number): string => (size > MAX_ROWS ? 'too many' : String(size));
  const other = ranges.find(({ size }) => size !== first?.size);
  if (first !== undefined && other !== undefined)
    return refuse(
      other.cell,
      `the ranges of a row must have the same length: ${shown(other.size)} values here, ${shown(first.size)} in the first`,
      'write start:/n:end for n values; a single value beside ranges is repeated',
    );
  if (first !== undefined && first.size > MAX_ROWS)
    return refuse(
      first.cell,
      `a range in a row has more than ${MAX_ROWS.toLocaleString('en-US')} values`,
      'take a larger step; rows are written out',
    );
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
  do {
    const cell = readCell(reader);
    if (cell === 'error') return undefined;
    row.push(cell);
  } while (takeBetween(reader, ','));
  return row;
}

function readCell(reader: Reader): ReadCell | 'error' {
  const at = reader.at;
  const next = peek(reader);
  if (next === ',' || next === '|' || atLineEnd(reader) || atEmptyBeforeIf(reader)) return undefined;
  if (next === '~' || next === '@') return valueTrouble(reader, at, next === '~' ? 'a distribution' : 'a file of rows');
  return readValueOrRange(reader, true) ?? 'error';
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
