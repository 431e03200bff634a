// SPDX-License-Identifier: MIT
import { standingOf } from '../report/standing.ts';
import { renderSummaryJson } from '../report/summary-json.ts';
import { SYSTEM_CLOCK } from './clock.ts';
import { writeComparison } from './comparison.ts';
import type { PageDrawing } from './page-drawing.ts';
import type { ReportSource } from './report-source.ts';
import { writeReports } from './report-writer.ts';

export interface ReportCall {
  readonly drawing: PageDrawing;
  readonly columns: number | undefined;
  readonly asJson: boolean;
}

/** Writes the reports of one sweep, or the comparison of several, and returns what is printed: tables, then the files. */
export function compareAndReport(sources: readonly [ReportSource, ...ReportSource[]], call: ReportCall): string {
  const [source, ...further] = sources;
  const { view, terminal, files } = further.length === 0
    ? writeReports(source.folder, source.settings, { columns: call.columns, drawing: call.drawing })
    : writeComparison(sources, { columns: call.columns ?? 100, drawing: call.drawing, nowMs: SYSTEM_CLOCK.nowMs() });
  if (call.asJson) return renderSummaryJson(view);
  const standing = further.length === 0 ? standingOf(view) : undefined;
  return `${terminal}${standing === undefined ? '' : `${standing}\n`}\n${further.length === 0 ? 'Reports' : 'Comparison'}:\n${files.map((f) => `  ${f}\n`).join('')}`;
}
