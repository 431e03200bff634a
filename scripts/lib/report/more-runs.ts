// SPDX-License-Identifier: MIT
import { expectedBest } from '../results/expected-best.ts';
import type { MoreRunsEntry } from './outlook-form.ts';
import type { SettingEntry, Statistics } from './statistics-form.ts';
import type { ReportRun, SweepView } from './view.ts';

/** Settings that the table is made from; more change nothing that can be seen. */
const MOST_SETTINGS = 5000;

/**
 * Returns what the best is expected to be after so many runs. Settings are what is drawn, each with as many runs as settings have on
 * the average; hours are of one run after the other, those that failed counted to the others. A sweep that draws its values goes
 * on beyond what was run.
 */
export function moreRuns(
  view: SweepView,
  settings: readonly SettingEntry[],
  { goal, kind }: { readonly goal: Statistics['goal']; readonly kind: Statistics['design']['kind'] },
): readonly MoreRunsEntry[] {
  const sign = goal === 'max' ? 1 : -1;
  const ranked = settings.filter((s) => s.adjusted_mean !== null);
  const values = evenly(ranked, MOST_SETTINGS).map((s) => sign * (s.adjusted_mean ?? 0));
  const runs = ranked.reduce((sum, s) => sum + s.n, 0) / Math.max(1, ranked.length);
  const hours = hoursOf(view.runs) / Math.max(1, view.ranked.length);
  const scale = ranked.length / Math.max(1, values.length);
  return expectedBest(values, kind === 'samples').map(({ count, expected, low, high, isExtrapolated }) => {
    const [a, b] = [sign * low, sign * high];
    const total = Math.round(count * scale * runs);
    return {
      runs: total,
      hours: hours > 0 ? total * hours : null,
      expected: sign * expected,
      low: Math.min(a, b),
      high: Math.max(a, b),
      extrapolated: isExtrapolated,
    };
  });
}

function hoursOf(runs: readonly ReportRun[]): number {
  return runs.reduce((sum, run) => sum + (run.totalTimeS ?? 0), 0) / 3600;
}

function evenly<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items;
  return Array.from({ length: most }, (_, i) => items[Math.floor((i * items.length) / most)] as T); // within the list
}
