// SPDX-License-Identifier: MIT
import { groupKey } from './grouping.ts';
import { valueIn } from '../core/value.ts';
import type { SweepDesign } from '../results/design/design.ts';
import { designSentence } from '../results/design/sentence.ts';
import { formatMetric, unitOf } from '../results/units.ts';
import { factsOfStatus } from '../run/status.ts';
import { failureEntries } from './failure-entries.ts';
import { moreRuns } from './more-runs.ts';
import { nextEntries } from './next-entries.ts';
import { recommendedSetting } from './recommended.ts';
import type { KnownStatistics } from './next-rules.ts';
import type { RankMetric, ReportRun, SweepView } from './view.ts';
import { compareSweep, effectsOfSweep } from './compared-sweep.ts';
import type { FactorEntry, Statistics } from './statistics-form.ts';
import { comparisonEntry, gaveNothing } from './setting-entries.ts';
import type { CodedSettings } from './study.ts';
import { warningsOf } from './warnings.ts';
import { winnerEntry } from './winner-entry.ts';

/** How the statistics of a sweep are asked for. */
export interface StatisticsOptions {
  readonly seedSymbol: string;
  /** TEST_METRIC: what the winner is reported by, beside what ranks. */
  readonly testMetric?: string | undefined;
  /** Whether the sweep's mode draws its values; undefined when it is not known. */
  readonly areSampled?: boolean | undefined;
}

/** The statistics with the runs of each setting, in the same order. */
export interface SettingStatistics {
  readonly value: Statistics;
  readonly metric: RankMetric;
  readonly runs: readonly (readonly ReportRun[])[];
  readonly design: SweepDesign;
  /** The parameters over one run of each setting that has a value. */
  readonly coded: CodedSettings;
}

/** Returns sweep_statistics.json's value; undefined without a metric that ranks or without runs. */
export function statisticsOf(view: SweepView, options: StatisticsOptions): Statistics | undefined {
  return settingStatistics(view, options)?.value;
}

/** Returns the statistics of the settings: ranking, tests, chances and the winner, by the first metric that ranks. */
export function settingStatistics(view: SweepView, options: StatisticsOptions): SettingStatistics | undefined {
  const { seedSymbol, testMetric } = options;
  const compared = compareSweep(view, seedSymbol);
  if (compared === undefined) return undefined;
  const { metric, groups, comparison, settings, blocks } = compared;
  const runs = comparison.settings.map((s) => groups[s.index] ?? []);
  // Where settings are repeated their seeds decide.
  const recommended = comparison.method === 'none' ? recommendedSetting(view, runs, metric) : undefined;
  const entry = comparisonEntry(comparison);
  const hasSeeds = view.varying.includes(seedSymbol);
  const { coded, design, effects } = effectsOfSweep(view, compared, options.areSampled);
  const unit = unitOf(view.units, metric.column);
  const vain = view.runs.filter(gaveNothing);
  const withoutValue = vain.filter((run) => factsOfStatus(run.status).isRankable).length;
  const known: KnownStatistics = {
    statistics: 'ksweep',
    version: [1, 0],
    metric: metric.column,
    goal: metric.goal,
    test_metric: testMetric ?? null,
    seed_symbol: seedSymbol,
    runs: {
      total: view.runs.length,
      ranked: view.ranked.length,
      failed: vain.length - withoutValue,
      without_value: withoutValue,
    },
    design: {
      kind: design.kind,
      blocks,
      settings: groups.length,
      estimable: design.estimable,
      sentence: designSentence(
        { ...design, settings: groups.length },
        {
          method: comparison.method,
          blocks,
          seedsChangeNothing: comparison.seedsChangeNothing,
          isFrontWild: comparison.ownSpread.includes(0),
        },
      ),
      factors: design.factors.map((f): FactorEntry => {
        const known = f.factor.levels.length - (f.factor.absent === undefined ? 0 : 1);
        const levels = known + vainLevels(groups, f.symbols);
        const kind = f.factor.numbers === undefined ? 'text' : 'number';
        return { symbols: f.symbols, kind, levels, condition: f.condition };
      }),
    },
    settings,
    comparison: entry,
    ...effects,
    failures: failureEntries(view, groups),
    winner: winnerEntry(comparison, settings, { runs, testMetric, metric: metric.column, recommended }),
    more_runs: moreRuns(view, settings, { goal: metric.goal, kind: design.kind }),
  };
  const value: Statistics = {
    ...known,
    next: nextEntries(
      view,
      known,
      design.factors.map((f) => f.members),
    ),
    warnings: warningsOf({
      comparison,
      entry,
      settings,
      seedSymbol,
      hasSeeds,
      testMetric,
      columns: view.columns,
      show: (x) => formatMetric(x, unit),
    }),
  };
  return { value, metric, runs, design, coded };
}

/** Returns how many values of symbols only settings without a value have: they are levels of the design all the same. */
function vainLevels(groups: readonly (readonly ReportRun[])[], symbols: readonly string[]): number {
  const ranked = groups.filter((runs) => runs.some((run) => run.rank !== null));
  if (ranked.length === 0) return 0; // of none with a value the design is that of all
  const keyOf = ([run]: readonly ReportRun[]): readonly string[] =>
    run !== undefined && symbols.some((name) => valueIn(run.values, name) !== undefined)
      ? [groupKey(run, symbols)]
      : [];
  const known = new Set(ranked.flatMap(keyOf));
  return new Set(groups.flatMap(keyOf).filter((key) => !known.has(key))).size;
}
