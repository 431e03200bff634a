// SPDX-License-Identifier: MIT
import { comparisonCells } from '../report/compare.ts';
import { renderSummaryJson } from '../report/summary-json.ts';
import { renderTable } from '../report/text.ts';
import { SYSTEM_CLOCK } from './clock.ts';
import { gatherView } from './gather-view.ts';
import type { PageDrawing } from './page-drawing.ts';
import type { ReportSource } from './report-source.ts';
import { writeReports } from './report-writer.ts';

export interface ReportCall {
  readonly drawing: PageDrawing;
  readonly columns: number | undefined;
  readonly asJson: boolean;
}

/**
 * Writes the reports of the first sweep and returns what is printed: the sweeps beside each other when there are several,
 * the best runs, the files. All are read by the first one's metric: they are to be compared.
 */
export function compareAndReport([source, ...further]: readonly [ReportSource, ...ReportSource[]], call: ReportCall): string {
  const others = further.map((one) => gatherView(one.folder, source.settings, SYSTEM_CLOCK.nowMs()));
  const { view, terminal, files } = writeReports(source.folder, source.settings, { columns: call.columns, others, drawing: call.drawing });
  if (call.asJson) return renderSummaryJson(view);
  const comparison = others.length === 0 ? '' : `${renderTable(comparisonCells([view, ...others]), 2)}\n`;
  return `${comparison}${terminal}\nReports:\n${files.map((f) => `  ${f}\n`).join('')}`;
}
