// SPDX-License-Identifier: MIT
import type { TableColumn } from '../page/table-columns.ts';

/** Runs on one page of the table. */
const PAGE_ROWS = 100;

/** How a reader looks at the rows. */
export interface TableState {
  /** Name of the column that sorts. */
  readonly sort: string;
  readonly isDescending: boolean;
  readonly page: number;
}

/** The rows that a state shows. */
export interface ShownRows {
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
export function shownRows(state: TableState, columns: readonly TableColumn[], chosen: readonly number[]): ShownRows {
  const column = columns.find(({ name }) => name === state.sort) ?? columns[0];
  const sorted = column === undefined ? chosen : sortedRuns(chosen, column, state.isDescending);
  const lastPage = Math.max(0, Math.ceil(sorted.length / PAGE_ROWS) - 1);
  const page = Math.min(Math.max(0, state.page), lastPage);
  const from = page * PAGE_ROWS;
  return { runs: sorted.slice(from, from + PAGE_ROWS), sorted, from, page, lastPage };
}

/** Returns what a heading's press makes of the order: the other way round when it sorts already. */
export function sortedBy(state: TableState, name: string): TableState {
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
