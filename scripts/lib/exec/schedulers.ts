// SPDX-License-Identifier: MIT
import type { Settings } from '../core/settings/resolve.ts';
import type { SchedulerName } from '../core/settings/schedulers.ts';
import type { Scheduler } from './engine/scheduler.ts';
import { LOCAL } from './local/scheduler.ts';
import { LSF } from './lsf/backend.ts';
import { SLURM } from './slurm/backend.ts';

/** Every way to execute runs, by its word of BACKEND. A word without a line here does not compile, nor one under another's name. */
const SCHEDULERS: { readonly [Name in SchedulerName]: Scheduler<Name> } = {
  local: LOCAL,
  slurm: SLURM,
  lsf: LSF,
};

/** Returns how BACKEND executes runs. */
export function schedulerOf(settings: Settings): Scheduler {
  return SCHEDULERS[settings.get('BACKEND')];
}
