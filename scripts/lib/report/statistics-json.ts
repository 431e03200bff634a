// SPDX-License-Identifier: MIT
import type { Statistics } from './statistics-form.ts';
import { type FlatRow, flatRows } from './flat-row.ts';
import type { SweepView } from './view.ts';

/** Returns sweep_statistics.json: one line for each setting, so that it diffs and greps. */
export function renderStatistics(statistics: Statistics): string {
  const entries = Object.entries(statistics).map(([key, value]: [string, unknown]) => {
    if (!Array.isArray(value) || key === 'version') return `${JSON.stringify(key)}: ${JSON.stringify(value)}`;
    const rows = value.map((row: unknown) => `  ${JSON.stringify(row)}`);
    return `${JSON.stringify(key)}: [${rows.length === 0 ? '' : `\n${rows.join(',\n')}\n`}]`;
  });
  return `{\n${entries.join(',\n')}\n}\n`;
}

/** Returns sweep_summary.json: an array with one flat object a run, one line each, so that it diffs and greps. */
export function renderSummaryJson(view: SweepView, rows: readonly FlatRow[] = flatRows(view)): string {
  return rows.length === 0 ? '[]\n' : `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`;
}
