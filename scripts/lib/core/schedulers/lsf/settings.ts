// SPDX-License-Identifier: MIT
import type { OptionValues } from '../../scheduling/option.ts';
import type { SettingSpec } from '../../setting-spec.ts';

/** Settings of LSF. As with SLURM the values that reach bsub are text, and options.ts checks what they become. */
export const LSF_SETTINGS = {
  LSF_TEMPLATE: { kind: 'text', meta: 'FILE', help: 'own array script template for LSF' },
  LSF_QUEUE: { kind: 'text', meta: 'NAMES', help: 'queue, or several with blanks' },
  LSF_PROJECT: { kind: 'text', meta: 'NAME', help: 'project that pays' },
  LSF_CPUS: { kind: 'text', meta: 'N', help: 'slots a run' },
  LSF_MEM: { kind: 'text', meta: 'SIZE', help: 'memory limit a run: 8GB' },
  LSF_TIME: { kind: 'text', meta: 'TIME', help: 'time limit of a task: hours:minutes or minutes' },
  LSF_GPU: { kind: 'text', meta: 'TEXT', help: 'GPUs a run: num=1:mode=exclusive_process' },
  LSF_RESOURCES: { kind: 'text', meta: 'TEXT', help: 'resource requirement: rusage[mem=4000]' },
  LSF_SIGNAL: {
    kind: 'text',
    default: 'USR1@2',
    meta: 'SIG@M',
    help: 'signal to the run M minutes before the time limit, or none',
  },
  LSF_EXTRA: { kind: 'text', meta: 'OPTIONS', help: 'further bsub options, separated by blanks: -x -sp 50' },
  LSF_MAX_ARRAY: { kind: 'integer', min: 1, default: '1000', meta: 'N', help: 'MAX_JOB_ARRAY_SIZE' },
  LSF_MAX_SUBMIT: { kind: 'integer', min: 1, meta: 'N', help: 'most tasks of this sweep in the queue' },
} as const satisfies Readonly<Record<string, SettingSpec>>;

export type LsfSetting = keyof typeof LSF_SETTINGS;
export type LsfValues = OptionValues<LsfSetting>;
