// SPDX-License-Identifier: MIT
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { makeLine } from '../../core/make-line.ts';
import { formatDuration } from '../../core/quantity.ts';
import { describeFailures, type EqualFailures } from '../../run/failures.ts';
import type { RunStatus } from '../../run/outcome.ts';
import type { RunState, SweepState } from '../../run/state.ts';
import { readTextIfExists } from '../files.ts';
import { readSweepState } from '../journal/journal-file.ts';
import { type LockState, readLock } from '../holding/lock-file.ts';
import { SYSTEM_CLOCK } from '../clock.ts';
import { claimAgeMs } from '../run-folder/attempt-times.ts';
import { observeRunFolder } from '../run-folder/observe-run-folder.ts';
import { isAlive, isSeenFromHere } from '../holding/holder.ts';
import { factsOfStatus } from '../../run/status.ts';
import { parseJsonObject } from '../../core/json-object.ts';

/** What a run that the journal calls running really does, by its folder and its processes. */
export type LiveState = 'running' | 'ended' | 'gone' | 'not started' | 'elsewhere';

export interface LiveRun {
  readonly run: RunState;
  readonly live: LiveState;
  /** Epoch milliseconds. */
  readonly sinceMs: number;
}

/** Where a sweep stands, gathered without a lock and without changing anything. */
export interface SweepStatus {
  readonly name: string;
  readonly state: SweepState;
  readonly lock: LockState | undefined;
  readonly counts: Readonly<Partial<Record<RunStatus, number>>>;
  readonly total: number;
  readonly running: readonly LiveRun[];
  /** Runs of this machine that the journal calls running and that no wrapper took yet: they are counted as pending. */
  readonly announced: number;
  readonly failures: readonly EqualFailures[];
  /** Why the first waiting runs wait, as the living runner last said. */
  readonly waiting: readonly string[];
}

/** What the runs of a sweep do at this moment. */
export type RunsAtWork = Pick<SweepStatus, 'counts' | 'total' | 'running' | 'announced'>;

/** Returns what the runs of a sweep do, by their folders and processes: a few small files of each that may be running. */
export function runsAtWork(sweepDir: string, state: SweepState): RunsAtWork {
  const counts: Partial<Record<RunStatus, number>> = {};
  const running: LiveRun[] = [];
  let [total, announced] = [0, 0];
  const isLocal = !existsSync(join(sweepDir, 'cluster'));
  for (const run of state.runs.values()) {
    if (run.retired) continue;
    total += 1;
    const live = factsOfStatus(run.status).mayLive ? liveRun(sweepDir, run) : undefined;
    const isAnnounced =
      isLocal && run.status === 'running' && live?.live === 'not started' && run.attempts.at(-1)?.startedAtMs === null;
    if (isAnnounced) announced += 1;
    else if (live !== undefined) running.push(live);
    const status = isAnnounced ? 'pending' : run.status;
    counts[status] = (counts[status] ?? 0) + 1;
  }
  return { counts, total, running, announced };
}

/** Reads where a sweep stands. Throws UsageError for a folder that is no sweep or whose journal is damaged. */
export function readStatus(sweepDir: string): SweepStatus {
  const state = readSweepState(sweepDir);
  const lock = readLock(sweepDir);
  return {
    name: basename(sweepDir),
    state,
    lock,
    ...runsAtWork(sweepDir, state),
    failures: describeFailures(state),
    waiting: lock?.isHeld === true ? readWaiting(sweepDir) : [],
  };
}

/** Returns where a sweep stands in one line: `running for 5m`, `complete`, `stopped: ...`. `place` is how a line names its folder. */
export function stateText(
  { lock, state }: Pick<SweepStatus, 'lock' | 'state'>,
  { nowMs, place }: { readonly nowMs: number; readonly place: string | undefined },
): string {
  if (lock?.isHeld === true) return `running for ${formatDuration((nowMs - lock.owner.since) / 1000)}`;
  if (state.closed === null) return state.openedAtMs === null ? 'not begun' : goneText(place);
  return state.closed.why === 'complete' ? 'complete' : `stopped: ${state.closed.text}`;
}

/** Returns what is said of a sweep whose runner ended without a word. */
export function goneText(place: string | undefined): string {
  return `its runner is gone; ${makeLine('sweep-resume', place)} goes on`;
}

/** Returns what a run does that the journal calls running. */
export function liveRun(sweepDir: string, run: RunState): LiveRun {
  const attempt = run.attempts.at(-1);
  const sinceMs = attempt?.startedAtMs ?? attempt?.startingAtMs ?? 0;
  // On a cluster a task may have begun a later attempt than the journal knows.
  const seen = observeRunFolder({ home: sweepDir, folder: run.folder });
  if (seen === undefined || seen.attempt < (attempt?.attempt ?? 0)) return { run, live: 'not started', sinceMs };
  if (seen.outcome !== undefined) return { run, live: 'ended', sinceMs };
  const { claim } = seen;
  if (typeof claim === 'string' || claim.revoked === true) return { run, live: 'not started', sinceMs };
  if (claim.job !== null && isFresh(seen.heartbeat))
    return { run, live: 'running', sinceMs: Math.round(claim.at * 1000) };
  if (!isSeenFromHere(claim)) return { run, live: 'elsewhere', sinceMs };
  if (isAlive(claim) !== true) return { run, live: 'gone', sinceMs };
  // By the clock as it is set now, so that what is shown is how long it has really run.
  return { run, live: 'running', sinceMs: Math.round(Date.now() - claimAgeMs(claim, SYSTEM_CLOCK)) };
}

/** Clocks of nodes differ by seconds, heartbeats come every half minute: what is older than this is not known to live. */
const FRESH_S = 180;

function isFresh(heartbeat: string | undefined): boolean {
  return heartbeat !== undefined && Math.abs(Date.now() / 1000 - Number(heartbeat)) < FRESH_S;
}

/** Returns why the first waiting runs wait, in the runner's own view: for showing only, never taken as the truth. */
export function readWaiting(sweepDir: string): readonly string[] {
  const waiting = parseJsonObject(readTextIfExists(join(sweepDir, 'status.json')))?.['waiting'];
  return Array.isArray(waiting) ? waiting.filter((line): line is string => typeof line === 'string') : [];
}
