// SPDX-License-Identifier: MIT
import type { RunState } from './state.ts';

/** Returns the wall seconds of the attempt that gave the result; null while there is none. */
export function totalTimeOf({ outcome }: RunState): number | null {
  if (outcome === null) return null;
  if (outcome.durationS !== undefined) return outcome.durationS;
  return outcome.startedAtMs === null ? null : (outcome.endedAtMs - outcome.startedAtMs) / 1000;
}
