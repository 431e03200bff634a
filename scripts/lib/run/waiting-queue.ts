// SPDX-License-Identifier: MIT
import type { RunId } from '../core/hash.ts';
import type { QueuedRun } from './placement.ts';
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
