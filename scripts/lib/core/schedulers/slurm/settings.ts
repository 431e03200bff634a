// SPDX-License-Identifier: MIT
import type { OptionValues } from '../../scheduling/option.ts';
import type { SettingSpec } from '../../setting-spec.ts';

/**
 * Settings of SLURM. The values that reach sbatch are text, since they may hold `{{expression}}` over the configuration;
 * what they become is checked by the pattern of its option (options.ts) before a script is written.
 */
export const SLURM_SETTINGS = {
  SLURM_TEMPLATE: { kind: 'text', meta: 'FILE', help: 'own array script template for SLURM' },
  SLURM_PARTITION: { kind: 'text', meta: 'NAMES', help: 'partition, or several with commas' },
  SLURM_ACCOUNT: { kind: 'text', meta: 'NAME', help: 'account that pays' },
  SLURM_QOS: { kind: 'text', meta: 'NAME', help: 'quality of service' },
  SLURM_CONSTRAINT: { kind: 'text', meta: 'LIST', help: 'features a node must have' },
  SLURM_RESERVATION: { kind: 'text', meta: 'NAME', help: 'reservation to use' },
  SLURM_EXCLUDE: { kind: 'text', meta: 'NODES', help: 'nodes to avoid' },
  SLURM_GRES: { kind: 'text', meta: 'LIST', help: 'generic resources a run: gpu:1, license:2' },
  SLURM_GPUS: { kind: 'text', meta: 'N', help: 'GPUs a run' },
  SLURM_GPU_TYPE: { kind: 'text', meta: 'NAME', help: 'type of the GPUs: a100' },
  SLURM_GPU_MEM: { kind: 'text', meta: 'SIZE', help: 'memory a GPU must have (sites with a gpumem resource)' },
  SLURM_MEM_PER_GPU: { kind: 'text', meta: 'SIZE', help: 'main memory for each GPU' },
  SLURM_CPUS: { kind: 'text', meta: 'N', help: 'CPUs a run' },
  SLURM_MEM: { kind: 'text', meta: 'SIZE', help: 'main memory a run: 8G' },
  SLURM_MEM_PER_CPU: { kind: 'text', meta: 'SIZE', help: 'main memory for each CPU' },
  SLURM_TIME: { kind: 'text', meta: 'TIME', help: 'time limit of a task: 2:00:00 or 1-12 or minutes' },
  SLURM_NODES: { kind: 'text', meta: 'N', help: 'nodes a run' },
  SLURM_COMMENT: { kind: 'text', meta: 'TEXT', help: 'comment of the jobs' },
  SLURM_DEPENDENCY: { kind: 'text', meta: 'LIST', help: 'start after other jobs: afterok:123' },
  SLURM_MAIL_USER: { kind: 'text', meta: 'ADDRESS', help: 'where SLURM writes to' },
  SLURM_MAIL_TYPE: { kind: 'text', meta: 'LIST', help: 'when SLURM writes: END,FAIL' },
  SLURM_NICE: { kind: 'text', meta: 'N', help: 'lower priority by this much' },
  SLURM_SIGNAL: {
    kind: 'text',
    default: 'USR1@120',
    meta: 'SIG@S',
    help: 'signal to the run S seconds before the time limit, or none',
  },
  SLURM_EXTRA: {
    kind: 'text',
    meta: 'OPTIONS',
    help: 'further sbatch options, separated by blanks: --exclusive --tmp=10G',
  },
  SLURM_MAX_ARRAY: { kind: 'integer', min: 1, meta: 'N', help: 'MaxArraySize (default: asks scontrol)' },
  SLURM_MAX_SUBMIT: {
    kind: 'integer',
    min: 1,
    meta: 'N',
    help: 'most tasks of this sweep in the queue (MaxSubmitJobs)',
  },
} as const satisfies Readonly<Record<string, SettingSpec>>;

export type SlurmSetting = keyof typeof SLURM_SETTINGS;
export type SlurmValues = OptionValues<SlurmSetting>;
