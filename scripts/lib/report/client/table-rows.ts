// SPDX-License-Identifier: MIT
import { inLines } from '../words.ts';
import type { ShownRuns } from './table-state.ts';
import type { TableColumn } from '../page/table-columns.ts';

/** Letters of a heading that stands in one line. */
const UNBROKEN = 16;

/** Writes the head of the table: a button for each column, which sorts by it. */
export function drawHead(
  table: HTMLTableElement,
  columns: readonly TableColumn[],
  sort: (column: TableColumn) => void,
): void {
  const row = document.createElement('tr');
  for (const column of columns) {
    const cell = document.createElement('th');
    const button = document.createElement('button');
    cell.scope = 'col';
    if (column.isNumber) cell.className = 'n';
    button.type = 'button';
    button.append(...breakable(column.heading));
    button.title = `Sort by ${column.name}`;
    button.addEventListener('click', () => sort(column));
    cell.append(button);
    row.append(cell);
  }
  table.tHead?.replaceChildren(row);
}

/** A long name may stand in lines that end behind an underscore or a dot. */
function breakable(heading: string): readonly (string | HTMLElement)[] {
  return inLines(heading, UNBROKEN).flatMap((line, i) => (i === 0 ? [line] : [document.createElement('wbr'), line]));
}

/** Says in the head which column sorts, and which way. */
export function markSorted(table: HTMLTableElement, sorted: number, isDescending: boolean): void {
  for (const [i, cell] of [...(table.tHead?.rows[0]?.cells ?? [])].entries()) {
    cell.setAttribute('aria-sort', i !== sorted ? 'none' : isDescending ? 'descending' : 'ascending');
  }
}

/** Writes a row for each run, or one that says that there is none. */
export function drawRows(
  table: HTMLTableElement,
  columns: readonly TableColumn[],
  { runs, unknown }: Pick<ShownRuns, 'runs' | 'unknown'>,
): void {
  const rows = runs.length === 0 ? [emptyRow(columns.length, unknown)] : runs.map((run) => rowOf(columns, run));
  table.tBodies[0]?.replaceChildren(...rows);
}

function rowOf(columns: readonly TableColumn[], run: number): HTMLTableRowElement {
  const row = document.createElement('tr');
  for (const column of columns) {
    const cell = row.insertCell();
    const full = column.full(run);
    cell.textContent = column.text(run);
    if (column.isNumber) cell.className = 'n';
    if (full !== '') cell.title = full;
  }
  return row;
}

function emptyRow(width: number, unknown: readonly string[]): HTMLTableRowElement {
  const row = document.createElement('tr');
  const cell = row.insertCell();
  cell.colSpan = width;
  cell.textContent = `No run matches the filter.${unknown.length === 0 ? '' : ` There is no column ${unknown.join(', ')}.`}`;
  return row;
}
