// SPDX-License-Identifier: MIT
import { kconfigText } from '../core/value.ts';
import { nextLines } from './next-words.ts';
import type { NextEntry } from './outlook-form.ts';
import { frontLines } from './front.ts';
import { type Cells, groupTables } from './group-cells.ts';
import type { GroupTable } from './group-table.ts';
import type { SeedReport } from './seeds.ts';
import type { SettingStatistics } from './statistics-of.ts';
import { seedRows } from './seeds-text.ts';
import { methodOfSeeds, showBySpread, verdictLines } from './seed-words.ts';
import { sureLines } from './sure-lines.ts';
import { bestEpochs, type MetricLabel, shownMetrics, shownValue } from './labels.ts';
import { effectLines } from './effects-text.ts';
import { compileTemplate } from './template.ts';
import { endedCount, failedRuns, type ReportRun, type SweepView } from './view.ts';

/** Longest list of failures; the summaries hold them all. */
const MOST_FAILURES = 50;

/** What stands in the text report beside the ranking, when there is something to say. */
export interface Analyses {
  readonly seeds?: SeedReport | undefined;
  /** Of BY=. */
  readonly groups?: GroupTable | undefined;
  readonly statistics?: SettingStatistics | undefined;
  /** What runs that gave no value have in common. */
  readonly causes?: readonly string[];
  /** What more runs would find. */
  readonly moreRuns?: readonly string[];
  readonly next?: readonly NextEntry[];
}

/** Returns sweep_analysis.txt from its Handlebars template (templates/sweep_analysis.txt.hbs). */
export function renderAnalysisText(view: SweepView, template: string, analyses: Analyses = {}): string {
  const { seeds, groups, statistics, causes = [], moreRuns = [], next = [] } = analyses;
  return compileTemplate(
    template,
    (text) => text,
  )({
    ...analysisContext(view),
    bestTitle: bestTitle(seeds, statistics),
    ...(seeds === undefined ? {} : { topTitle: `TOP ${view.top} RUNS:` }),
    causeLines: causes,
    frontLines: frontLines(view),
    seedLines: seeds === undefined ? undefined : seedLines(view, seeds),
    sureLines: seeds !== undefined || statistics === undefined ? undefined : sureLines(view, statistics),
    studyLines: statistics === undefined ? undefined : effectLines(view, statistics.value),
    groupLines: groups === undefined ? undefined : groupLines(view, groups),
    nextLines: [...moreRuns, ...nextLines(next)],
  });
}

function bestTitle(seeds: SeedReport | undefined, statistics: SettingStatistics | undefined): string {
  if (seeds !== undefined) return 'BEST SINGLE RUN (one seed; what can be relied on stands under OVER SEEDS):';
  const rank = statistics?.value.winner?.rank ?? 1;
  return rank === 1
    ? 'BEST CONFIGURATION:'
    : 'BEST SINGLE RUN (partly luck; what is recommended stands under HOW SURE):';
}

/** The comparison over seeds: what the numbers are, the settings, and which of them are told apart. */
function seedLines(view: SweepView, report: SeedReport): readonly string[] {
  return [
    report.statistics.design.sentence,
    `${methodOfSeeds(report)}:`,
    ...alignedLines(seedRows(view, report)),
    ...verdictLines(report, showBySpread(view, report)),
  ];
}

/** Letters of a line of the text report, beyond which the metrics of groups go on in a further table. */
const LINE = 120;

function groupLines(view: SweepView, table: GroupTable): readonly string[] {
  const fits = (cells: Cells): boolean => alignedLines(cells).every((line) => line.length <= LINE);
  return groupTables(view, table, fits).flatMap((cells, i) => [...(i === 0 ? [] : ['']), ...alignedLines(cells)]);
}

/** Returns rows as columns of equal width, two blanks apart. */
function alignedLines(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((r) => [...(r[i] ?? '')].length)));
  return rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** Returns the words and numbers of the text report, already formatted: the template only lays them out. */
function analysisContext(view: SweepView): Readonly<Record<string, unknown>> {
  const labels = shownMetrics(view);
  const best = view.ranked[0];
  const failed = failedRuns(view);
  const ended = endedCount(view);
  const listed = view.metrics.length > 0 ? view.ranked : view.runs;
  return {
    tested: ended === view.runs.length ? String(ended) : `${ended} of ${view.runs.length}`,
    best: best === undefined ? undefined : bestContext(view, best, labels),
    top: view.top,
    topTitle: view.metrics.length > 0 ? `TOP ${view.top} CONFIGURATIONS:` : 'CONFIGURATIONS:',
    rows: listed.slice(0, view.top).map((run, i) => ({
      place: run.rank ?? i + 1,
      configFile: run.configFile,
      line: labels.map((l) => `${l.short}: ${shownValue(view, run, l.column)}`).join(' | '),
    })),
    failedCount: failed.length,
    total: view.runs.length,
    failures: failed.slice(0, MOST_FAILURES).map((run) => ({
      configFile: run.configFile,
      why: run.detail === '' ? run.reason : run.detail,
      log: `${run.folder}/output.log`,
    })),
    moreFailures: failed.length > MOST_FAILURES ? failed.length - MOST_FAILURES : undefined,
    notes: view.notes,
  };
}

function bestContext(
  view: SweepView,
  best: ReportRun,
  labels: readonly MetricLabel[],
): Readonly<Record<string, unknown>> {
  return {
    configFile: best.configFile,
    metrics: [
      ...labels.map((l) => ({ label: l.long, value: shownValue(view, best, l.column) })),
      ...bestEpochs(view, best),
    ],
    parameters: shownParameters(view, best),
    fixed: fixedParameters(view, best),
  };
}

/** Longest list of fixed values; the summaries hold them all. */
const MOST_FIXED = 30;

/** What is the same in every run, as .config lines; undefined where nothing is, or nothing varies. */
function fixedParameters(view: SweepView, run: ReportRun): readonly string[] | undefined {
  const varying = new Set(view.varying);
  const fixed = run.values.filter((v) => !varying.has(v.name)).map((v) => `${v.name}=${kconfigText(v.value)}`);
  if (varying.size === 0 || fixed.length === 0) return undefined;
  return fixed.length <= MOST_FIXED ? fixed : [...fixed.slice(0, MOST_FIXED), `and ${fixed.length - MOST_FIXED} more`];
}

/** The swept symbols of a run, as .config lines; all of them when nothing varies. */
function shownParameters(view: SweepView, run: ReportRun): readonly string[] {
  const varying = new Set(view.varying);
  const shown = view.varying.length > 0 ? run.values.filter((v) => varying.has(v.name)) : run.values;
  return shown.map((v) => `${v.name}=${kconfigText(v.value)}`);
}
