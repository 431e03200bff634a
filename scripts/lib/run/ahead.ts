// SPDX-License-Identifier: MIT
import type { PlacementDecision } from './placement.ts';
import type { WaitingQueue } from './waiting-queue.ts';

/** Runs are announced ahead when so many wait and half of them take less than this; so many for each lane. */
const AHEAD_FROM = 32;
const AHEAD_BELOW_S = 0.05;
const AHEAD_A_LANE = 16;

export interface AheadView {
  /** Undefined: not every free place will do. */
  readonly lanes: number | undefined;
  readonly queue: WaitingQueue;
  /** Runs that start now. */
  readonly taken: readonly PlacementDecision[];
  /** Median time of finished runs; undefined while there are few. */
  readonly medianS: number | undefined;
}

/**
 * Returns further runs to announce in the same write to the journal. A sync of its own for each of many trivial runs
 * would cost more than they do; where any free place will do and runs are that short, one sync serves several.
 */
export function runsAhead({ lanes, queue, taken, medianS }: AheadView): readonly PlacementDecision[] {
  if (lanes === undefined || queue.size < AHEAD_FROM || (medianS ?? Number.POSITIVE_INFINITY) > AHEAD_BELOW_S)
    return [];
  const now = new Set(taken.map((d) => d.run));
  const ahead: PlacementDecision[] = [];
  for (const { run } of queue) {
    if (!now.has(run)) ahead.push({ run, devices: [] });
    if (ahead.length >= AHEAD_A_LANE * lanes) break;
  }
  return ahead;
}
