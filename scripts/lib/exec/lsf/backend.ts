// SPDX-License-Identifier: MIT
import { arrayScheduler } from '../cluster/array-scheduler.ts';
import { lsfScheduler } from './scheduler.ts';

/** Runs attempts as LSF arrays. */
export const LSF = arrayScheduler('lsf', (env, settings, ending) =>
  lsfScheduler(env, settings.get('LSF_MAX_ARRAY'), ending),
);
