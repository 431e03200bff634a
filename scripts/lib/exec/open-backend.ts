// SPDX-License-Identifier: MIT
import { SYSTEM_CLOCK } from '../edge/clock.ts';
import type { Backend } from './engine/backend.ts';
import type { BackendPlace } from './engine/scheduler.ts';
import { schedulerOf } from './schedulers.ts';

/** Opens the backend that BACKEND names, with this process's environment and clock. Throws UsageError when it cannot be used here. */
export function openBackend(place: Omit<BackendPlace, 'env' | 'clock'>): Backend {
  return schedulerOf(place.settings).open({ ...place, env: process.env, clock: SYSTEM_CLOCK });
}
