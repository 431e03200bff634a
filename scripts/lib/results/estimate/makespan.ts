// SPDX-License-Identifier: MIT

/** Returns when the last run ends, each lane taking the next run that may start as soon as it is free. Units as those of the times. */
export function makespan(times: ArrayLike<number>, lanes: number): number {
  if (times.length <= lanes) return longest(times);
  const busy = new LaneHeap(lanes);
  let last = 0;
  for (let i = 0; i < times.length; i += 1) last = Math.max(last, busy.take(0, times[i] ?? 0));
  return last;
}

/**
 * The same where runs wait for others: `needs` has the places of those that must have ended, all before their own. Of the runs that
 * may start the one that has waited longest is first.
 */
export function makespanWithNeeds(
  times: ArrayLike<number>,
  needs: readonly (readonly number[])[],
  lanes: number,
): number {
  const busy = new LaneHeap(lanes);
  const ends = new Float64Array(times.length);
  const readyAt = (run: number): number => (needs[run] ?? []).reduce((at, need) => Math.max(at, ends[need] ?? 0), 0);
  let last = 0;
  // All runs of a depth are ready before any of the next can be: depth by depth, by when they become ready.
  for (const runs of byDepth(needs)) {
    const ready = runs.map((run) => ({ run, at: readyAt(run) })).sort((a, b) => a.at - b.at || a.run - b.run);
    for (const { run, at } of ready) {
      const end = busy.take(at, times[run] ?? 0);
      ends[run] = end;
      last = Math.max(last, end);
    }
  }
  return last;
}

function byDepth(needs: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const depths: number[] = [];
  const levels: number[][] = [];
  for (const [run, own] of needs.entries()) {
    const depth = own.reduce((most, need) => Math.max(most, (depths[need] ?? 0) + 1), 0);
    depths.push(depth);
    if (depth === levels.length) levels.push([]);
    levels[depth]?.push(run);
  }
  return levels;
}

function longest(times: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < times.length; i += 1) most = Math.max(most, times[i] ?? 0);
  return most;
}

/** When each lane is free, the earliest on top. */
class LaneHeap {
  readonly #free: Float64Array;

  constructor(lanes: number) {
    this.#free = new Float64Array(lanes);
  }

  /** Gives a run to the lane that is free first, not before `at`; returns when it ends. */
  take(at: number, time: number): number {
    const free = this.#free;
    const end = Math.max(at, free[0] ?? 0) + time;
    let i = 0;
    for (;;) {
      const [left, right] = [2 * i + 1, 2 * i + 2];
      if (left >= free.length) break;
      const child = right < free.length && (free[right] ?? 0) < (free[left] ?? 0) ? right : left;
      if ((free[child] ?? 0) >= end) break;
      free[i] = free[child] ?? 0;
      i = child;
    }
    free[i] = end;
    return end;
  }
}
