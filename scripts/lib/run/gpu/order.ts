// SPDX-License-Identifier: MIT
import type { WaitingRun } from './admit.ts';

/**
 * Returns the waiting runs in the order they are tried: overdue ones first; then, unless the user gave an order, the longest
 * first, since a long run started last is what a sweep waits for in the end. Runs of unknown duration count as the longest,
 * which also measures them early; among equals the order given stays.
 */
export function orderWaiting(waiting: readonly WaitingRun[], keepsOrder: boolean): readonly WaitingRun[] {
  const byLength = !keepsOrder && waiting.some((one) => one.expectedS !== null);
  return waiting.toSorted((a, b) => {
    if (a.isOverdue !== b.isOverdue) return a.isOverdue ? -1 : 1;
    if (!byLength || a.expectedS === b.expectedS) return 0;
    return (b.expectedS ?? Infinity) - (a.expectedS ?? Infinity);
  });
}

/** Starts a run may see pass, for each run that waited when it came, before it is overdue. */
const FAIR_TURNS = 2;
/** The same, whatever the number. */
const FAIR_LEAST = 8;

/** Tells whether a run is overdue: since it came, the runs then waiting could all have been started twice over. */
export function isOverdue(startsSince: number, waitingThen: number): boolean {
  return startsSince > FAIR_TURNS * waitingThen + FAIR_LEAST;
}
