// SPDX-License-Identifier: MIT
import type { TableColumn } from '../page/table-columns.ts';
import { button, checkbox, element, menu } from './elements.ts';
import type { Chosen, Store } from './store.ts';
import { drawHead, drawRows, markSorted, markTicked } from './table-rows.ts';

/** The table of all runs. */
export interface RunTable {
  /** All chosen runs in the order of the table. */
  sorted(): readonly number[];
  /** The choice of columns, to be put where the other controls are. */
  readonly columnChooser: HTMLElement;
}

/** Makes the table sortable, paged and tickable; it shows the chosen runs. `open` opens the panel of a run. */
export function mountTable(table: HTMLTableElement, store: Store, open: (run: string) => void): RunTable {
  let state: TableState = { sort: 'rank', isDescending: false, page: 0 };
  let shown: ShownRows = { runs: [], sorted: [], from: 0, page: 0, lastPage: 0 };
  const asked = new Map<string, boolean>();
  const visible = (): readonly TableColumn[] =>
    store.now().columns.filter(({ name, isHidden }) => asked.get(name) ?? !isHidden);
  const turn = (pages: number): void => change({ page: state.page + pages });
  const [back, forth] = [button('Previous', () => turn(-1)), button('Next', () => turn(1))];
  const range = element('span', { class: 'muted' });
  const pager = element('div', { class: 'controls pager' }, back, range, forth);
  table.closest('.table')?.after(pager);

  const change = (changed: Partial<TableState>): void => {
    state = { ...state, ...changed };
    draw();
  };
  const tick = (run: string, isOn: boolean): void => {
    const ticked = new Set(store.now().selection.ticked);
    if (isOn) ticked.add(run);
    else ticked.delete(run);
    store.select({ ticked });
  };
  const head = (): void => drawHead(table, visible(), (name) => change(sortedBy(state, name)));
  const draw = (): void => {
    const now = store.now();
    shown = shownRows(state, now.columns, now.chosen);
    state = { ...state, page: shown.page };
    drawRows(table, visible(), { now, runs: shown.runs, tick });
    markSorted(table, state.sort, state.isDescending);
    pager.hidden = shown.lastPage === 0;
    range.textContent = `${shown.from + 1} to ${shown.from + shown.runs.length}`;
    back.disabled = shown.page === 0;
    forth.disabled = shown.page === shown.lastPage;
  };
  document.getElementById('table-note')?.remove();
  document.getElementById('print-note')?.remove();
  head();
  draw();
  table.tBodies[0]?.addEventListener('click', (event) => {
    const target = event.target instanceof Element ? event.target : undefined;
    const run = target?.closest<HTMLElement>('tr[data-run]')?.dataset['run'];
    const isReading = (getSelection()?.toString() ?? '') !== '';
    if (run === undefined || isReading || target?.closest('a, input, label') !== null) return;
    open(run);
  });
  copyWhole(table);
  const boxesOfColumns = element('div');
  const columnChooser = menu('Columns', boxesOfColumns);
  const listColumns = (): void => {
    const boxes = store.now().columns.map(({ name, heading, isHidden }) =>
      checkbox(heading, asked.get(name) ?? !isHidden, (isOn) => {
        asked.set(name, isOn);
        head();
        draw();
      }),
    );
    boxesOfColumns.replaceChildren(...boxes);
  };
  listColumns();
  store.onChange((now, before) => {
    if (now.columns !== before.columns) {
      if (namesOf(now) !== namesOf(before)) listColumns();
      head();
    }
    if (onlyTicks(now, before)) return markTicked(table, now);
    if (now.chosen !== before.chosen && now.selection.filter !== before.selection.filter) state = { ...state, page: 0 };
    draw();
  });
  return { sorted: () => shown.sorted, columnChooser };
}

function namesOf({ columns }: Chosen): string {
  return columns.map(({ name }) => name).join('\n');
}

/** A tick or another colour moves no row: whoever stands on one with the keyboard stays there. */
function onlyTicks(now: Chosen, before: Chosen): boolean {
  const [a, b] = [now.selection, before.selection];
  return (
    now.data === before.data && a.filter === b.filter && a.brushes === b.brushes && !a.isTickedOnly && !b.isTickedOnly
  );
}

/** Lets what is copied from the table be whole numbers, not the rounded ones that are read; cells are parted by tabs. */
function copyWhole(table: HTMLTableElement): void {
  table.addEventListener('copy', (event) => {
    const selection = getSelection();
    if (selection === null || event.clipboardData === null) return;
    const rows = [...table.rows].flatMap((row) => {
      const cells = [...row.cells].filter(
        (cell) => !cell.classList.contains('tick') && selection.containsNode(cell, true),
      );
      return cells.length === 0 ? [] : [cells.map((cell) => cell.title || (cell.textContent ?? ''))];
    });
    const [only] = rows[0] ?? [];
    // A part of one cell is a text like any other.
    if (
      only === undefined ||
      (rows.length === 1 && rows[0]?.length === 1 && selection.toString().trim() !== cellText(table, selection))
    )
      return;
    event.clipboardData.setData('text/plain', rows.map((cells) => cells.join('\t')).join('\n'));
    event.preventDefault();
  });
}

function cellText(table: HTMLTableElement, selection: Selection): string {
  const cell = [...table.querySelectorAll('td')].find((td) => selection.containsNode(td, true));
  return (cell?.textContent ?? '').trim();
}

/** Runs on one page of the table. */
const PAGE_ROWS = 100;

/** How a reader looks at the rows. */
interface TableState {
  /** Name of the column that sorts. */
  readonly sort: string;
  readonly isDescending: boolean;
  readonly page: number;
}

/** The rows that a state shows. */
interface ShownRows {
  readonly runs: readonly number[];
  /** All chosen runs, in order. */
  readonly sorted: readonly number[];
  /** Position of the first one shown among them. */
  readonly from: number;
  /** The page that is shown: the nearest one there is. */
  readonly page: number;
  readonly lastPage: number;
}

/** Returns the page of the chosen runs that a state shows. */
function shownRows(state: TableState, columns: readonly TableColumn[], chosen: readonly number[]): ShownRows {
  const column = columns.find(({ name }) => name === state.sort) ?? columns[0];
  const sorted = column === undefined ? chosen : sortedRuns(chosen, column, state.isDescending);
  const lastPage = Math.max(0, Math.ceil(sorted.length / PAGE_ROWS) - 1);
  const page = Math.min(Math.max(0, state.page), lastPage);
  const from = page * PAGE_ROWS;
  return { runs: sorted.slice(from, from + PAGE_ROWS), sorted, from, page, lastPage };
}

/** Returns what a heading's press makes of the order: the other way round when it sorts already. */
function sortedBy(state: TableState, name: string): TableState {
  return { sort: name, isDescending: state.sort === name && !state.isDescending, page: 0 };
}

/** Equal keys keep the order of the numbers, and what has no key comes last, both ways. */
function sortedRuns(runs: readonly number[], column: TableColumn, isDescending: boolean): readonly number[] {
  const keyed = runs.map((run) => ({ run, key: column.key(run) }));
  keyed.sort((a, b) => compareKeys(a.key, b.key, isDescending) || a.run - b.run);
  return keyed.map(({ run }) => run);
}

const words = new Intl.Collator(undefined, { numeric: true });

function compareKeys(a: number | string | null, b: number | string | null, isDescending: boolean): number {
  if (a === null || b === null) return (a === null ? 1 : 0) - (b === null ? 1 : 0);
  const order = typeof a === 'number' && typeof b === 'number' ? a - b : words.compare(String(a), String(b));
  return isDescending ? -order : order;
}
