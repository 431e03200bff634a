// SPDX-License-Identifier: MIT
import type { PageData } from '../page-data.ts';
import { tableColumns } from '../page/table-columns.ts';
import { drawHead, drawRows, markSorted } from './table-rows.ts';
import { type TableControls, tableControls } from './table-controls.ts';
import { countText, shownRuns, sortedBy, type TableState } from './table-state.ts';

/** The table of all runs. */
export interface RunTable {
  /** Shows only these runs (a brush), or all of them again. */
  readonly choose: (runs: readonly number[] | null) => void;
  /** Says who takes the brush away when the reader asks for all runs again. */
  readonly onRelease: (release: () => void) => void;
  /** Shows the rows of a newer state of the sweep; filter, order, page and brush stay. */
  readonly update: (data: PageData) => void;
}

/** Makes the table sortable, filterable and paged; it then shows every run. */
export function mountTable(data: PageData): RunTable {
  const table = document.getElementById('table') as HTMLTableElement | null;
  const box = document.getElementById('table-controls');
  let columns = tableColumns(data);
  const [sort] = columns;
  if (table === null || box === null || sort === undefined)
    return { choose: () => undefined, onRelease: () => undefined, update: () => undefined };
  let total = data.runs.names.length;
  let state: TableState = { sort, isDescending: false, filter: '', chosen: null, page: 0 };

  const change = (changed: Partial<TableState>): void => {
    state = { ...state, ...changed };
    draw();
  };
  const releases: (() => void)[] = [];
  const controls: TableControls = tableControls(box, {
    release: () => {
      change({ chosen: null, page: 0 });
      for (const release of releases) release();
    },
    filter: (filter) => change({ filter, page: 0 }),
    turn: (pages) => change({ page: state.page + pages }),
  });
  const draw = (): void => {
    const shown = shownRuns(state, columns, total);
    state = { ...state, page: shown.page };
    controls.show(countText(shown, state, total), shown, state.chosen !== null);
    drawRows(table, columns, shown);
    markSorted(table, columns.indexOf(state.sort), state.isDescending);
  };
  document.getElementById('table-note')?.remove();
  drawHead(table, columns, (column) => change(sortedBy(state, column)));
  draw();
  return {
    choose: (runs) => change({ chosen: runs === null ? null : new Set(runs), page: 0 }),
    onRelease: (release) => releases.push(release),
    update: (newer) => {
      columns = tableColumns(newer);
      total = newer.runs.names.length;
      drawHead(table, columns, (column) => change(sortedBy(state, column)));
      change({ sort: columns.find(({ name }) => name === state.sort.name) ?? state.sort });
    },
  };
}
