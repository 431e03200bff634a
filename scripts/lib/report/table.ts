// SPDX-License-Identifier: MIT
import Table from 'cli-table3';

/** Returns a table for a terminal without colours; columns that hold only numbers stand to the right. */
export function textTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const isNumber = (text: string | undefined): boolean => text === undefined || text === '' || text === '-' || /^[-+]?[\d.,]+(e[-+]?\d+)?\s?\S{0,3}$/i.test(text);
  const colAligns = head.map((_, column) => (rows.every((row) => isNumber(row[column])) ? 'right' : 'left'));
  return alignedTable(head, rows, colAligns);
}

/** Returns a table for a terminal without colours, each column to the side that is given for it. */
export function alignedTable(head: readonly string[], rows: readonly (readonly string[])[], sides: readonly ('left' | 'right')[]): string {
  const table = new Table({ head: [...head], colAligns: [...sides], style: { head: [], border: [], compact: true } });
  for (const row of rows) table.push([...row]);
  return table.toString();
}
