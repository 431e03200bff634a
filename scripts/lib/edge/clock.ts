// SPDX-License-Identifier: MIT
import { uptime } from 'node:os';

/** Time, as an argument, so that tests can turn it. */
export interface Clock {
  /** Milliseconds since the epoch: what is shown to people. People and time servers set it while a sweep runs. */
  nowMs(): number;
  /** Milliseconds since the boot of the machine, as /proc/uptime tells them: what is measured. Nobody sets it; it means nothing in another boot. */
  steadyMs(): number;
}

/** The system is asked again after this long: its answer is a file that is opened, read and closed. */
const ASK_AGAIN_MS = 50;

/** When the system was asked last, by the clock of this process, and what it said. */
let asked: { readonly atMs: number; readonly upMs: number } | undefined;

/** In between the time that this process counts goes on, which stands still only while the machine sleeps. */
function steadyMs(): number {
  const atMs = performance.now();
  const upMs = asked === undefined ? 0 : asked.upMs + atMs - asked.atMs;
  if (asked !== undefined && atMs - asked.atMs < ASK_AGAIN_MS) return Math.round(upMs);
  // The system tells hundredths of a second, cut off: never less than what was said before.
  asked = { atMs, upMs: Math.max(uptime() * 1000, upMs) };
  return Math.round(asked.upMs);
}

export const SYSTEM_CLOCK: Clock = { nowMs: () => Date.now(), steadyMs };
