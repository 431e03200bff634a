// SPDX-License-Identifier: MIT
import { makeLine } from '../../core/make-line.ts';
import { EXIT, type ExitCode } from '../call/command.ts';
import type { WrittenReports } from '../../edge/page/report-writer.ts';
import { flatRow } from '../../report/flat-row.ts';
import type { SweepView } from '../../report/view.ts';
import type { SweepState } from '../../run/state.ts';
import type { BringUpResult } from '../../exec/engine/bring-up.ts';
import { factsOfStatus, goingOn, STATUSES } from '../../run/status.ts';

/** Returns how many runs are done and cannot be ranked by what is asked for now; retired ones count nowhere. */
export function countUnranked(state: SweepState, view: SweepView | undefined): number {
  const seen = new Map(view?.runs.map((run) => [run.run, run.unranked !== null]));
  return [...state.runs.values()].filter(
    (run) => !run.retired && run.status === 'done' && (seen.get(run.run) ?? run.outcome?.unranked !== undefined),
  ).length;
}

/** A call that has run a sweep, and how it ended. */
export interface RunAnswer {
  readonly sweepDir: string;
  readonly result: BringUpResult;
  readonly summary: string;
  readonly exitCode: ExitCode;
  /** Runs that are done and cannot be ranked. */
  readonly unranked: number;
}

/** Returns the answer of a call for programs: what its last line and its exit code say, and the best run. */
export function runAnswerJson(
  { sweepDir, result, summary, exitCode, unranked }: RunAnswer,
  reports: Partial<WrittenReports>,
): unknown {
  const counts = countStatuses(result.state);
  const total = Object.values(counts).reduce((sum, n) => sum + n, 0);
  const best = reports.view === undefined ? null : bestRun(reports.view);
  return {
    folder: sweepDir,
    exitCode,
    ended: result.why,
    summary,
    total,
    counts,
    unranked,
    best,
    reports: reports.files ?? [],
  };
}

/** The first of the ranking, as a row of sweep_summary.json; null without a metric or a run that has it. */
function bestRun(view: SweepView): ReturnType<typeof flatRow> | null {
  const [first] = view.metrics.length === 0 ? [] : view.ranked.filter((run) => run.rank !== null);
  return first === undefined ? null : flatRow(view, first);
}

/** Returns the last line of a call, which says what its exit code says. `place` is how a line names the sweep folder. */
export function lastLine({ state, why, text }: BringUpResult, place: string | undefined, unranked = 0): string {
  const counts = countStatuses(state);
  const words = Object.entries(counts)
    .map(([status, count]) => `${count} ${status}${status === 'done' ? unrankedWords(unranked, count) : ''}`)
    .join(', ');
  const isComplete = why === 'complete' && !hasRunning(state);
  const head = isComplete
    ? 'Sweep complete'
    : why === 'complete'
      ? 'Sweep not complete (what was left alone may still run)'
      : `Sweep stopped (${text})`;
  return `${head}: ${words === '' ? 'no runs' : words}${goingOn(counts, why, place)}`;
}

/** Returns what to do about runs that a plain resume leaves alone; undefined where all ended well. */
export function retryHint(
  { state, why }: BringUpResult,
  place: string | undefined,
  unranked: number,
): string | undefined {
  const { failed = 0 } = countStatuses(state);
  if (why !== 'complete') return undefined;
  if (failed > 0) return `hint: ${makeLine('sweep-resume', place, 'RETRY_FAILED=1')} tries the failed ones again`;
  return unranked > 0
    ? `hint: ${makeLine('sweep-report', place, 'METRIC=NAME')} ranks them by what they report`
    : undefined;
}

function unrankedWords(unranked: number, done: number): string {
  if (unranked === 0) return '';
  return ` (${unranked === done ? '' : `${unranked} of them `}not ranked)`;
}

/** Returns how many runs have each status; retired ones count nowhere. */
export function countStatuses(state: SweepState): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const status of STATUSES) {
    const count = [...state.runs.values()].filter((r) => !r.retired && r.status === status).length;
    if (count > 0) counts[status] = count;
  }
  return counts;
}

/** Returns the exit code of a call by how its sweep stands. */
export function exitCodeOf({ state, why }: BringUpResult, unranked = 0): ExitCode {
  if (why === 'interrupted' || why === 'cancelled') return EXIT.interrupted;
  if (why === 'error') return EXIT.someFailed;
  const hasFailed = [...state.runs.values()].some((r) => !r.retired && factsOfStatus(r.status).spoilsExit);
  return hasFailed || unranked > 0 || (why === 'complete' && hasRunning(state)) ? EXIT.someFailed : EXIT.done;
}

/** A run may outlive a runner that has nothing more to do: on a machine of another name it is left alone. */
function hasRunning(state: SweepState): boolean {
  return [...state.runs.values()].some((r) => !r.retired && r.status === 'running');
}
