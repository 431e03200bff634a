// SPDX-License-Identifier: MIT
import { displayText } from '../core/value.ts';
import { type Comparison, compareRepeated } from '../results/seeds.ts';
import { numberOf } from './build-view.ts';
import { runsBySetting } from './seed-setting.ts';
import type { RankMetric, ReportRun, SweepView } from './view.ts';

/** Runs that differ in nothing but the seed. */
export interface SeedGroup {
  /** Of the first of them. */
  readonly configFile: string;
  readonly runs: readonly ReportRun[];
}

/** The settings of the parameters compared over their seeds, best mean first. */
export interface SeedReport {
  readonly metric: RankMetric;
  readonly seedSymbol: string;
  readonly groups: readonly Comparison<SeedGroup>[];
  /** How many cannot be told from the best one, itself included. */
  readonly amongBest: number;
}

/** Returns the comparison over seeds; undefined when the seed symbol does not vary, no setting has two seeds, or nothing is ranked. */
export function seedReportOf(view: SweepView, seedSymbol: string): SeedReport | undefined {
  const metric = view.metrics[0];
  if (metric === undefined || !view.varying.includes(seedSymbol)) return undefined;
  const settings = runsBySetting(view.runs, seedSymbol);
  if (settings.every((items) => items.length < 2)) return undefined; // samples that differ in more than their seed
  const groups = settings.map((items) => ({
    item: { configFile: items[0]?.configFile ?? '', runs: items },
    bySeed: new Map(
      items.map((run) => [seedOf(run, seedSymbol), run.rank === null ? undefined : numberOf(run, metric.column)]),
    ),
  }));
  const compared = compareRepeated(groups, metric.goal).filter((g) => g.values.count > 0);
  if (compared.length === 0) return undefined;
  return { metric, seedSymbol, groups: compared, amongBest: compared.filter((g) => g.isAmongBest).length };
}

function seedOf(run: ReportRun, symbol: string): string {
  const found = run.values.find((v) => v.name === symbol);
  return found === undefined ? '' : displayText(found.value);
}
