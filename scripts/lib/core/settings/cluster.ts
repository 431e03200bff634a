// SPDX-License-Identifier: MIT
import type { SettingSpec } from './spec.ts';

/**
 * Options of SLURM and LSF. The SLURM_ and LSF_ values that reach the scheduler are text, since they may hold
 * `{{expression}}` over the configuration; what they become is checked by the pattern of its option
 * (exec/slurm/options.ts, exec/lsf/options.ts) before a script is written.
 */
export const CLUSTER_SETTINGS = {
  DETACH: { group: 'cluster', kind: 'boolean', default: '0', callOnly: true, help: 'submit and return; sweep-status follows' },
  PACK: { group: 'cluster', kind: 'text', default: '1', meta: 'N', help: 'short runs that share one cluster task: a number or auto' },
  MAX_CONCURRENT: { group: 'cluster', kind: 'integer', min: 1, meta: 'N', help: 'most runs at the same time' },
  SCRATCH: { group: 'cluster', kind: 'text', meta: 'DIR', help: 'runs work below this folder of the node and are copied back: /scratch/me or $TMPDIR' },
  POLL: { group: 'cluster', kind: 'duration', default: '10s', meta: 'TIME', help: 'time between two questions to the scheduler' },
  HEARTBEAT: { group: 'cluster', kind: 'duration', default: '30s', meta: 'TIME', help: 'how often a cluster run says that it lives; three missed: dead' },
  SLURM_TEMPLATE: { group: 'cluster', kind: 'text', meta: 'FILE', help: 'own array script template for SLURM' },
  SLURM_PARTITION: { group: 'cluster', kind: 'text', meta: 'NAMES', help: 'partition, or several with commas' },
  SLURM_ACCOUNT: { group: 'cluster', kind: 'text', meta: 'NAME', help: 'account that pays' },
  SLURM_QOS: { group: 'cluster', kind: 'text', meta: 'NAME', help: 'quality of service' },
  SLURM_CONSTRAINT: { group: 'cluster', kind: 'text', meta: 'LIST', help: 'features a node must have' },
  SLURM_RESERVATION: { group: 'cluster', kind: 'text', meta: 'NAME', help: 'reservation to use' },
  SLURM_EXCLUDE: { group: 'cluster', kind: 'text', meta: 'NODES', help: 'nodes to avoid' },
  SLURM_GRES: { group: 'cluster', kind: 'text', meta: 'LIST', help: 'generic resources a run: gpu:1, license:2' },
  SLURM_GPUS: { group: 'cluster', kind: 'text', meta: 'N', help: 'GPUs a run' },
  SLURM_GPU_TYPE: { group: 'cluster', kind: 'text', meta: 'NAME', help: 'type of the GPUs: a100' },
  SLURM_GPU_MEM: { group: 'cluster', kind: 'text', meta: 'SIZE', help: 'memory a GPU must have (sites with a gpumem resource)' },
  SLURM_MEM_PER_GPU: { group: 'cluster', kind: 'text', meta: 'SIZE', help: 'main memory for each GPU' },
  SLURM_CPUS: { group: 'cluster', kind: 'text', meta: 'N', help: 'CPUs a run' },
  SLURM_MEM: { group: 'cluster', kind: 'text', meta: 'SIZE', help: 'main memory a run: 8G' },
  SLURM_MEM_PER_CPU: { group: 'cluster', kind: 'text', meta: 'SIZE', help: 'main memory for each CPU' },
  SLURM_TIME: { group: 'cluster', kind: 'text', meta: 'TIME', help: 'time limit of a task: 2:00:00 or 1-12 or minutes' },
  SLURM_NODES: { group: 'cluster', kind: 'text', meta: 'N', help: 'nodes a run' },
  SLURM_COMMENT: { group: 'cluster', kind: 'text', meta: 'TEXT', help: 'comment of the jobs' },
  SLURM_DEPENDENCY: { group: 'cluster', kind: 'text', meta: 'LIST', help: 'start after other jobs: afterok:123' },
  SLURM_MAIL_USER: { group: 'cluster', kind: 'text', meta: 'ADDRESS', help: 'where SLURM writes to' },
  SLURM_MAIL_TYPE: { group: 'cluster', kind: 'text', meta: 'LIST', help: 'when SLURM writes: END,FAIL' },
  SLURM_NICE: { group: 'cluster', kind: 'text', meta: 'N', help: 'lower priority by this much' },
  SLURM_SIGNAL: { group: 'cluster', kind: 'text', default: 'USR1@120', meta: 'SIG@S', help: 'signal to the run S seconds before the time limit, or none' },
  SLURM_EXTRA: { group: 'cluster', kind: 'text', meta: 'OPTIONS', help: 'further sbatch options, separated by blanks: --exclusive --tmp=10G' },
  SLURM_MAX_ARRAY: { group: 'cluster', kind: 'integer', min: 1, meta: 'N', help: 'MaxArraySize (default: asks scontrol)' },
  SLURM_MAX_SUBMIT: { group: 'cluster', kind: 'integer', min: 1, meta: 'N', help: 'most tasks of this sweep in the queue (MaxSubmitJobs)' },
  LSF_TEMPLATE: { group: 'cluster', kind: 'text', meta: 'FILE', help: 'own array script template for LSF' },
  LSF_QUEUE: { group: 'cluster', kind: 'text', meta: 'NAMES', help: 'queue, or several with blanks' },
  LSF_PROJECT: { group: 'cluster', kind: 'text', meta: 'NAME', help: 'project that pays' },
  LSF_CPUS: { group: 'cluster', kind: 'text', meta: 'N', help: 'slots a run' },
  LSF_MEM: { group: 'cluster', kind: 'text', meta: 'SIZE', help: 'memory limit a run: 8GB' },
  LSF_TIME: { group: 'cluster', kind: 'text', meta: 'TIME', help: 'time limit of a task: hours:minutes or minutes' },
  LSF_GPU: { group: 'cluster', kind: 'text', meta: 'TEXT', help: 'GPUs a run: num=1:mode=exclusive_process' },
  LSF_RESOURCES: { group: 'cluster', kind: 'text', meta: 'TEXT', help: 'resource requirement: rusage[mem=4000]' },
  LSF_SIGNAL: { group: 'cluster', kind: 'text', default: 'USR1@2', meta: 'SIG@M', help: 'signal to the run M minutes before the time limit, or none' },
  LSF_EXTRA: { group: 'cluster', kind: 'text', meta: 'OPTIONS', help: 'further bsub options, separated by blanks: -x -sp 50' },
  LSF_MAX_ARRAY: { group: 'cluster', kind: 'integer', min: 1, default: '1000', meta: 'N', help: 'MAX_JOB_ARRAY_SIZE' },
  LSF_MAX_SUBMIT: { group: 'cluster', kind: 'integer', min: 1, meta: 'N', help: 'most tasks of this sweep in the queue' },
} as const satisfies Record<string, SettingSpec>;
