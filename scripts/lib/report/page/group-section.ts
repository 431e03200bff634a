// SPDX-License-Identifier: MIT
import { groupTables } from '../group-cells.ts';
import type { GroupTable } from '../group-table.ts';
import type { SweepView } from '../view.ts';
import { type PageTable, tableOfTexts } from './cells.ts';

/** The groups of BY= as the page's template takes them. */
export interface GroupSection {
  readonly tables: readonly { readonly about: string; readonly table: PageTable }[];
  /** What is not in the tables; empty when all is. */
  readonly left: string;
}

/** Metrics beside each other; the others follow in further tables. */
const METRICS = 4;
/** Columns of a metric: mean, deviation, best. */
const CELLS = 3;
const MOST_GROUPS = 300;
/** Cells of all tables together: a page is to be mailed. */
const MOST_CELLS = 9000;

/** Returns the tables of the groups, with as many metrics as a page can hold; those that a reader is shown are always there. */
export function groupSection(view: SweepView, groups: GroupTable): GroupSection {
  const rows = groups.rows.slice(0, MOST_GROUPS);
  const columns = groups.columns.slice(0, Math.max(groups.shown, Math.floor(MOST_CELLS / (CELLS * rows.length))));
  const tables = groupTables(
    view,
    { ...groups, rows, columns },
    ([head = []]) => head.length <= groups.by.length + 1 + CELLS * METRICS,
  );
  const about = (i: number): string =>
    tables.length === 1 ? 'Groups, as a table' : `Groups, table ${i + 1} of ${tables.length}`;
  const missing = [
    ...(rows.length < groups.rows.length ? [`${rows.length} of ${groups.rows.length} groups`] : []),
    ...(columns.length < groups.columns.length ? [`${columns.length} of ${groups.columns.length} metrics`] : []),
  ];
  const left = missing.length === 0 ? '' : `The first ${missing.join(' and ')}; sweep_analysis.txt has all.`;
  return { tables: tables.map((cells, i) => ({ about: about(i), table: tableOfTexts(cells) })), left };
}
