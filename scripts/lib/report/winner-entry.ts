// SPDX-License-Identifier: MIT
import type { SettingComparison } from '../results/settings/comparison.ts';
import { mean, meanInterval } from '../results/stats/describe.ts';
import { numberOf } from './build-view.ts';
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
  }: { readonly runs: readonly ReportRun[]; readonly testMetric: string | undefined; readonly metric: string },
): WinnerEntry | null {
  const { winner } = comparison;
  const best = settings[0];
  if (winner === undefined || best === undefined) return null;
  return {
    values: best.values,
    configs: best.configs,
    picked_of: settings.filter((s) => s.n > 0).length,
    raw: winner.raw,
    corrected: known(winner.corrected),
    ci_low: known(winner.interval?.low),
    ci_high: known(winner.interval?.high),
    method: methodOf(comparison),
    test: testMetric === undefined ? null : testEntry(runs, testMetric),
    fresh: freshEntry(runs, metric),
  };
}

function methodOf({ method, winner }: SettingComparison): string {
  if (method !== 'none') return 'empirical Bayes: shrunk towards all settings, over all seeds';
  return winner?.corrected === undefined ? 'none: no setting was repeated' : 'none: a single setting was not picked';
}

/** Seeds that were added after it was ahead are no part of the luck that put it there. */
function freshEntry(runs: readonly ReportRun[], metric: string): TestEntry | null {
  const fresh = runs.filter((run) => run.isExtra === true);
  return fresh.length === 0 || fresh.length === runs.length ? null : testEntry(fresh, metric);
}

/** The winner by another metric, which did not choose it: plain mean with Student's interval. */
function testEntry(runs: readonly ReportRun[], metric: string): TestEntry {
  const values = runs.flatMap((run) => {
    const value = run.rank === null ? undefined : numberOf(run, metric);
    return typeof value === 'number' && Number.isFinite(value) ? [value] : [];
  });
  const interval = meanInterval(values);
  return {
    metric,
    n: values.length,
    mean: values.length === 0 ? null : known(mean(values)),
    ci_low: known(interval?.low),
    ci_high: known(interval?.high),
  };
}
