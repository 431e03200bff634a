// SPDX-License-Identifier: MIT
import { type ArraySchedulerOf, CLUSTER_ABILITIES } from '../../scheduling/array-scheduler.ts';
import { SLURM_FURTHER, SLURM_OPTIONS, slurmDirectives, slurmSignal } from './options.ts';
import { SLURM_SETTINGS } from './settings.ts';
import { parseSbatch, readSbatchRefusal } from './text.ts';
import { openSlurm, sbatchCommand } from './verbs.ts';

/** SLURM. Variables: sbatch(1), srun(1), squeue(1), sacct(1), "environment variables". */
export const SLURM: ArraySchedulerOf<'slurm', typeof SLURM_SETTINGS> = {
  kind: 'arrays',
  name: 'slurm',
  abilities: CLUSTER_ABILITIES,
  settings: SLURM_SETTINGS,
  envPrefixes: ['SLURM_', 'SLURMD_', 'SBATCH_', 'SQUEUE_', 'SACCT_', 'SCANCEL_', 'SCONTROL_'],
  siteVariables: ['SLURM_CONF', 'SLURM_CONF_SERVER', 'SLURM_JWT', 'SLURM_CLUSTERS'],
  notIts: [],
  allocation: {
    mark: 'SLURM_JOB_ID',
    cores: ['SLURM_CPUS_PER_TASK', 'SLURM_CPUS_ON_NODE'],
    recorded: ['SLURM_JOB_ID', 'SLURM_JOB_NODELIST'],
  },
  options: SLURM_OPTIONS,
  further: SLURM_FURTHER,
  // SLURM's own default (slurm.conf(5)), for a controller that does not say.
  limits: { maxArray: 'SLURM_MAX_ARRAY', maxSubmit: 'SLURM_MAX_SUBMIT', assumedMaxArray: 1001 },
  templates: { setting: 'SLURM_TEMPLATE', file: 'templates/slurm-array.sh.hbs' },
  requeueExit: 0,
  directives: slurmDirectives,
  signal: slurmSignal,
  submitCommand: sbatchCommand,
  submission: { job: parseSbatch, refusal: readSbatchRefusal },
  // Else squeue cuts the list of tasks after 64 characters.
  askedWith: { SLURM_BITSTR_LEN: '0' },
  open: openSlurm,
};
