// SPDX-License-Identifier: MIT
import { dirname, join } from 'node:path';
import type { Clock } from '../../edge/clock.ts';
import { WriteError } from '../../edge/files.ts';
import { readStopCause, revokeAttempt, type StopCause } from '../../edge/run-folder/attempt-files.ts';
import { momentOf } from '../../edge/run-folder/attempt-times.ts';
import { observeAttempt, type ObservedAttempt } from '../../edge/run-folder/observe-run-folder.ts';
import type { EndedBy } from '../../run/cause.ts';
import { secondsBetween } from '../../run/duration.ts';
import { outcomeOf } from '../../run/outcome-of.ts';
import type { Outcome } from '../../run/outcome.ts';
import type { LaunchSpec, Observation } from '../engine/backend.ts';
import { type AttemptVerdict, judge, type Look } from './judge.ts';

/** Where a run's task is. */
export interface TaskPlace {
  /** Name of the array. */
  readonly batch: string;
  readonly index: number;
}

/** A run that was handed over and has not ended. */
export interface TrackedRun {
  /** Its attempt is the current one: it grows when the scheduler starts the task again. */
  spec: LaunchSpec;
  /** Undefined: waits for room in the queue. */
  place: TaskPlace | undefined;
  toldKind: Observation['kind'] | undefined;
  held: number;
  wasClaimed: boolean;
  heartbeat: { readonly text: string | undefined; readonly sinceMs: number } | undefined;
  /** How often it was submitted without being started. */
  lost: number;
  /** Why this runner cancels it. */
  stopCause: StopCause | undefined;
}

export function trackRun(spec: LaunchSpec): TrackedRun {
  return {
    spec,
    place: undefined,
    toldKind: undefined,
    held: 0,
    wasClaimed: false,
    heartbeat: undefined,
    lost: 0,
    stopCause: undefined,
  };
}

export interface LookResult {
  readonly verdict: AttemptVerdict;
  readonly current: ObservedAttempt;
  readonly previous: ObservedAttempt | undefined;
}

interface LookContext {
  readonly steadyMs: number;
  readonly heartbeatS: number;
  /** The task that should run it: <array>_<task>. */
  readonly job: string;
}

/** Looks into a run's folder and decides, with the scheduler's word about its task, where the run stands. */
export function lookAt(run: TrackedRun, told: Look['phase'], context: LookContext): LookResult {
  const { attempt } = run.spec;
  const attempts = dirname(run.spec.attemptDir);
  const current = observeAttempt(attempts, attempt);
  const isClaimed = current.claim !== 'none';
  // Run by a task of another array (one whose submission seemed lost): what became of ours says nothing.
  const isForeign =
    typeof current.claim === 'object' && current.claim.job !== null && current.claim.job !== context.job;
  const phase: Look['phase'] = isForeign ? { kind: 'absent' } : told;
  const hasNext = isClaimed && observeAttempt(attempts, attempt + 1).claim !== 'none';
  const needsPrevious = attempt > 1 && (!isClaimed || current.outcome?.cause === 'redundant');
  const previous = needsPrevious ? observeAttempt(attempts, attempt - 1) : undefined;
  if (isClaimed && (run.heartbeat === undefined || run.heartbeat.text !== current.heartbeat))
    run.heartbeat = { text: current.heartbeat, sinceMs: context.steadyMs };
  const isStale = run.heartbeat !== undefined && context.steadyMs - run.heartbeat.sinceMs >= 3000 * context.heartbeatS;
  const verdict = judge({ current, previous, hasNext, phase, held: run.held, wasClaimed: run.wasClaimed, isStale });
  run.held = verdict.kind === 'hold' ? run.held + 1 : 0;
  run.wasClaimed = isClaimed;
  return { verdict, current, previous };
}

/** What a scheduler says of a task that somebody cancelled, whatever for; a killed one may say nothing. */
const CANCELLED_SOMEHOW: ReadonlySet<string | null> = new Set([null, 'cancelled', 'terminated']);

/** Returns why an attempt ended badly: the scheduler knows only that it was cancelled, the runner that did it knows what for. */
export function causeOfEnd(run: TrackedRun, exit: number | null, cause: EndedBy | null): EndedBy | null {
  if (exit === 0 || !CANCELLED_SOMEHOW.has(cause)) return cause;
  return readStopCause(run.spec.attemptDir) ?? run.stopCause ?? cause;
}

/** Goes on with the attempt that the scheduler started by itself. */
export function followNext(run: TrackedRun): void {
  const attempt = run.spec.attempt + 1;
  run.spec = { ...run.spec, attempt, attemptDir: join(dirname(run.spec.attemptDir), String(attempt)), continues: true };
  Object.assign(run, { toldKind: undefined, held: 0, wasClaimed: false, heartbeat: undefined });
}

/** Returns the outcome of an attempt from its files; `ending` is what the verdict adds. */
export function outcomeOfAttempt(
  seen: ObservedAttempt,
  ending: { readonly exit: number | null; readonly cause: EndedBy | null; readonly detail?: string },
  nowMs: number,
): Outcome {
  const claim = typeof seen.claim === 'object' ? seen.claim : undefined;
  const outcome = outcomeOf({
    exit: ending.exit,
    cause: ending.cause,
    startedAtMs: claim === undefined ? null : Math.round(claim.at * 1000),
    endedAtMs: seen.outcome === undefined ? nowMs : Math.round(seen.outcome.at * 1000),
    durationS:
      claim === undefined || seen.outcome === undefined
        ? undefined
        : secondsBetween(momentOf(claim), momentOf(seen.outcome)),
    host: claim?.host ?? '',
    devices: claim === undefined || claim.devices === '' ? [] : claim.devices.split(','),
  });
  return ending.detail === undefined ? outcome : { ...outcome, detail: ending.detail };
}

/** Takes runs so that no task begins them any more. Where that cannot be written (a full disk) it is told, and the scheduler alone ends them. */
export function revokeRuns(
  runs: readonly { readonly spec: LaunchSpec }[],
  { clock, note }: { readonly clock: Clock; readonly note: (text: string) => void },
): void {
  for (const { spec } of runs) {
    try {
      revokeAttempt(spec.attemptDir, clock.nowMs());
    } catch (error) {
      if (!(error instanceof WriteError)) throw error;
      note(`${error.message}: run ${spec.number} is cancelled by the scheduler alone`);
    }
  }
}
