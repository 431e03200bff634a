// SPDX-License-Identifier: MIT
import { ArrayBackend } from '../cluster/array-backend.ts';
import type { ClusterBackendOptions } from '../cluster/backend-options.ts';
import type { Backend } from '../engine/backend.ts';
import { slurmScheduler } from './scheduler.ts';

/** Returns the backend that runs attempts as SLURM arrays. */
export function openSlurmBackend(options: ClusterBackendOptions): Backend {
  return new ArrayBackend({ ...options, scheduler: slurmScheduler(options.env) });
}
