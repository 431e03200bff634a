// SPDX-License-Identifier: MIT
import { type GroupTable, groupTableOf } from './group-table.ts';
import { type SeedReport, seedReportOf } from './seeds.ts';
import { type SettingStatistics, settingStatistics, type StatisticsOptions } from './statistics-of.ts';
import { type Study, studyOf } from './study.ts';
import { failureCauses } from './failure-entries.ts';
import { moreRunsLines } from './more-runs.ts';
import type { NextEntry } from './outlook-form.ts';
import type { SweepView } from './view.ts';

/** What every rendering of a sweep, or of several that are compared, is made from. */
export interface Report {
  readonly view: SweepView;
  /** Settings compared by one model; undefined where nothing is ranked. */
  readonly statistics: SettingStatistics | undefined;
  /** Each parameter against the metric, for the page; undefined where nothing can be said, or nobody asks. */
  readonly study: Study | undefined;
  /** Settings over their seeds; undefined without repeats. */
  readonly seeds: SeedReport | undefined;
  /** Undefined unless BY asks for groups. */
  readonly groups: GroupTable | undefined;
  /** What runs that gave no value have in common, in sentences. */
  readonly causes: readonly string[];
  /** What more runs would find, in sentences. */
  readonly moreRuns: readonly string[];
  /** What to run next, most urgent first. */
  readonly next: readonly NextEntry[];
}

/** What is asked of a report beside its view. */
export interface ReportQuestion extends StatisticsOptions {
  /** BY as written; undefined or '' for no groups. */
  readonly by: string | undefined;
  /** False where no rendering shows each parameter by itself. */
  readonly wantsStudy?: boolean;
}

/** Returns the report of a view. Throws UsageError for a name in `by` that is no parameter. */
export function reportOf(view: SweepView, question: ReportQuestion): Report {
  const { seedSymbol, by, testMetric, areSampled, wantsStudy = true } = question;
  const statistics = settingStatistics(view, { seedSymbol, testMetric, areSampled });
  return {
    view,
    groups: by === undefined || by === '' ? undefined : groupTableOf(view, by),
    statistics,
    causes: failureCauses(view, { seedSymbol, statistics: statistics?.value }),
    moreRuns: statistics === undefined ? [] : moreRunsLines(view, statistics.value),
    next: statistics?.value.next ?? [],
    seeds: seedReportOf(view, seedSymbol, statistics),
    study: wantsStudy ? studyOf(view, seedSymbol, statistics?.coded) : undefined,
  };
}
