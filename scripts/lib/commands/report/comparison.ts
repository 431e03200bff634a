// SPDX-License-Identifier: MIT
import { join, relative } from 'node:path';
import { comparisonCells } from '../../report/compare.ts';
import { renderSummaryCsv } from '../../report/csv.ts';
import { type PageParts, renderHtml } from '../../report/page/html.ts';
import { type MergedSweeps, mergeViews } from '../../report/merge-views.ts';
import { buildPageData, NO_RECORDS, type RunRecords } from '../../report/page/build-data.ts';
import { type FailureGroup, failureGroups } from '../../report/page/failures.ts';
import { type Report, reportOf } from '../../report/report.ts';
import { renderTerminal } from '../../report/terminal.ts';
import { renderTable } from '../../report/text.ts';
import type { ReportRun, SweepView } from '../../report/view.ts';
import { type GatheredSweep, gatherSweep } from '../../edge/metrics/gather-view.ts';
import type { PageDrawing } from '../../edge/page/page-drawing.ts';
import { logEndOf } from '../../edge/page/log-end.ts';
import { givenSettings } from '../../edge/page/page-parts.ts';
import { areDrawn, questionOf } from '../../edge/page/report-question.ts';
import { openCurveReader } from '../../edge/page/curve-reader.ts';
import { readRunRecords } from '../../edge/page/run-records.ts';
import { pageScript } from '../../edge/page/page-script.ts';
import { type ReportFiles, writeAll } from '../../edge/page/report-files.ts';
import type { REPORT_CHOICE, REPORT_FILES } from '../../core/settings/groups.ts';
import type { ReportSource } from '../call/report-source.ts';
import { readTemplate } from '../../edge/page/report-writer.ts';

/** A sweep folder that is compared. */
type Source = ReportSource<(typeof REPORT_CHOICE)[number] | (typeof REPORT_FILES)[number]>;

export interface ComparisonCall {
  readonly drawing: PageDrawing;
  readonly columns: number;
  readonly nowMs: number;
}

/** What a comparison wrote and what it prints. */
export interface WrittenComparison extends ReportFiles {
  readonly view: SweepView;
  readonly terminal: string;
}

/** Several sweeps on one page. */
export interface ComparedSweeps {
  readonly view: SweepView;
  readonly report: Report;
  /** One row a sweep, below a head. */
  readonly cells: ReturnType<typeof comparisonCells>;
  readonly parts: PageParts;
}

/** A sweep with the folder it was read from. */
interface Compared extends GatheredSweep {
  readonly folder: string;
}

/**
 * Writes comparison.html and comparison.csv of several sweeps into the first one's folder. The reports of the folders
 * themselves stay as they are.
 */
export function writeComparison(sources: readonly [Source, ...Source[]], call: ComparisonCall): WrittenComparison {
  const { view, report, cells, parts } = compareSweeps(sources, { gather: gatherSweep, nowMs: call.nowMs });
  call.drawing.begin(parts.data);
  const page = {
    template: readTemplate('analysis.html.hbs'),
    css: readTemplate('analysis.css'),
    script: pageScript(),
    drawings: call.drawing.take,
  };
  const written = writeAll(sources[0].folder, [
    ['comparison.html', () => renderHtml(view, parts, page)],
    ['comparison.csv', () => renderSummaryCsv(view)],
  ]);
  const tables = renderTerminal(view, report, { columns: call.columns, rest: 'comparison.html' });
  return {
    view,
    ...written,
    terminal: `${renderTable(cells, { numericFrom: 2, columns: call.columns })}\n${tables}`,
  };
}

/** Returns several sweeps beside each other. All are read by the first one's metrics, since they are to be compared. */
export function compareSweeps(
  [source, ...further]: readonly [Source, ...Source[]],
  how: {
    readonly gather: typeof gatherSweep;
    readonly nowMs: number;
    /** Where a run's folder is from the page, by the folders of the sweep and of the run; missing: the page lies in the first sweep's folder. */
    readonly folderOf?: (sweepDir: string, folder: string) => string;
  },
): ComparedSweeps {
  const { settings } = source;
  const gather = ({ folder }: Source): Compared => ({ folder, ...how.gather(folder, settings, how.nowMs) });
  const sweeps: readonly [Compared, ...Compared[]] = [gather(source), ...further.map(gather)];
  const merged = mergeViews([sweeps[0].view, ...sweeps.slice(1).map((s) => s.view)]);
  const { view, names } = merged;
  const drawn = new Set([source, ...further].map((one) => areDrawn(one.settings)));
  // Sweeps of which only some are drawn are no samples together.
  const areSampled = drawn.size === 1 ? [...drawn][0] : undefined;
  const report = reportOf(view, { ...questionOf(settings), areSampled });
  const comparison = comparisonCells(sweeps.map((s, i) => ({ ...s.view, name: names[i] ?? s.view.name })));
  const folderOf = how.folderOf ?? ((sweepDir, folder) => relative(source.folder, join(sweepDir, folder)));
  const folders = new Map(
    merged.runs.map(({ run, own, sweep }) => [run.folder, folderOf(sweeps[sweep]?.folder ?? '', own.folder)]),
  );
  const data = buildPageData({
    view,
    study: report.study,
    statistics: report.statistics,
    records: { ...NO_RECORDS, ...recordsOf(merged, sweeps) },
    sweeps: { names, places: sweeps.map((s) => s.view.place ?? s.folder), of: merged.runs.map(({ sweep }) => sweep) },
    folderOf: (folder) => folders.get(folder) ?? folder,
  });
  const parts: PageParts = {
    ...report,
    data,
    comparison,
    failures: failuresOf(merged, sweeps),
    rangeText: '',
    provenance: [['sweeps', names.join(', ')] as const, ...givenSettings(settings)],
  };
  return { view, report, cells: comparison, parts };
}

/** Curves and ends of logs of each sweep's runs, by the names they have in the comparison. */
function recordsOf({ runs }: MergedSweeps, sweeps: readonly Compared[]): Pick<RunRecords, 'curves' | 'logs'> {
  const records = sweeps.map((sweep, place) => {
    const nameOf = new Map(
      runs.flatMap((one) => (one.sweep === place ? [[one.own.configFile, one.run.configFile] as const] : [])),
    );
    const { curves, logs } = readRunRecords({
      ...sweep,
      sweepDir: sweep.folder,
      curves: openCurveReader({ ...sweep, sweepDir: sweep.folder }),
    });
    return {
      curves: curves.map((curve) => ({ ...curve, run: nameOf.get(curve.run) ?? curve.run })),
      logs: Object.entries(logs).map(([run, log]) => [nameOf.get(run) ?? run, log] as const),
    };
  });
  return { curves: records.flatMap((r) => r.curves), logs: Object.fromEntries(records.flatMap((r) => r.logs)) };
}

/** Failures of all sweeps by cause; the same cause in two sweeps is one group. */
function failuresOf({ view, runs }: MergedSweeps, sweeps: readonly Compared[]): readonly FailureGroup[] {
  const origins = new Map(runs.map((one) => [one.run, one]));
  const sweepOf = (run: ReportRun): Compared | undefined => sweeps[origins.get(run)?.sweep ?? -1];
  const signatureOf = (run: ReportRun): string => {
    const outcome = sweepOf(run)?.state.runs.get(run.run)?.outcome;
    return outcome?.signature ?? outcome?.detail ?? '';
  };
  return failureGroups(view, signatureOf, (run) =>
    logEndOf(sweepOf(run)?.folder ?? '', origins.get(run)?.own.folder ?? ''),
  );
}
