// SPDX-License-Identifier: MIT
import type { RunId } from '../core/hash.ts';
import type { RequeueCause } from './cause.ts';
import type { Outcome } from './outcome.ts';
import { isWorthRetrying } from './retry.ts';

/** A command that cannot even be begun (its folder cannot be written) is tried so often. */
const MOST_LAUNCHES = 3;

/** An attempt that ended otherwise than well. */
export interface EndedAttempt {
  readonly run: RunId;
  /** SWEEP_RETRIES that it has had, by this runner and by earlier ones. */
  readonly retries: number;
  /** SWEEP_RETRIES of its stage, or of the sweep. */
  readonly allowed: number;
  readonly outcome: Outcome;
  /** The placement wants it again, whatever SWEEP_RETRIES says. */
  readonly isDemanded: boolean;
  /** Begun by an earlier runner: if it vanished, it went down with that one, which says nothing about the run. */
  readonly isAdopted: boolean;
  /** The sweep is being stopped: nothing is tried again. */
  readonly isStopping: boolean;
}

/** Decides on further attempts. */
export interface RetryBook {
  /** Returns why a run is tried again, or undefined when it is not. */
  reason(ended: EndedAttempt): RequeueCause | undefined;
}

/** Returns an empty book. */
export function createRetryBook(): RetryBook {
  const unlaunched = new Map<RunId, number>();
  const count = (counts: Map<RunId, number>, run: RunId): number => {
    const now = (counts.get(run) ?? 0) + 1;
    counts.set(run, now);
    return now;
  };
  return {
    reason: ({ run, retries: had, allowed, outcome, isDemanded, isAdopted, isStopping }) => {
      if (outcome.status === 'done') return undefined;
      if (isDemanded) return { kind: 'placed again' };
      if (outcome.reason === 'vanished' && isAdopted) return { kind: 'went down' };
      if (isStopping || !isWorthRetrying(outcome)) return undefined;
      if (outcome.reason === 'launch failure' && count(unlaunched, run) < MOST_LAUNCHES) return { kind: 'not begun' };
      return had < allowed ? { kind: 'retry', retry: had + 1, of: allowed } : undefined;
    },
  };
}
