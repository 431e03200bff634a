// SPDX-License-Identifier: MIT
import type { Recommendation } from './recommended.ts';
import type { SettingComparison } from '../results/settings/comparison.ts';
import { mean, meanInterval } from '../results/stats/describe.ts';
import { rankedNumber } from './build-view.ts';
import type { ReportRun } from './view.ts';
import type { SettingEntry, TestEntry, WinnerEntry } from './statistics-form.ts';
import { known } from './setting-entries.ts';

/** Returns the setting in front with its corrected mean; null while nothing is ranked. */
export function winnerEntry(
  comparison: SettingComparison,
  settings: readonly SettingEntry[],
  {
    runs,
    testMetric,
    metric,
    recommended,
  }: {
    /** Of each setting, best first. */
    readonly runs: readonly (readonly ReportRun[])[];
    readonly testMetric: string | undefined;
    readonly metric: string;
    readonly recommended: Recommendation | undefined;
  },
): WinnerEntry | null {
  const { winner } = comparison;
  const best = settings[recommended?.place ?? 0];
  if (winner === undefined || best === undefined) return null;
  const own = runs[best.rank - 1] ?? [];
  return {
    values: best.values,
    configs: best.configs,
    picked_of: settings.filter((s) => s.n > 0).length,
    rank: best.rank,
    ...(recommended === undefined
      ? {
          raw: winner.raw,
          corrected: known(winner.corrected),
          ci_low: known(winner.interval?.low),
          ci_high: known(winner.interval?.high),
          method: methodOf(comparison),
        }
      : modelled(recommended, best.adjusted_mean ?? winner.raw)),
    test: testMetric === undefined ? null : testEntry(own, testMetric),
    fresh: freshEntry(own, metric),
  };
}

/** Half of a 95 % interval over its standard deviation. */
const HALF = 1.96;

function modelled({ expected, spread, settings, sweeps }: Recommendation, raw: number) {
  return {
    raw,
    corrected: known(expected),
    ci_low: known(expected - HALF * spread),
    ci_high: known(expected + HALF * spread),
    method: `a model (Gaussian process) of ${settings} settings: of this sweep, and of ${sweeps.join(', ')}`,
  };
}

function methodOf({ method, winner, seedsChangeNothing }: SettingComparison): string {
  if (method !== 'none') return 'empirical Bayes: shrunk towards all settings, over all seeds';
  if (winner?.corrected !== undefined) return 'none: a single setting was not picked';
  return seedsChangeNothing ? 'none: the seeds change nothing' : 'none: no setting was repeated';
}

/** Seeds that were added after it was ahead are no part of the luck that put it there. */
function freshEntry(runs: readonly ReportRun[], metric: string): TestEntry | null {
  const fresh = runs.filter((run) => run.isExtra === true);
  return fresh.length === 0 || fresh.length === runs.length ? null : testEntry(fresh, metric);
}

/** The winner by another metric, which did not choose it: plain mean with Student's interval. */
function testEntry(runs: readonly ReportRun[], metric: string): TestEntry {
  const values = runs.flatMap((run) => rankedNumber(run, metric));
  const interval = meanInterval(values);
  return {
    metric,
    n: values.length,
    mean: values.length === 0 ? null : known(mean(values)),
    ci_low: known(interval?.low),
    ci_high: known(interval?.high),
  };
}
