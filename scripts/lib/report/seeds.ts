// SPDX-License-Identifier: MIT
import type { SettingEntry, Statistics } from './statistics-form.ts';
import { type SettingStatistics, settingStatistics } from './statistics-of.ts';
import type { RankMetric, ReportRun, SweepView } from './view.ts';

/** One setting of the parameters: what the statistics say of it, and its runs, which differ in nothing but the seed. */
export interface SeedGroup {
  readonly entry: SettingEntry;
  /** Of the first of its runs. */
  readonly configFile: string;
  readonly runs: readonly ReportRun[];
}

/** The settings of the parameters compared over their seeds, best adjusted mean first; those without a value are left out. */
export interface SeedReport {
  readonly metric: RankMetric;
  readonly seedSymbol: string;
  readonly statistics: Statistics;
  readonly groups: readonly SeedGroup[];
}

/** Returns the comparison over seeds; undefined when the seed symbol does not vary, no setting has two seeds, or nothing is ranked. */
export function seedReportOf(
  view: SweepView,
  seedSymbol: string,
  known: SettingStatistics | undefined = settingStatistics(view, { seedSymbol }),
): SeedReport | undefined {
  if (known === undefined || !view.varying.includes(seedSymbol)) return undefined;
  const { value, metric, runs } = known;
  if (runs.every((own) => own.length < 2)) return undefined; // samples that differ in more than their seed
  const groups = value.settings.flatMap((entry, place): readonly SeedGroup[] =>
    entry.n === 0 ? [] : [{ entry, configFile: entry.configs[0] ?? '', runs: runs[place] ?? [] }],
  );
  return groups.length === 0 ? undefined : { metric, seedSymbol, statistics: value, groups };
}
