// SPDX-License-Identifier: MIT
import type { GivenSetting } from './resolve.ts';

/**
 * Returns the settings that an allocation of a cluster's scheduler suggests to a runner inside it: as many runs at a time
 * as it was given cores (sbatch(1): SLURM_CPUS_PER_TASK, SLURM_CPUS_ON_NODE; LSF: LSB_DJOB_NUMPROC). Anything given wins.
 */
export function allocationSettings(env: Readonly<Record<string, string | undefined>>): GivenSetting[] {
  const cores =
    env['SLURM_JOB_ID'] !== undefined
      ? (env['SLURM_CPUS_PER_TASK'] ?? env['SLURM_CPUS_ON_NODE'])
      : env['LSB_JOBID'] !== undefined
        ? env['LSB_DJOB_NUMPROC']
        : undefined;
  if (cores === undefined || !/^[1-9]\d*$/.test(cores)) return [];
  return [{ name: 'PARALLEL', text: cores, layer: 'allocation' }];
}
