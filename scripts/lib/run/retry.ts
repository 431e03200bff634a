// SPDX-License-Identifier: MIT
import type { RunId } from '../core/hash.ts';
import { unreachable } from '../core/unreachable.ts';
import type { RequeueCause } from './cause.ts';
import type { Outcome } from './outcome.ts';

/** Exit codes that say the command itself is wrong: trying again cannot help (argparse: 2; the shell: 126, 127). */
const USAGE_EXITS: ReadonlySet<number> = new Set([2, 126, 127]);

/** Tells whether another attempt may end differently. Never for wrong use of the command and for a metric that nobody writes. */
function isWorthRetrying(outcome: Outcome): boolean {
  if (outcome.status !== 'failed') return false;
  switch (outcome.reason) {
    case 'exit code':
      return outcome.exitCode === null || !USAGE_EXITS.has(outcome.exitCode);
    case 'timeout':
    case 'out of memory':
    case 'preempted':
    case 'node failure':
    case 'launch failure':
    case 'setup':
    case 'signal':
    case 'vanished':
      return true;
    case 'ok':
    case 'cancelled':
    case 'dependency':
    case 'early stop':
    case 'missing output':
    case 'missing metric':
      return false;
    default:
      return unreachable(outcome.reason);
  }
}

/** Returns the retries that a run has had once it waits again: none any more when somebody asked for it. */
export function retriesAfter(had: number, cause: RequeueCause): number {
  switch (cause.kind) {
    case 'retry':
      return had + 1;
    case 'retry failed':
    case 'rerun':
    case 'forced':
      return 0;
    case 'went down':
    case 'end unknown':
    case 'never started':
    case 'not begun':
    case 'placed again':
    case 'unblocked':
    case 'lost output':
    case 'lost result':
    case 'other':
      return had;
    default:
      return unreachable(cause);
  }
}

/** A command that cannot even be begun (its folder cannot be written) is tried so often. */
const MOST_LAUNCHES = 3;

/** An attempt that ended otherwise than well. */
interface EndedAttempt {
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
