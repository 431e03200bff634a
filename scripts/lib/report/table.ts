// SPDX-License-Identifier: MIT
import Table from 'cli-table3';

/** Returns a table for a terminal without colours; columns that hold only numbers stand to the right. */
export function textTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const isNumber = (text: string | undefined): boolean =>
    text === undefined || text === '' || text === '-' || /^[-+]?[\d.,]+(e[-+]?\d+)?\s?\S{0,3}$/i.test(text);
  const colAligns = head.map((_, column) => (rows.every((row) => isNumber(row[column])) ? 'right' : 'left'));
  return alignedTable(head, rows, colAligns);
}

/** Returns a table for a terminal without colours, each column to the side that is given for it. */
export function alignedTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  sides: readonly ('left' | 'right')[],
): string {
  const table = new Table({ head: [...head], colAligns: [...sides], style: { head: [], border: [], compact: true } });
  for (const row of rows) table.push([...row]);
  return table.toString();
}

/** Returns how wide a column stands in a table: its widest text with two blanks and a border; a heading may have several lines. */
export function columnWidth(head: string, cells: readonly string[]): number {
  return Math.max(...[...head.split('\n'), ...cells].map(lengthOf)) + 3;
}

/** Returns a heading that is wider than its column in two lines, broken after the _ or blank nearest to its middle. */
export function brokenInTwo(head: string, cells: readonly string[]): string {
  if (lengthOf(head) <= Math.max(...cells.map(lengthOf))) return head;
  const places = [...head.matchAll(/[_ ]/g)].map((m) => m.index + 1);
  const middle = places.sort((a, b) => Math.abs(a - head.length / 2) - Math.abs(b - head.length / 2))[0];
  return middle === undefined ? head : `${head.slice(0, middle).trimEnd()}\n${head.slice(middle)}`;
}

function lengthOf(text: string): number {
  return [...text].length;
}

/** Returns how wide a table of rows is on a terminal; the first row is its head. */
export function tableWidth(rows: readonly (readonly string[])[]): number {
  return (rows[0] ?? []).reduce(
    (sum, head, i) =>
      sum +
      columnWidth(
        head,
        rows.slice(1).map((r) => r[i] ?? ''),
      ),
    1,
  );
}
