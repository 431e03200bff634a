// SPDX-License-Identifier: MIT
import { type FlatRow, flatRows } from './flat-row.ts';
import type { SweepView } from './view.ts';

/** Returns sweep_summary.json: an array with one flat object a run, one line each, so that it diffs and greps. */
export function renderSummaryJson(view: SweepView, rows: readonly FlatRow[] = flatRows(view)): string {
  return rows.length === 0 ? '[]\n' : `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`;
}
