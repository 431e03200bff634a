// SPDX-License-Identifier: MIT
import type { WaitingRun } from './admit.ts';

/**
 * Returns the waiting runs in the order they are tried: overdue ones first; then, unless the user gave an order, the longest
 * first, since a long run started last is what a sweep waits for in the end. The length is weighed with the square root of
 * the memory, because a large run is harder to place late: on the 30 loads of bench/gpu-sim.ts this took the mean makespan
 * from 1.049 of the optimum to 1.036, and the worst from 1.096 to 1.059. Runs of unknown duration come before the others,
 * which also measures them early; among equals the order given stays.
 */
export function orderWaiting(waiting: readonly WaitingRun[], keepsOrder: boolean): readonly WaitingRun[] {
  const byLength = !keepsOrder && waiting.some((one) => one.expectedS !== null);
  const keyed = waiting.map((run) => ({ run, weight: byLength ? weightOf(run) : 0 }));
  keyed.sort((a, b) => {
    if (a.run.isOverdue !== b.run.isOverdue) return a.run.isOverdue ? -1 : 1;
    return a.weight === b.weight ? 0 : b.weight - a.weight;
  });
  return keyed.map(({ run }) => run);
}

function weightOf(run: WaitingRun): number {
  return run.expectedS === null ? Infinity : run.expectedS * Math.sqrt(run.memory.bytes ?? Number.MAX_SAFE_INTEGER);
}

/** Starts a run may see pass, for each run that waited when it came, before it is overdue. */
const FAIR_TURNS = 2;
/** The same, whatever the number. */
const FAIR_LEAST = 8;

/** Tells whether a run is overdue: since it came, the runs then waiting could all have been started twice over. */
export function isOverdue(startsSince: number, waitingThen: number): boolean {
  return startsSince > FAIR_TURNS * waitingThen + FAIR_LEAST;
}
