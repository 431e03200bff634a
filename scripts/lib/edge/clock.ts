// SPDX-License-Identifier: MIT
import { uptime } from 'node:os';

/** Time, as an argument, so that tests can turn it. */
export interface Clock {
  /** Milliseconds since the epoch: what is shown to people. People and time servers set it while a sweep runs. */
  nowMs(): number;
  /** Milliseconds since the boot of the machine, as /proc/uptime tells them: what is measured. Nobody sets it; it means nothing in another boot. */
  steadyMs(): number;
}

export const SYSTEM_CLOCK: Clock = { nowMs: () => Date.now(), steadyMs: () => Math.round(uptime() * 1000) };
