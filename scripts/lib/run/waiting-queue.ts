// SPDX-License-Identifier: MIT
import type { RunId } from '../core/hash.ts';
import type { PlacementDecision, QueuedRun } from './placement.ts';
import type { RunState } from './state.ts';

/** Runs that wait, in order; adding, taking one out and looking at the front cost the same however many there are. */
export interface WaitingQueue extends Iterable<QueuedRun> {
  readonly size: number;
  push(run: QueuedRun): void;
  has(run: RunId): boolean;
  /** Takes a run out; undefined when it does not wait. */
  take(run: RunId): QueuedRun | undefined;
}

/** Returns a run as it waits for its next attempt. */
export function queuedRun({ run, number, attempts, values, swept, stage }: RunState): QueuedRun {
  const attempt = (attempts.at(-1)?.attempt ?? 0) + 1;
  return { run, number, attempt, values, swept, ...(stage === null ? {} : { stage }) };
}

/** Returns an empty queue. */
export function createWaitingQueue(): WaitingQueue {
  const waiting = new Map<RunId, QueuedRun>();
  // A Map that is emptied from its front keeps the holes for long, so the order has its own array and a moving head.
  let order: QueuedRun[] = [];
  let head = 0;
  const isThere = (run: QueuedRun): boolean => waiting.get(run.run) === run;
  return {
    get size() {
      return waiting.size;
    },
    push: (run) => {
      waiting.set(run.run, run);
      order.push(run);
    },
    has: (run) => waiting.has(run),
    take: (run) => {
      const taken = waiting.get(run);
      waiting.delete(run);
      return taken;
    },
    *[Symbol.iterator]() {
      while (head < order.length && !isThere(order[head] as QueuedRun)) head += 1;
      if (head > 1024 && head * 2 > order.length) {
        order = order.slice(head);
        head = 0;
      }
      for (const run of order.slice(head, head + 64)) if (isThere(run)) yield run;
      for (let i = head + 64; i < order.length; i += 1) {
        const run = order[i] as QueuedRun; // inside the array
        if (isThere(run)) yield run;
      }
    },
  };
}

/** Runs are announced ahead when so many wait and half of them take less than this; so many for each lane. */
const AHEAD_FROM = 32;
const AHEAD_BELOW_S = 0.05;
const AHEAD_A_LANE = 16;

interface AheadView {
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
