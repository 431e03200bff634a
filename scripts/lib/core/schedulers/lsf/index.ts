// SPDX-License-Identifier: MIT
import { type ArraySchedulerOf, CLUSTER_ABILITIES } from '../../scheduling/array-scheduler.ts';
import { LSF_FURTHER, LSF_OPTIONS, LSF_REQUEUE_EXIT, lsfDirectives, lsfSignal } from './options.ts';
import { LSF_SETTINGS } from './settings.ts';
import { parseBsub, readBsubRefusal } from './text.ts';
import { bsubCommand, openLsf } from './verbs.ts';

/** IBM Spectrum LSF. Variables: its reference, "environment variables set for job execution". */
export const LSF: ArraySchedulerOf<'lsf', typeof LSF_SETTINGS> = {
  kind: 'arrays',
  name: 'lsf',
  abilities: CLUSTER_ABILITIES,
  settings: LSF_SETTINGS,
  envPrefixes: ['LSB_', 'LS_', 'BSUB_'],
  siteVariables: [],
  // of ls(1)
  notIts: ['LS_COLORS', 'LS_OPTIONS'],
  allocation: { mark: 'LSB_JOBID', cores: ['LSB_DJOB_NUMPROC'], recorded: ['LSB_JOBID'] },
  options: LSF_OPTIONS,
  further: LSF_FURTHER,
  limits: { maxArray: 'LSF_MAX_ARRAY', maxSubmit: 'LSF_MAX_SUBMIT', assumedMaxArray: 1000 },
  templates: { setting: 'LSF_TEMPLATE', file: 'templates/lsf-array.sh.hbs' },
  requeueExit: LSF_REQUEUE_EXIT,
  directives: lsfDirectives,
  signal: lsfSignal,
  submitCommand: bsubCommand,
  submission: { job: parseBsub, refusal: readBsubRefusal },
  open: openLsf,
};
