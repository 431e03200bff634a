// SPDX-License-Identifier: MIT
import type { TableColumn } from '../page/table-columns.ts';
import { parseFilter } from './filter.ts';

/** Runs on one page of the table. */
const PAGE_ROWS = 100;

/** What the reader has asked of the table. */
export interface TableState {
  readonly sort: TableColumn;
  readonly isDescending: boolean;
  readonly filter: string;
  /** Runs that a brush chose; null for all. */
  readonly chosen: ReadonlySet<number> | null;
  readonly page: number;
}

/** The runs that a state shows. */
export interface ShownRuns {
  readonly runs: readonly number[];
  /** How many pass the filter, on all pages. */
  readonly count: number;
  /** Position of the first one shown among them. */
  readonly from: number;
  /** The page that is shown: the nearest one there is. */
  readonly page: number;
  readonly lastPage: number;
  /** Names that the filter compares with and no column has. */
  readonly unknown: readonly string[];
}

/** Returns the runs of the page that a state shows, out of `total` runs. */
export function shownRuns(state: TableState, columns: readonly TableColumn[], total: number): ShownRuns {
  const { keeps, unknown } = parseFilter(state.filter, columns);
  const runs: number[] = [];
  for (let run = 0; run < total; run += 1) if ((state.chosen?.has(run) ?? true) && keeps(run)) runs.push(run);
  const sorted = sortedRuns(runs, state.sort, state.isDescending);
  const lastPage = Math.max(0, Math.ceil(runs.length / PAGE_ROWS) - 1);
  const page = Math.min(Math.max(0, state.page), lastPage);
  const from = page * PAGE_ROWS;
  return { runs: sorted.slice(from, from + PAGE_ROWS), count: runs.length, from, page, lastPage, unknown };
}

/** Returns what a heading's press makes of the order: the other way round when it sorts already. */
export function sortedBy(state: TableState, column: TableColumn): TableState {
  return { ...state, sort: column, isDescending: state.sort === column && !state.isDescending, page: 0 };
}

/** Returns the sentence that counts the shown runs. */
export function countText({ count, from, runs, lastPage }: ShownRuns, state: TableState, total: number): string {
  const range = lastPage === 0 ? '' : `, ${from + 1} to ${from + runs.length}`;
  return `${count} of ${total} runs${range}${state.chosen === null ? '' : ' (chosen in the chart)'}`;
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
