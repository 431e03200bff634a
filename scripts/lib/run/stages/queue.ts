// SPDX-License-Identifier: MIT
import type { SweepState } from '../state.ts';
import { createWaitingQueue, type WaitingQueue } from '../waiting-queue.ts';

/** Which stage goes first: `depth` takes what is built upon most, so that results come early; `breadth` goes stage by stage. */
export type StageOrder = 'depth' | 'breadth';

/** Returns an empty queue that prefers one stage to another, and takes the runs of one stage in order. */
export function createStageQueue(state: SweepState, order: StageOrder | undefined): WaitingQueue {
  if (order === undefined) return createWaitingQueue();
  const stages = [...new Set([...state.runs.values()].map(({ stage }) => stage ?? ''))];
  if (order === 'depth') stages.reverse();
  const queues = new Map(stages.map((stage) => [stage, createWaitingQueue()]));
  const all = [...queues.values()];
  return {
    get size() {
      return all.reduce((sum, queue) => sum + queue.size, 0);
    },
    push: (run) => {
      const queue = queues.get(run.stage ?? '');
      if (queue === undefined) throw new Error(`internal: no stage ${run.stage}`);
      queue.push(run);
    },
    has: (run) => all.some((queue) => queue.has(run)),
    take: (run) => all.find((queue) => queue.has(run))?.take(run),
    *[Symbol.iterator]() {
      for (const queue of all) yield* queue;
    },
  };
}
