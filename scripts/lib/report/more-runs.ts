// SPDX-License-Identifier: MIT
import { formatDuration } from '../core/quantity.ts';
import { expectedBest } from '../results/expected-best.ts';
import { standardDeviation } from '../results/stats/describe.ts';
import { formatMetric, unitForSpread, unitOf } from '../results/units.ts';
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

/** Returns what more runs would find, in sentences; none where too few were run to say. */
export function moreRunsLines(
  view: SweepView,
  { more_runs: entries, metric, settings }: Statistics,
): readonly string[] {
  const spread = standardDeviation(settings.flatMap((s) => s.adjusted_mean ?? []));
  const unit = unitForSpread(unitOf(view.units, metric), [spread]);
  const show = (value: number): string => formatMetric(value, unit);
  const seen = entries.filter((e) => !e.extrapolated);
  const [half, all] = [seen.at(-2), seen.at(-1)];
  if (half === undefined || all === undefined || seen.length < 3) return [];
  const shown = seen.filter((_, i) => i >= seen.length - 4);
  const found = shown.map((e) => `${e.runs}${timeText(e)}: ${show(e.expected)}${bandText(e, show)}`).join(', ');
  const lines = [`What the best of so many runs comes to: ${found}.`];
  const further = entries.find((e) => e.extrapolated);
  if (further !== undefined) {
    const gain = Math.abs(further.expected - all.expected);
    lines.push(
      `Twice as many (${further.runs}${timeText(further)}) would find ${show(further.expected)}, ${show(gain)} better, if they are drawn alike.`,
    );
  }
  return lines;
}

function bandText({ low, high }: MoreRunsEntry, show: (value: number) => string): string {
  return show(low) === show(high) ? '' : ` (90 %: ${show(low)} to ${show(high)})`;
}

function timeText({ hours }: MoreRunsEntry): string {
  return hours === null ? '' : ` in ${hours * 3600 < 1 ? 'under 1s' : formatDuration(hours * 3600)}`;
}
