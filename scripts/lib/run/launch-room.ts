// SPDX-License-Identifier: MIT

/** How many runs the system lets a runner have, learnt from its refusals to start one (EMFILE, EAGAIN, ENOMEM). Times by the steady clock. */
export interface LaunchRoom {
  /** Most runs that may be under way. */
  most(nowMs: number): number;
  /** Takes note of a refusal while so many runs were under way. */
  refused(underWay: number, nowMs: number): void;
  /** Takes note that a run has begun. */
  began(): void;
  /** Nothing could be started for a while although nothing runs: it is no use to go on. */
  readonly isHopeless: boolean;
}

/** While nothing runs, it is tried again after one second, two, four and so on; so often in vain, and the runner gives up. */
const FIRST_WAIT_MS = 1000;
const MOST_IN_VAIN = 3;
/** After so long without a refusal one more run is tried: others may have used up the limit for a while only. */
const TRY_MORE_MS = 60_000;

/** Returns the room of a runner that has not been refused anything. */
export function openLaunchRoom(): LaunchRoom {
  let limit = Number.POSITIVE_INFINITY;
  let refusedAtMs = 0;
  let notBeforeMs = 0;
  let inVain = 0;
  return {
    get isHopeless() {
      return inVain >= MOST_IN_VAIN;
    },
    most: (nowMs) => (nowMs < notBeforeMs ? 0 : limit + Math.floor(Math.max(0, nowMs - refusedAtMs) / TRY_MORE_MS)),
    refused: (underWay, nowMs) => {
      limit = Math.max(1, underWay);
      refusedAtMs = nowMs;
      if (underWay > 0 || nowMs < notBeforeMs) return; // several that were started together are refused together
      notBeforeMs = nowMs + FIRST_WAIT_MS * 2 ** inVain;
      inVain += 1;
    },
    began: () => {
      inVain = 0;
    },
  };
}
