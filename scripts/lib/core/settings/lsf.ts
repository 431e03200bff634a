// SPDX-License-Identifier: MIT
import { CLUSTER_ABILITIES, type SchedulerCard } from './scheduler-card.ts';

/**
 * IBM Spectrum LSF, as far as everybody must know it. As with SLURM the values that reach bsub are text; they are checked
 * by exec/lsf/options.ts. Variables: IBM Spectrum LSF, "environment variables set for job execution".
 */
export const LSF_CARD = {
  abilities: CLUSTER_ABILITIES,
  envPrefixes: ['LSB_', 'LS_', 'BSUB_'],
  siteVariables: [],
  // of ls(1)
  notIts: ['LS_COLORS', 'LS_OPTIONS'],
  allocation: { mark: 'LSB_JOBID', cores: ['LSB_DJOB_NUMPROC'], recorded: ['LSB_JOBID'] },
  settings: {
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
    LSF_EXTRA: {
      kind: 'text',
      meta: 'OPTIONS',
      help: 'further bsub options, separated by blanks: -x -sp 50',
    },
    LSF_MAX_ARRAY: {
      kind: 'integer',
      min: 1,
      default: '1000',
      meta: 'N',
      help: 'MAX_JOB_ARRAY_SIZE',
    },
    LSF_MAX_SUBMIT: {
      kind: 'integer',
      min: 1,
      meta: 'N',
      help: 'most tasks of this sweep in the queue',
    },
  },
} as const satisfies SchedulerCard;
