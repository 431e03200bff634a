// SPDX-License-Identifier: MIT
import { renderSummaryJson } from '../report/summary-json.ts';
import type { SweepView } from '../report/view.ts';
import type { RunStatus } from '../run/outcome.ts';
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
  const standing = further.length === 0 ? standingLine(view) : '';
  return `${terminal}${standing}\n${further.length === 0 ? 'Reports' : 'Comparison'}:\n${files.map((f) => `  ${f}\n`).join('')}`;
}

const ORDER: readonly RunStatus[] = ['done', 'stopped', 'failed', 'cancelled', 'unknown', 'running', 'pending', 'blocked'];

/** Of a sweep that is not finished, or not all well, the tables alone do not say so. */
function standingLine({ runs, counts }: SweepView): string {
  if (counts.done === runs.length) return '';
  const parts = ORDER.filter((status) => counts[status] > 0).map((status) => `${counts[status]} ${status}`);
  return `${runs.length} ${runs.length === 1 ? 'run' : 'runs'}: ${parts.join(', ')}.\n`;
}
