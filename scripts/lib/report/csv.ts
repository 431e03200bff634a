// SPDX-License-Identifier: MIT
import { stringify } from 'csv-stringify/sync';
import { withoutControls } from './plain-text.ts';
import { type FlatRow, flatColumns, flatRows } from './flat-row.ts';
import type { SweepView } from './view.ts';

/** Returns sweep_summary.csv: the columns of sweep_summary.json; an empty cell is null, a list is JSON. */
export function renderSummaryCsv(view: SweepView, rows: readonly FlatRow[] = flatRows(view)): string {
  const columns = flatColumns(view);
  return csvText(
    columns,
    rows.map((row) => columns.map((name) => row[name])),
  );
}

/** Letters that stand in a cell as they are, by any rule of quoting. */
const PLAIN = /^[\w.+-]*$/;

const OPTIONS = { cast: { boolean: (b: boolean) => String(b), number: (n: number) => String(n) } };

/**
 * Returns a CSV text with a header; `delimiter` is a comma or a semicolon. A control character is \ufffd in it. Rows of plain cells, nearly all in a sweep of thousands, are joined: asking the library
 * about each of their cells takes ten times as long. Any other row is the library's.
 */
export function csvText(
  columns: readonly string[],
  rows: readonly (readonly unknown[])[],
  delimiter: ',' | ';' = ',',
): string {
  return [columns, ...rows]
    .map((row) =>
      row.every(isPlain) ? `${row.join(delimiter)}\n` : stringify([row.map(harmlessCell)], { ...OPTIONS, delimiter }),
    )
    .join('');
}

/** Control characters tell terminals and spreadsheets things; a cell is for people and programs that read texts. */
function harmlessCell(cell: unknown): unknown {
  if (typeof cell === 'string') return withoutControls(cell);
  return typeof cell === 'object' && cell !== null ? withoutControls(JSON.stringify(cell)) : cell;
}

function isPlain(cell: unknown): boolean {
  switch (typeof cell) {
    case 'string':
      return PLAIN.test(cell);
    case 'number':
    case 'boolean':
    case 'undefined':
      return true;
    default:
      return cell === null;
  }
}
