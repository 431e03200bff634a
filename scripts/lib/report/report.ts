// SPDX-License-Identifier: MIT
import { type GroupTable, groupTableOf } from './group-table.ts';
import { type SeedReport, seedReportOf } from './seeds.ts';
import { type Study, studyOf } from './study.ts';
import type { SweepView } from './view.ts';

/** What every rendering of a sweep, or of several that are compared, is made from. */
export interface Report {
  readonly view: SweepView;
  /** What mattered; undefined where nothing can be said. */
  readonly study: Study | undefined;
  /** Settings over their seeds; undefined without repeats. */
  readonly seeds: SeedReport | undefined;
  /** Undefined unless BY asks for groups. */
  readonly groups: GroupTable | undefined;
}

/** What is asked of a report beside its view. */
export interface ReportQuestion {
  readonly seedSymbol: string;
  /** BY as written; undefined or '' for no groups. */
  readonly by: string | undefined;
}

/** Returns the report of a view. Throws UsageError for a name in `by` that is no parameter. */
export function reportOf(view: SweepView, { seedSymbol, by }: ReportQuestion): Report {
  return {
    view,
    groups: by === undefined || by === '' ? undefined : groupTableOf(view, by),
    seeds: seedReportOf(view, seedSymbol),
    study: studyOf(view, seedSymbol),
  };
}
