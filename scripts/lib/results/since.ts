// SPDX-License-Identifier: MIT
import type { AttemptPlace } from '../run/event.ts';
import type { Reason } from '../run/outcome.ts';
import type { RunState } from '../run/state.ts';

/** Endings after which the next attempt goes on from the files of the one before: the machine failed, not the run. */
const CONTINUED: ReadonlySet<Reason> = new Set<Reason>(['preempted', 'node failure', 'vanished', 'cancelled']);

/**
 * Returns the attempt whose start is the oldest a metric file may be: the newest one that did not continue a requeued
 * one. Null when the run has none, or was taken over from another folder: then every file counts.
 */
export function firstAttemptThatCounts(run: RunState): {
  readonly attempt: number;
  readonly place: AttemptPlace;
  readonly startMs: number;
} | null {
  if (run.importedFrom !== null) return null;
  let index = run.attempts.length - 1;
  while (index > 0) {
    const before = run.attempts[index - 1]?.outcome;
    // No outcome at all: its runner died with it, as if it had vanished.
    if (before === undefined || (before !== null && !CONTINUED.has(before.reason))) break;
    index -= 1;
  }
  const attempt = run.attempts[index];
  return attempt === undefined
    ? null
    : { attempt: attempt.attempt, place: attempt.place, startMs: attempt.startingAtMs };
}
