// SPDX-License-Identifier: MIT
import { formatDuration } from '../../core/quantity.ts';
import { shownValue } from '../labels.ts';
import type { ReportRun, SweepView } from '../view.ts';

/** A run, as far as it counts for how a sweep gets on. */
type ProgressRun = Pick<ReportRun, 'status' | 'reason' | 'detail' | 'folder' | 'configFile' | 'endedAtMs'>;

/** How a sweep gets on: the runs of a view, or those of all stages. */
export interface Progress {
  readonly runs: readonly ProgressRun[];
  readonly counts: SweepView['counts'];
}

/** What the time that is left is guessed from. */
export interface Pace {
  /** A runner is at work. */
  readonly isLive: boolean;
  readonly openedAtMs: number | null;
  readonly nowMs: number;
}

/** Returns `about 5m left`, by the pace since the runner was opened; empty before something ended, for nothing is promised then. */
export function remainingText({ runs, counts }: Progress, { openedAtMs, nowMs, isLive }: Pace): string {
  if (!isLive || openedAtMs === null) return '';
  const endedNow = runs.filter((r) => (r.endedAtMs ?? 0) >= openedAtMs).length;
  const left = counts.pending + counts.running;
  if (endedNow === 0 || left === 0) return '';
  return `about ${formatDuration(((nowMs - openedAtMs) / 1000 / endedNow) * left)} left`;
}

/** Returns a run with what it is ranked by: `test_acc 88.51% (config_017)`. */
export function bestText(view: SweepView, run: ReportRun): string {
  return `${view.metrics.map((m) => `${m.column} ${shownValue(view, run, m.column)}`).join(', ')} (${run.configFile})`;
}

/** Returns the run that failed last; undefined when none did. */
export function newestFailure<R extends ProgressRun>(runs: readonly R[]): R | undefined {
  return runs
    .filter((r) => r.status === 'failed')
    .reduce<R | undefined>(
      (newest, run) => (newest === undefined || (run.endedAtMs ?? 0) > (newest.endedAtMs ?? 0) ? run : newest),
      undefined,
    );
}
