// SPDX-License-Identifier: MIT
import { arrayScheduler } from '../cluster/array-scheduler.ts';
import { slurmScheduler } from './scheduler.ts';

/** Runs attempts as SLURM arrays. */
export const SLURM = arrayScheduler('slurm', (env, _settings, ending) => slurmScheduler(env, ending));
