// SPDX-License-Identifier: MIT
import { UsageError } from '../core/diagnostic.ts';
import { didYouMean } from '../core/nearest.ts';
import { displayText } from '../core/value.ts';
import { describe, type Description, groupBy } from '../results/groups.ts';
import { knownGoal } from '../results/metric-spec.ts';
import { formatMetric, unitForSpread, unitOf } from '../results/units.ts';
import { numberOf } from './build-view.ts';
import { shownMetrics } from './labels.ts';
import { ABSENT } from './study.ts';
import type { ReportRun, SweepView } from './view.ts';

/** One group of BY=: its values, how many runs, and each metric described. */
export interface GroupRow {
  readonly values: readonly string[];
  readonly runs: number;
  readonly failed: number;
  readonly metrics: Readonly<Record<string, Description>>;
}

export interface GroupTable {
  readonly by: readonly string[];
  readonly columns: readonly string[];
  readonly rows: readonly GroupRow[];
}

/** Returns the table of BY=CONFIG_A,CONFIG_B. Throws UsageError for a name that is no parameter. */
export function groupTableOf(view: SweepView, by: string): GroupTable {
  const names = by.split(/[,\s]+/).filter((n) => n !== '').map((name) => parameterNamed(view, name));
  const columns = shownMetrics(view).map((l) => l.column);
  const rows = groupBy(view.runs, (run) => JSON.stringify(names.map((n) => textOf(run, n)))).map(({ key, items }): GroupRow => {
    const ended = items.filter((r) => r.status === 'done' || r.status === 'stopped');
    return {
      values: JSON.parse(key) as string[], // made above
      runs: ended.length,
      failed: items.filter((r) => r.status === 'failed').length,
      metrics: Object.fromEntries(columns.map((c) => [c, describe(ended.map((r) => numberOf(r, c)))])),
    };
  });
  return { by: names, columns, rows };
}

/** Returns the cells of a group table: count, then mean, sd and best of each metric. */
export function groupTableCells(view: SweepView, table: GroupTable): readonly (readonly string[])[] {
  const head = [...table.by.map((n) => n.replace(/^CONFIG_/, '')), 'runs', ...table.columns.flatMap((c) => [`mean ${c}`, 'sd', 'best'])];
  const units = new Map(table.columns.map((c) => [c, unitForSpread(unitOf(view.units, c), table.rows.map((row) => row.metrics[c]?.sd))]));
  const rows = table.rows.map((row) => [
    ...row.values,
    row.failed === 0 ? String(row.runs) : `${row.runs} (${row.failed} failed)`,
    ...table.columns.flatMap((column) => {
      const d = row.metrics[column];
      const goal = view.metrics.find((m) => m.column === column)?.goal ?? knownGoal(column);
      const best = goal === undefined ? undefined : goal === 'max' ? d?.max : d?.min; // which is better nobody said
      return [d?.mean, d?.sd, best].map((x) => formatMetric(x, units.get(column)));
    }),
  ]);
  return [head, ...rows];
}

function parameterNamed(view: SweepView, name: string): string {
  const found = view.parameters.find((p) => p === name) ?? view.parameters.find((p) => p === `CONFIG_${name}`);
  if (found !== undefined) return found;
  throw new UsageError(`BY names ${name}, which is no parameter of this sweep`, didYouMean(name, view.parameters));
}

function textOf(run: ReportRun, name: string): string {
  const found = run.values.find((v) => v.name === name);
  return found === undefined ? ABSENT : displayText(found.value);
}
