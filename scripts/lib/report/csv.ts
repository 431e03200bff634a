// SPDX-License-Identifier: MIT
import { stringify } from 'csv-stringify/sync';
import { flatColumns, flatRow } from './flat-row.ts';
import type { SweepView } from './view.ts';

/** Returns sweep_summary.csv: the columns of sweep_summary.json; an empty cell is null, a list is JSON. */
export function renderSummaryCsv(view: SweepView): string {
  const columns = flatColumns(view);
  return csvText(columns, view.runs.map((run) => columnsOf(flatRow(view, run), columns)));
}

/** Returns a CSV text with a header. */
export function csvText(columns: readonly string[], rows: readonly (readonly unknown[])[]): string {
  const options = { cast: { boolean: (b: boolean) => String(b), number: (n: number) => String(n) } };
  return stringify([columns, ...rows] as unknown[][], options);
}

function columnsOf(row: Readonly<Record<string, unknown>>, columns: readonly string[]): readonly unknown[] {
  return columns.map((name) => row[name]);
}
