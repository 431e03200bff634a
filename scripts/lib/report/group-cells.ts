// SPDX-License-Identifier: MIT
import type { Description } from '../results/groups.ts';
import { knownGoal } from '../results/metric-spec.ts';
import { formatMetric, unitForSpread, unitOf } from '../results/units.ts';
import type { GroupRow, GroupTable } from './group-table.ts';
import { alignedTable, columnWidth } from './table.ts';
import type { SweepView } from './view.ts';

/** A table of texts, its head first. */
export type Cells = readonly (readonly string[])[];

/** Returns the groups as tables side by side: each has all groups and as many metrics as fit, at least one. */
export function groupTables(view: SweepView, table: GroupTable, fits: (cells: Cells) => boolean): readonly Cells[] {
  const tables: Cells[] = [];
  for (let from = 0; from < table.columns.length; ) {
    let [count, cells] = [1, cellsOf(view, table, table.columns.slice(from, from + 1))];
    while (from + count < table.columns.length) {
      const wider = cellsOf(view, table, table.columns.slice(from, from + count + 1));
      if (!fits(wider)) break;
      [count, cells] = [count + 1, wider];
    }
    tables.push(cells);
    from += count;
  }
  return tables;
}

/** Returns the groups for a terminal: the metrics that a reader is shown, in as many tables as its width takes. */
export function renderGroups(view: SweepView, table: GroupTable, room: { readonly columns: number; readonly rest: string }): string {
  const numericFrom = table.by.length;
  const fits = (cells: Cells): boolean => (cells[0] ?? []).reduce((sum, head, i) => sum + columnWidth(head, cells.slice(1).map((row) => row[i] ?? '')), 1) <= room.columns;
  const shown = groupTables(view, { ...table, columns: table.columns.slice(0, table.shown) }, fits);
  const texts = shown.map(([head = [], ...rows]) => `${alignedTable(head, rows, head.map((_, i) => (i >= numericFrom ? 'right' : 'left')))}\n`);
  const left = table.columns.length - table.shown;
  return `${texts.join('')}${left === 0 ? '' : `(${left} more metric${left === 1 ? '' : 's'}: see ${room.rest})\n`}`;
}

/** Count, then mean, sd and best of each metric. */
function cellsOf(view: SweepView, table: GroupTable, columns: readonly string[]): Cells {
  const head = [...table.by.map((n) => n.replace(/^CONFIG_/, '')), 'runs', ...columns.flatMap((c) => [`mean ${c}`, 'sd', 'best'])];
  const units = new Map(columns.map((c) => [c, unitForSpread(unitOf(view.units, c), table.rows.map((row) => row.metrics[c]?.sd))]));
  const rows = table.rows.map((row) => [
    ...row.values,
    row.failed === 0 ? String(row.runs) : `${row.runs} (${row.failed} failed)`,
    ...columns.flatMap((column) => {
      const d = row.metrics[column];
      const [mean = '', sd = '', best = ''] = [d?.mean, d?.sd, bestOf(view, column, d)].map((x) => formatMetric(x, units.get(column)));
      return [`${mean}${someOnly(row, d)}`, sd, best];
    }),
  ]);
  return [head, ...rows];
}

/** A mean over fewer runs than the group has says so. */
function someOnly(row: GroupRow, description: Description | undefined): string {
  const count = description?.count ?? 0;
  return count === 0 || count === row.runs ? '' : ` (of ${count})`;
}

/** Undefined for a metric of which nobody said which way is better. */
function bestOf(view: SweepView, column: string, description: Description | undefined): number | undefined {
  const goal = view.metrics.find((m) => m.column === column)?.goal ?? knownGoal(column);
  return goal === undefined ? undefined : goal === 'max' ? description?.max : description?.min;
}
