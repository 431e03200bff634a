// SPDX-License-Identifier: MIT
import { flatRow } from './flat-row.ts';
import type { SweepView } from './view.ts';

/** Returns sweep_summary.json: an array with one flat object a run, one line each, so that it diffs and greps. */
export function renderSummaryJson(view: SweepView): string {
  const rows = view.runs.map((run) => JSON.stringify(flatRow(view, run)));
  return rows.length === 0 ? '[]\n' : `[\n${rows.join(',\n')}\n]\n`;
}
