// SPDX-License-Identifier: MIT
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { ReportSetting } from '../../core/settings/groups.ts';
import type { Settings } from '../../core/settings/resolve.ts';
import { renderAnalysisText } from '../../report/analysis-text.ts';
import { flatRows } from '../../report/flat-row.ts';
import { renderCurves, renderSummaryCsv } from '../../report/csv.ts';
import { type ReportName, REPORTS, wantedReports } from '../../report/reports.ts';
import { renderStatistics } from '../../report/statistics-json.ts';
import { renderSearchResults } from '../../report/search-results.ts';
import { renderSeedsSummary } from '../../report/seeds-summary.ts';
import { RUN_LAYOUTS } from '../../run/layouts/index.ts';
import { renderSummaryJson } from '../../report/statistics-json.ts';
import { renderMarkdownSummary } from '../../report/markdown.ts';
import { effectsInOne } from '../../report/effects-text.ts';
import { type Report, reportOf } from '../../report/report.ts';
import { recommendedLines } from '../../report/sure-lines.ts';
import { renderTerminal } from '../../report/terminal.ts';
import type { SweepView } from '../../report/view.ts';
import { type Clock, SYSTEM_CLOCK } from '../clock.ts';
import { JOURNAL_NAME } from '../journal/journal-file.ts';
import { gatherMeasured, gatherPageParts } from './page-parts.ts';
import { startPageDrawing } from './page-drawing.ts';
import { pageScript } from './page-script.ts';
import { renderHtml } from '../../report/page/html.ts';
import { earlierFolders } from '../metrics/earlier-sweeps.ts';
import { gatherSweep, type SweepFiles } from '../metrics/gather-view.ts';
import { type SeenFiles, sweepLookedAt } from '../metrics/looked-at.ts';
import { logsLookedAt } from './run-records.ts';
import { TEMPLATES } from '../installation.ts';
import { type ReportFiles, writeAll } from './report-files.ts';
import { questionOf } from './report-question.ts';
import { openCurveReader } from './curve-reader.ts';
import type { RecordSource } from './run-records.ts';

export interface ReportOptions {
  /** Columns of the terminal; 100 when it is none. */
  readonly columns?: number | undefined;
  readonly clock?: Pick<Clock, 'nowMs'> | undefined;
}

export interface WrittenReports extends ReportFiles {
  readonly view: SweepView;
  /** The best runs as a table, with the notes: for the terminal. */
  readonly terminal: string;
  /** Returns all that they were made of, from the sweep folder; undefined where another look may find more although none of it has changed. */
  readonly lookedAt: () => readonly SeenFiles[] | undefined;
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
  const wanted = wantedReports(settings.text('REPORTS'), RUN_LAYOUTS[settings.get('LAYOUT')]?.reports);
  // Its thread loads the chart library while this one reads the sweep.
  const drawing = wanted.has('page') ? startPageDrawing() : undefined;
  const nowMs = (options.clock ?? SYSTEM_CLOCK).nowMs();
  const read: SweepFiles[] = [];
  const gathered = gatherSweep(sweepDir, settings, nowMs, (files) => read.push(files));
  const { view, stageFolder } = gathered;
  const source = { sweepDir, settings, ...gathered, curves: openCurveReader({ sweepDir, ...gathered }) };
  const measured = drawing === undefined ? undefined : gatherMeasured(source);
  if (measured !== undefined) drawing?.sketch(measured);
  const report = reportOf(view, { ...questionOf(settings), wantsStudy: wanted.has('page') });
  const { statistics } = report;
  const parts = measured === undefined ? undefined : gatherPageParts({ ...source, measured, report });
  if (parts !== undefined) drawing?.begin(parts.data);
  const rows = wanted.has('json') || wanted.has('csv') ? flatRows(view) : [];
  const page = (): string => {
    if (parts === undefined || drawing === undefined) throw new Error('internal: nobody asked for the page');
    const sources = {
      template: readTemplate('analysis.html.hbs'),
      css: readTemplate('analysis.css'),
      script: pageScript(),
      drawings: drawing.take,
    };
    return renderHtml(view, parts, sources);
  };
  const seedsSummary = wanted.has('seeds-summary') ? renderSeedsSummary(view) : undefined;
  const curves = wanted.has('curves') ? sweepCurves(source, settings) : undefined;
  // The text of each, made when it is its turn. A name without one does not compile.
  const texts: Readonly<Record<ReportName, (() => string) | undefined>> = {
    json: () => renderSummaryJson(view, rows),
    csv: () => renderSummaryCsv(view, rows),
    text: () => renderAnalysisText(view, readTemplate('sweep_analysis.txt.hbs'), report),
    markdown: () =>
      renderMarkdownSummary(view, [
        ...recommendedLines(view, statistics),
        ...matteredLines(view, report),
        ...report.causes,
        ...report.moreRuns,
        ...report.next.map((n) => n.text),
      ]),
    page,
    statistics: statistics === undefined ? undefined : () => renderStatistics(statistics.value),
    curves: curves === undefined ? undefined : () => curves,
    'search-results': () => renderSearchResults(view),
    'seeds-summary': seedsSummary === undefined ? undefined : () => seedsSummary,
  };
  const written = writeAll(
    stageFolder === undefined ? sweepDir : join(sweepDir, stageFolder),
    [...wanted].flatMap((name) => {
      const text = texts[name];
      return text === undefined ? [] : [[REPORTS[name], text] as const];
    }),
  );
  const terminal = renderTerminal(view, report, { columns: options.columns ?? 100 });
  return { view, terminal, ...written, lookedAt: () => allLookedAt(sweepDir, read, { view, settings }) };
}

/** Undefined where a pattern ran out of time, or an earlier sweep is there and could not be read. */
function allLookedAt(
  sweepDir: string,
  read: readonly SweepFiles[],
  { view, settings }: { readonly view: SweepView; readonly settings: Settings<'REFINES'> },
): readonly SeenFiles[] | undefined {
  const isProvisional = read.some(({ metrics }) => [...metrics.values()].some((m) => m.isProvisional === true));
  const isRead = new Set(read.map((one) => one.sweepDir));
  const gone = earlierFolders(sweepDir, settings.text('REFINES')).filter((folder) => !isRead.has(folder));
  if (isProvisional || gone.some((folder) => existsSync(join(folder, JOURNAL_NAME)))) return undefined;
  return [
    ...[...read].reverse().flatMap((one) => sweepLookedAt(one, sweepDir)), // the sweep itself was read last, and changes most
    { names: [JOURNAL_NAME], folders: gone.map((folder) => relative(sweepDir, folder)) },
    logsLookedAt(sweepDir, view),
  ];
}

/** Returns the text of one of our templates. */
export function readTemplate(name: string): string {
  return readFileSync(join(TEMPLATES, name), 'utf8');
}

/** What mattered, for the summary that is read by itself. */
function matteredLines(view: SweepView, { statistics }: Report): readonly string[] {
  const sentence = statistics === undefined ? undefined : effectsInOne(view, statistics.value);
  return sentence === undefined ? [] : [sentence];
}

/** Runs up to which curves are written unasked: they are read from the files of every run each time. */
const MOST_UNASKED = 1000;

/** Returns sweep_curves.csv; undefined where there is no curve, and of a large sweep unless somebody asks for it by name. */
function sweepCurves({ view, curves }: RecordSource, settings: Pick<Settings<'REPORTS'>, 'text'>): string | undefined {
  const isAsked = /\bcurves\b/.test(settings.text('REPORTS') ?? '');
  if (!isAsked && view.runs.length > MOST_UNASKED) return undefined;
  return renderCurves(view, curves.once);
}
