// SPDX-License-Identifier: MIT
import { formatDuration } from '../core/quantity.ts';
import { standardDeviation } from '../results/stats/describe.ts';
import { formatMetric, unitForSpread, unitOf } from '../results/units.ts';
import type { MoreRunsEntry } from './outlook-form.ts';
import type { Statistics } from './statistics-form.ts';
import type { SweepView } from './view.ts';

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
