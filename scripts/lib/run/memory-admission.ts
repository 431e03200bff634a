// SPDX-License-Identifier: MIT
import type { RunId } from '../core/hash.ts';
import type { Placement, PlacementDecision } from './placement.ts';

/** Memory of one machine that runs share. Bytes. */
export interface MemoryShare {
  readonly limit: number;
  /** What a run needs by SWEEP_RUN_MEM; 0 where nobody said. */
  needOf(run: RunId): number;
}

/**
 * Returns a placement that starts a run only while all that run together need no more memory than there is. Where several fit, the
 * order of the sweep decides; one that does not fit lets others go before it.
 */
export function withinMemory(placement: Placement, { limit, needOf }: MemoryShare): Placement {
  const { text, lookAgainMs } = placement;
  // No `lanes`: nothing is announced ahead where not every free place will do.
  return {
    text,
    ...(lookAgainMs === undefined ? {} : { lookAgainMs }),
    ended: (attempt, outcome, log) => placement.ended?.(attempt, outcome, log),
    why: (run) => placement.why?.(run),
    waiting: () => placement.waiting?.() ?? [],
    close: () => placement.close?.(),
    pick: (view) => {
      let free = limit;
      for (const run of view.running.keys()) free -= needOf(run);
      const most = free;
      const fitting = {
        *[Symbol.iterator]() {
          for (const run of view.waiting) if (needOf(run.run) <= most) yield run;
        },
      };
      return placement.pick({ ...view, waiting: fitting }).filter((decision: PlacementDecision) => {
        const need = needOf(decision.run);
        if (need > free) return false;
        free -= need;
        return true;
      });
    },
  };
}
