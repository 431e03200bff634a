// SPDX-License-Identifier: MIT
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReportSetting } from '../../core/settings/groups.ts';
import type { Settings } from '../../core/settings/resolve.ts';
import { renderAnalysisText } from '../../report/analysis-text.ts';
import { flatRows } from '../../report/flat-row.ts';
import { renderSummaryCsv } from '../../report/csv.ts';
import { type ReportName, REPORTS } from '../../report/reports.ts';
import { renderSummaryJson } from '../../report/summary-json.ts';
import { renderMarkdownSummary } from '../../report/markdown.ts';
import { reportOf } from '../../report/report.ts';
import { renderTerminal } from '../../report/terminal.ts';
import type { SweepView } from '../../report/view.ts';
import { type Clock, SYSTEM_CLOCK } from '../clock.ts';
import { gatherMeasured, gatherPageParts } from './page-parts.ts';
import { type PageDrawing, startPageDrawing } from './page-drawing.ts';
import { pageScript } from './page-script.ts';
import { renderHtml } from '../../report/page/html.ts';
import { gatherSweep } from '../metrics/gather-view.ts';
import { TEMPLATES } from '../installation.ts';
import { type ReportFiles, writeAll } from './report-files.ts';

export interface ReportOptions {
  /** Columns of the terminal; 100 when it is none. */
  readonly columns?: number | undefined;
  readonly clock?: Clock | undefined;
  /** Begun before the report, so that the chart library loads meanwhile. */
  readonly drawing?: PageDrawing | undefined;
}

export interface WrittenReports extends ReportFiles {
  readonly view: SweepView;
  /** The best runs as a table, with the notes: for the terminal. */
  readonly terminal: string;
}

/**
 * Writes the reports of a sweep folder, whole or partial, and returns the table for the terminal, also where nothing can be
 * written. Takes no lock. Throws DiagnosticsError for metric settings that make no sense, UsageError for a folder that is no sweep.
 */
export function writeReports(
  sweepDir: string,
  settings: Settings<ReportSetting>,
  options: ReportOptions = {},
): WrittenReports {
  const drawing = options.drawing ?? startPageDrawing();
  const nowMs = (options.clock ?? SYSTEM_CLOCK).nowMs();
  const { view, setup, state } = gatherSweep(sweepDir, settings, nowMs);
  const measured = gatherMeasured({ sweepDir, settings, setup, state, view });
  drawing.sketch(measured);
  const report = reportOf(view, { seedSymbol: settings.get('SEED_SYMBOL'), by: settings.text('BY') });
  const parts = gatherPageParts({ sweepDir, settings, setup, state, view, measured, report });
  drawing.begin(parts.data);
  const rows = flatRows(view);
  const page = (): string => {
    const sources = {
      template: readTemplate('analysis.html.hbs'),
      css: readTemplate('analysis.css'),
      script: pageScript(),
      drawings: drawing.take,
    };
    return renderHtml(view, parts, sources);
  };
  // The text of each, made when it is its turn. A name without one does not compile.
  const texts: Readonly<Record<ReportName, () => string>> = {
    'sweep_summary.json': () => renderSummaryJson(view, rows),
    'sweep_summary.csv': () => renderSummaryCsv(view, rows),
    'sweep_analysis.txt': () => renderAnalysisText(view, readTemplate('sweep_analysis.txt.hbs'), report),
    'sweep_summary.md': () => renderMarkdownSummary(view),
    'analysis.html': page,
  };
  const written = writeAll(
    sweepDir,
    REPORTS.map((name) => [name, texts[name]]),
  );
  return { view, terminal: renderTerminal(view, report, { columns: options.columns ?? 100 }), ...written };
}

/** Returns the text of one of our templates. */
export function readTemplate(name: string): string {
  return readFileSync(join(TEMPLATES, name), 'utf8');
}
