// SPDX-License-Identifier: MIT
import { NAME_COLUMN, type TableColumn } from '../page/table-columns.ts';
import { inLines } from '../words.ts';
import { element } from './elements.ts';
import { runHash } from './run-hash.ts';
import type { Chosen } from './store.ts';

/** Letters of a heading that stands in one line. */
const UNBROKEN = 11;

/** Writes the head of the table: a button for each column, which sorts by it. */
export function drawHead(table: HTMLTableElement, columns: readonly TableColumn[], sort: (name: string) => void): void {
  const row = element('tr', {}, element('td', { class: 'tick' }));
  for (const column of columns) {
    const button = element('button', { type: 'button', title: `Sort by ${column.name}` }, ...breakable(column.heading));
    button.addEventListener('click', () => sort(column.name));
    const cell = element('th', { scope: 'col', 'data-column': column.name }, button);
    if (column.isNumber) cell.className = 'n';
    row.append(cell);
  }
  table.tHead?.replaceChildren(row);
}

/** A long name may stand in lines that end behind an underscore or a dot. */
function breakable(heading: string): readonly (string | HTMLElement)[] {
  return inLines(heading, UNBROKEN).flatMap((line, i) => (i === 0 ? [line] : [element('wbr'), line]));
}

/** Says in the head which column sorts, and which way. */
export function markSorted(table: HTMLTableElement, sorted: string, isDescending: boolean): void {
  for (const cell of table.querySelectorAll<HTMLElement>('thead th')) {
    const isSorted = cell.dataset['column'] === sorted;
    cell.setAttribute('aria-sort', !isSorted ? 'none' : isDescending ? 'descending' : 'ascending');
  }
}

/** What the rows are of, and who is told of a tick. */
export interface DrawnRows {
  readonly now: Chosen;
  readonly runs: readonly number[];
  tick(run: string, isOn: boolean): void;
}

/** Writes a row for each run, or one that says that there is none. */
export function drawRows(table: HTMLTableElement, columns: readonly TableColumn[], rows: DrawnRows): void {
  const made =
    rows.runs.length === 0
      ? [emptyRow(columns.length + 1, rows.now)]
      : rows.runs.map((run) => rowOf(columns, run, rows));
  table.tBodies[0]?.replaceChildren(...made);
}

/** Brings the boxes of the rows in line with what is ticked. */
export function markTicked(table: HTMLTableElement, { selection }: Chosen): void {
  for (const row of table.tBodies[0]?.rows ?? []) {
    const box = row.querySelector<HTMLInputElement>('.tick input');
    if (box === null) continue;
    box.checked = selection.ticked.has(row.dataset['run'] ?? '');
    row.classList.toggle('ticked', box.checked);
  }
}

function rowOf(columns: readonly TableColumn[], run: number, { now, tick }: DrawnRows): HTMLTableRowElement {
  const name = now.data.runs.names[run] ?? '';
  const box = element('input', { type: 'checkbox', 'aria-label': `Tick ${name}` });
  box.checked = now.selection.ticked.has(name);
  box.addEventListener('change', () => tick(name, box.checked));
  const row = element('tr', { 'data-run': name }, element('td', { class: 'tick' }, box));
  row.classList.toggle('ticked', box.checked);
  for (const column of columns) {
    const full = column.full(run);
    const text = column.text(run);
    const content = column.name === NAME_COLUMN ? element('a', { href: runHash(name) }, text) : text;
    const cell = element('td', { 'data-column': column.name }, content);
    if (column.isNumber) cell.className = 'n';
    if (full !== '') cell.title = full;
    row.append(cell);
  }
  return row;
}

function emptyRow(width: number, { unknown }: Chosen): HTMLTableRowElement {
  const text = `No run matches the filter.${unknown.length === 0 ? '' : ` There is no column ${unknown.join(', ')}.`}`;
  return element('tr', {}, element('td', { colspan: String(width) }, text));
}
