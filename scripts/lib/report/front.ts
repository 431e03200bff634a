// SPDX-License-Identifier: MIT
import { paretoFront } from '../results/pareto.ts';
import { numberOf } from './build-view.ts';
import { shownMetrics, shownValue } from './labels.ts';
import type { ReportRun, SweepView } from './view.ts';

/** Returns the runs that no other run beats in all metrics that rank, best in the first one first; empty for a single metric. */
export function frontRuns(view: SweepView): readonly ReportRun[] {
  if (view.metrics.length < 2) return [];
  const points = view.ranked.map((run) => view.metrics.map((m) => numberOf(run, m.column) ?? Number.NaN));
  return paretoFront(
    points,
    view.metrics.map((m) => m.goal),
  ).flatMap((i) => view.ranked[i] ?? []);
}

/** Runs of the front that a text lists. */
const MOST_LISTED = 30;

/** Returns the front as lines for people; undefined where there is none to speak of. */
export function frontLines(view: SweepView): readonly string[] | undefined {
  const runs = frontRuns(view);
  if (runs.length === 0) return undefined;
  const labels = shownMetrics(view).filter((l) => view.metrics.some((m) => m.column === l.column));
  const lines = runs
    .slice(0, MOST_LISTED)
    .map(
      (run) =>
        `  ${run.configFile}: ${labels.map((l) => `${l.short}: ${shownValue(view, run, l.column)}`).join(' | ')}`,
    );
  const more = runs.length > MOST_LISTED ? [`  and ${runs.length - MOST_LISTED} more`] : [];
  return [`${frontSentence(view, runs.length)}:`, ...lines, ...more];
}

/** Returns what the front is, as a sentence without its end. */
export function frontSentence(view: SweepView, count: number): string {
  const names = view.metrics.map((m) => `${m.column} (${m.goal})`).join(' and ');
  return `${count} ${count === 1 ? 'run that no other run beats' : 'runs that no other run beats'} in ${names} at once`;
}
