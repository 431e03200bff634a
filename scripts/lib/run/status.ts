// SPDX-License-Identifier: MIT
import { makeLine } from '../core/make-line.ts';
import type { CloseReason } from './event.ts';
import type { RunStatus } from './outcome.ts';

/** What everybody asks of a status. A new one does not compile before each question has its answer here. */
interface StatusFacts {
  /** Something was started for it, so there may be files to look at. */
  readonly hasBegun: boolean;
  /** Its last attempt may be running at this moment. */
  readonly mayLive: boolean;
  /** Its last attempt has come to an end that can be shown, even if nobody saw it. */
  readonly hasEnded: boolean;
  /** Nothing more happens to it unless somebody asks. */
  readonly isSettled: boolean;
  /** It has what can be ranked. An early stop is no failure: what it reached counts. */
  readonly isRankable: boolean;
  /** Reports list it among the failures. */
  readonly isFailure: boolean;
  /** The next runner runs it. */
  readonly isOpen: boolean;
  /** A sweep that has stopped still has it to do: sweep-resume goes on with it. */
  readonly isLeft: boolean;
  /** A sweep that holds such a run exits with code 1. */
  readonly spoilsExit: boolean;
}

/** What a status is unless its row says otherwise. */
const NOTHING: StatusFacts = {
  hasBegun: true,
  mayLive: false,
  hasEnded: false,
  isSettled: false,
  isRankable: false,
  isFailure: false,
  isOpen: false,
  isLeft: false,
  spoilsExit: false,
};
const ENDED: StatusFacts = { ...NOTHING, hasEnded: true, isSettled: true };

/** In the order in which they are listed wherever runs are counted. */
const FACTS: Readonly<Record<RunStatus, StatusFacts>> = {
  done: { ...ENDED, isRankable: true },
  failed: { ...ENDED, isFailure: true, spoilsExit: true },
  stopped: { ...ENDED, isRankable: true },
  cancelled: { ...ENDED, isOpen: true, isLeft: true, spoilsExit: true },
  // The scheduler could not say: it may have ended, and it may run.
  unknown: { ...NOTHING, hasEnded: true, mayLive: true, isFailure: true, isLeft: true },
  running: { ...NOTHING, mayLive: true, isLeft: true },
  blocked: { ...NOTHING, hasBegun: false, isLeft: true },
  pending: { ...NOTHING, hasBegun: false, isOpen: true, isLeft: true },
};

/** Every status, in the order in which they are listed. */
export const STATUSES = Object.keys(FACTS) as readonly RunStatus[]; // keys of a record over RunStatus

/** Returns what a status means: ask this instead of comparing with several words. */
export function factsOfStatus(status: RunStatus): StatusFacts {
  return FACTS[status];
}

/** Returns a count of nothing, to be counted up. */
export function noCounts(): Record<RunStatus, number> {
  return Object.fromEntries(STATUSES.map((status) => [status, 0])) as Record<RunStatus, number>; // a number for each
}

/** Returns how many of some counted runs a fact holds for. */
export function countWhere(counts: Readonly<Partial<Record<RunStatus, number>>>, fact: keyof StatusFacts): number {
  return STATUSES.reduce((sum, status) => sum + (FACTS[status][fact] ? (counts[status] ?? 0) : 0), 0);
}

/**
 * Returns how a sweep that has stopped goes on, for the end of a line; empty when no run is left that would. Where all that is left is
 * blocked, a plain resume starts nothing: what blocks it has failed, and is tried again when somebody asks. `place` is how a line names its folder.
 */
export function goingOn(
  counts: Readonly<Partial<Record<RunStatus, number>>>,
  why: CloseReason,
  place: string | undefined,
): string {
  const left = countWhere(counts, 'isLeft');
  if (left === 0) return '';
  const resume = (more?: string): string => makeLine('sweep-resume', place, more);
  if (left === counts.blocked) return `; ${resume('RETRY_FAILED=1')} goes on`;
  if (why === 'target') return `; ${resume('TARGET=')} runs the rest`;
  return why === 'detached'
    ? `; ${makeLine('sweep-status', place)} follows it, ${resume()} goes on`
    : `; ${resume()} goes on`;
}
