// SPDX-License-Identifier: MIT
import { ArrayBackend } from '../cluster/array-backend.ts';
import type { ClusterBackendOptions } from '../cluster/backend-options.ts';
import type { Backend } from '../engine/backend.ts';
import { lsfScheduler } from './scheduler.ts';

/** Returns the backend that runs attempts as LSF arrays. */
export function openLsfBackend(options: ClusterBackendOptions): Backend {
  return new ArrayBackend({ ...options, scheduler: lsfScheduler(options.env, options.settings.get('LSF_MAX_ARRAY')) });
}
