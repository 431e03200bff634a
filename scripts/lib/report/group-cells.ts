// SPDX-License-Identifier: MIT
import type { Summary } from '../results/stats/describe.ts';
import { knownGoal } from '../results/readers/metric-spec.ts';
import { formatMetric, unitForSpread, unitOf } from '../results/units.ts';
import type { GroupRow, GroupTable } from './group-table.ts';
import { alignedTable, brokenInTwo, tableWidth } from './table.ts';
import type { SweepView } from './view.ts';

/** A table of texts, its head first. */
export type Cells = readonly (readonly string[])[];

/** Returns the groups as tables side by side: each has all groups and as many metrics as fit, at least one. */
export function groupTables(view: SweepView, table: GroupTable, fits: (cells: Cells) => boolean): readonly Cells[] {
  const groups = groupCells(table);
  const metrics = table.columns.map((column) => metricCells(view, table, column));
  const joined = (from: number, to: number): Cells =>
    groups.map((row, i) => [...row, ...metrics.slice(from, to).flatMap((cells) => cells[i] ?? [])]);
  const tables: Cells[] = [];
  for (let from = 0; from < metrics.length; ) {
    let [to, cells] = [from + 1, joined(from, from + 1)];
    while (to < metrics.length) {
      const wider = joined(from, to + 1);
      if (!fits(wider)) break;
      [to, cells] = [to + 1, wider];
    }
    tables.push(cells);
    from = to;
  }
  return tables;
}

/** Returns the groups for a terminal: the metrics that a reader is shown, in as many tables as its width takes. */
export function renderGroups(
  view: SweepView,
  table: GroupTable,
  room: { readonly columns: number; readonly rest: string },
): string {
  const numericFrom = table.by.length;
  const fits = (cells: Cells): boolean => tableWidth(cells) <= room.columns;
  const shown = groupTables(view, { ...table, columns: table.columns.slice(0, table.shown) }, fits).map((cells) =>
    fits(cells) ? cells : narrowed(cells),
  );
  const texts = shown.map(
    ([head = [], ...rows]) =>
      `${alignedTable(
        head,
        rows,
        head.map((_, i) => (i >= numericFrom ? 'right' : 'left')),
      )}\n`,
  );
  const left = table.columns.length - table.shown;
  return `${texts.join('')}${left === 0 ? '' : `(${left} more metric${left === 1 ? '' : 's'}: see ${room.rest})\n`}`;
}

/** One metric of a long name: its heading in two lines. */
function narrowed([head = [], ...rows]: Cells): Cells {
  return [
    head.map((title, i) =>
      brokenInTwo(
        title,
        rows.map((row) => row[i] ?? ''),
      ),
    ),
    ...rows,
  ];
}

/** The values of each group and how many of its runs ended. */
function groupCells({ by, rows }: GroupTable): Cells {
  const head = [...by.map((n) => n.replace(/^CONFIG_/, '')), 'runs'];
  return [
    head,
    ...rows.map((row) => [...row.values, row.failed === 0 ? String(row.runs) : `${row.runs} (${row.failed} failed)`]),
  ];
}

/** Mean, sd and best of one metric in each group. */
function metricCells(view: SweepView, { rows }: GroupTable, column: string): Cells {
  const unit = unitForSpread(
    unitOf(view.units, column),
    rows.map((row) => row.metrics[column]?.sd),
  );
  const cells = rows.map((row) => {
    const d = row.metrics[column];
    const [mean = '', sd = '', best = ''] = [d?.mean, d?.sd, bestOf(view, column, d)].map((x) => formatMetric(x, unit));
    return [`${mean}${someOnly(row, d)}`, sd, best];
  });
  return [[`mean ${column}`, 'sd', 'best'], ...cells];
}

/** A mean over fewer runs than the group has says so. */
function someOnly(row: GroupRow, description: Summary | undefined): string {
  const count = description?.count ?? 0;
  return count === 0 || count === row.runs ? '' : ` (of ${count})`;
}

/** Undefined for a metric of which nobody said which way is better. */
function bestOf(view: SweepView, column: string, description: Summary | undefined): number | undefined {
  const goal = view.metrics.find((m) => m.column === column)?.goal ?? knownGoal(column);
  return goal === undefined ? undefined : goal === 'max' ? description?.max : description?.min;
}
