// SPDX-License-Identifier: MIT
import { ABSENT } from '../results/factors.ts';
import { summarize, type Summary } from '../results/stats/describe.ts';
import { numberOf } from './build-view.ts';
import { groupKey, parametersOf } from './grouping.ts';
import { groupValue } from './seed-setting.ts';
import { shownMetrics } from './labels.ts';
import { isRankable, type SweepView } from './view.ts';
import { groupBy } from '../core/grouped.ts';

/** One group of BY=: its values, how many runs, and each metric described. */
export interface GroupRow {
  readonly values: readonly string[];
  readonly runs: number;
  readonly failed: number;
  readonly metrics: Readonly<Record<string, Summary>>;
}

export interface GroupTable {
  readonly by: readonly string[];
  /** Every metric that some run has as a number; first those that a reader is shown (labels.ts). */
  readonly columns: readonly string[];
  /** How many of the columns those are. */
  readonly shown: number;
  readonly rows: readonly GroupRow[];
}

/** Returns the table of BY=CONFIG_A,CONFIG_B. Throws UsageError for a name that is no parameter. */
export function groupTableOf(view: SweepView, by: string): GroupTable {
  const names = parametersOf(view, by);
  const shown = shownMetrics(view).map((l) => l.column);
  const others = view.columns.filter(
    (c) => !shown.includes(c) && view.runs.some((run) => isRankable(run) && typeof numberOf(run, c) === 'number'),
  );
  const columns = [...shown, ...others];
  const rows = [...groupBy(view.runs, (run) => groupKey(run, names)).values()].map((items): GroupRow => {
    const ended = items.filter(isRankable);
    return {
      values: names.map((n) => groupValue(items, n)),
      runs: ended.length,
      failed: items.filter((r) => r.status === 'failed').length,
      metrics: Object.fromEntries(columns.map((c) => [c, summarize(ended.map((r) => numberOf(r, c)))])),
    };
  });
  return { by: names, columns, shown: shown.length, rows: inOrder(rows) };
}

/** By the first of BY, then the second: numbers in their order, texts as the configurations have them. */
function inOrder(rows: readonly GroupRow[]): readonly GroupRow[] {
  const places = (rows[0]?.values ?? []).map((_, i) => placesOf(rows.map((row) => row.values[i] ?? '')));
  const difference = (a: GroupRow, b: GroupRow, i: number): number =>
    (places[i]?.get(a.values[i] ?? '') ?? 0) - (places[i]?.get(b.values[i] ?? '') ?? 0);
  return [...rows].sort((a, b) => places.reduce((order, _, i) => order || difference(a, b, i), 0));
}

function placesOf(texts: readonly string[]): ReadonlyMap<string, number> {
  const distinct = [...new Set(texts)];
  const numbers = new Map(distinct.map((text) => [text, text === ABSENT ? -Number.MAX_VALUE : Number(text)]));
  if ([...numbers.values()].every(Number.isFinite))
    distinct.sort((a, b) => (numbers.get(a) ?? 0) - (numbers.get(b) ?? 0));
  return new Map(distinct.map((text, place) => [text, place]));
}
