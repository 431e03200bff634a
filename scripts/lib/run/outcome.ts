// SPDX-License-Identifier: MIT
import type { EndedBy } from './cause.ts';

/** Where a run stands. `unknown`: the scheduler could not say; asked again, never counted as failed. */
export type RunStatus = 'pending' | 'running' | 'done' | 'failed' | 'cancelled' | 'blocked' | 'stopped' | 'unknown';

/** Why an attempt ended as it did; `ok` when it finished. The ladder of design.md section 4, first match wins. */
export const REASONS = {
  ok: true,
  timeout: true,
  cancelled: true,
  'out of memory': true,
  preempted: true,
  'node failure': true,
  'launch failure': true,
  /** SWEEP_SETUP failed: the command never began. */
  setup: true,
  dependency: true,
  'early stop': true,
  signal: true,
  'exit code': true,
  /** It ended well, and a file that SWEEP_OUTPUTS names is not there. */
  'missing output': true,
  /** Of 0.1: it ended well without the metric that ranks. Since then such a run is done and unranked. */
  'missing metric': true,
  /** The process is gone and left no outcome (its machine died, or someone killed the wrapper). */
  vanished: true,
} as const;

export type Reason = keyof typeof REASONS;

/** Why a run that is done cannot be ranked: it lacks the metric, or says itself that it has not finished. */
export type Unranked = 'no metric' | 'not finished';

/** How an attempt ended: one shape, always all fields but those that are new in journals of 1.1. Times are epoch milliseconds. */
export interface Outcome {
  readonly status: Extract<RunStatus, 'done' | 'failed' | 'cancelled' | 'stopped' | 'unknown'>;
  readonly reason: Reason;
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly startedAtMs: number | null;
  readonly endedAtMs: number;
  readonly host: string;
  readonly devices: readonly string[];
  /** One line for people: "exit code 1", "killed by SIGSEGV", "no test_acc in training_metrics.json". */
  readonly detail: string;
  /** Lines that make equal failures equal (paths, numbers and addresses removed); null when it did not fail. */
  readonly signature: string | null;
  /** The last line of its log as it is, where the signature leaves something out of it. */
  readonly said?: string;
  /** What stopped it; missing when nothing did. */
  readonly cause?: EndedBy;
  /** Set when it is done and there is nothing to rank it by. */
  readonly unranked?: Unranked;
  /** Seconds that it took, by a clock that nobody sets; missing: its two times tell. */
  readonly durationS?: number;
}

/**
 * Returns an ending as it is called today: 0.1 called a run that ended well without the metric that ranks failed, with
 * "missing metric"; it is done, and a report that asks for another metric may rank it.
 */
export function outcomeOfToday(outcome: Outcome): Outcome {
  if (outcome.reason !== 'missing metric' || outcome.exitCode !== 0) return outcome;
  return { ...outcome, status: 'done', reason: 'ok', unranked: 'no metric' };
}

/** Tells whether a run ended well: it is done, and what ranks it is there. */
export function endedWell(outcome: Outcome): boolean {
  return outcome.status === 'done' && outcome.unranked === undefined;
}
