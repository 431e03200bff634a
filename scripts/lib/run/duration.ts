// SPDX-License-Identifier: MIT
import type { Outcome } from './outcome.ts';
import type { RunState } from './state.ts';

/** A moment by two clocks: the one that people set (epoch ms), and the one that nobody does (ms since boot; null where it was not read). */
export interface Instant {
  readonly atMs: number;
  readonly upMs: number | null;
}

/** The two clocks of a moment are read one after the other, and /proc/uptime tells hundredths of a second. */
const AGREE_MS = 50;

/**
 * Returns the seconds between two moments of one boot, by the clock that nobody sets; as that tells hundredths only, the
 * other one is taken where both agree. Undefined where it was not read at one of them.
 */
export function secondsBetween(from: Instant, to: Instant): number | undefined {
  if (from.upMs === null || to.upMs === null) return undefined;
  const steadyMs = to.upMs - from.upMs;
  const wallMs = to.atMs - from.atMs;
  const ms = Math.abs(wallMs - steadyMs) <= AGREE_MS ? wallMs : steadyMs;
  return Math.max(0, Math.round(ms)) / 1000;
}

/** Returns the seconds that an attempt took; where no steady clock tells (journals of 1.0, another boot), by its two times. Null when it never began. */
export function secondsOf({ durationS, startedAtMs, endedAtMs }: Outcome): number | null {
  if (durationS !== undefined) return durationS;
  return startedAtMs === null ? null : Math.max(0, endedAtMs - startedAtMs) / 1000;
}

/** Returns the seconds of the attempt that gave the result; null while there is none. */
export function totalTimeOf({ outcome }: RunState): number | null {
  return outcome === null ? null : secondsOf(outcome);
}
