// SPDX-License-Identifier: MIT
import { standingOf } from '../../report/standing.ts';
import { renderSummaryJson } from '../../report/summary-json.ts';
import { SYSTEM_CLOCK } from '../../edge/clock.ts';
import { writeComparison } from './comparison.ts';
import type { WriteError } from '../../edge/files.ts';
import type { PageDrawing } from '../../edge/page/page-drawing.ts';
import type { ReportSource } from '../call/report-source.ts';
import { writeReports } from '../../edge/page/report-writer.ts';

export interface ReportCall {
  readonly drawing: PageDrawing;
  readonly columns: number | undefined;
  readonly asJson: boolean;
}

/** What a call of the report prints, and why some files could not be written, if so. */
export interface ReportAnswer {
  readonly text: string;
  readonly trouble: WriteError | undefined;
}

/** Writes the reports of one sweep, or the comparison of several, and returns what is printed: tables, then the files. */
export function compareAndReport(sources: readonly [ReportSource, ...ReportSource[]], call: ReportCall): ReportAnswer {
  const [source, ...further] = sources;
  const { view, terminal, files, trouble } =
    further.length === 0
      ? writeReports(source.folder, source.settings, { columns: call.columns, drawing: call.drawing })
      : writeComparison(sources, { columns: call.columns ?? 100, drawing: call.drawing, nowMs: SYSTEM_CLOCK.nowMs() });
  if (call.asJson) return { text: renderSummaryJson(view), trouble };
  const standing = further.length === 0 ? standingOf(view) : undefined;
  const list =
    files.length === 0
      ? ''
      : `\n${further.length === 0 ? 'Reports' : 'Comparison'}:\n${files.map((f) => `  ${f}\n`).join('')}`;
  return { text: `${terminal}${standing === undefined ? '' : `${standing}\n`}${list}`, trouble };
}
