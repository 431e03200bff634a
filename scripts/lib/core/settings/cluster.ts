// SPDX-License-Identifier: MIT
import type { SettingSpec } from './spec.ts';

/** Options of SLURM and LSF. */
export const CLUSTER_SETTINGS = {
  DETACH: { group: 'cluster', kind: 'boolean', default: '0', callOnly: true, help: 'submit and return; sweep-status follows' },
  PACK: { group: 'cluster', kind: 'text', default: '1', meta: 'N', help: 'short runs that share one cluster task: a number or auto' },
  MAX_CONCURRENT: { group: 'cluster', kind: 'integer', min: 1, meta: 'N', help: 'most runs at the same time' },
  SCRATCH: { group: 'cluster', kind: 'text', meta: 'DIR', help: 'runs work in this folder and are copied back' },
  SLURM_TEMPLATE: { group: 'cluster', kind: 'text', meta: 'FILE', help: 'own array script template for SLURM' },
  LSF_TEMPLATE: { group: 'cluster', kind: 'text', meta: 'FILE', help: 'own array script template for LSF' },
} as const satisfies Record<string, SettingSpec>;
