// SPDX-License-Identifier: MIT
import { secondsOf } from './duration.ts';
import type { RunState } from './state.ts';

/** Returns the seconds of the attempt that gave the result; null while there is none. */
export function totalTimeOf({ outcome }: RunState): number | null {
  return outcome === null ? null : secondsOf(outcome);
}
