// SPDX-License-Identifier: MIT
import type { Placement, PlacementDecision } from './placement.ts';

/** Returns the plain placement: at most `lanes` runs at a time, in order, no devices. */
export function lanesPlacement(lanes: number): Placement {
  return {
    text: lanes === 1 ? 'one run at a time' : `${lanes} runs at a time`,
    lanes,
    pick: ({ waiting, running, most = Number.POSITIVE_INFINITY }) => {
      const decisions: PlacementDecision[] = [];
      let free = Math.min(most, lanes - running.size);
      if (free <= 0) return decisions;
      for (const { run } of waiting) {
        decisions.push({ run, devices: [] });
        free -= 1;
        if (free === 0) break;
      }
      return decisions;
    },
  };
}
