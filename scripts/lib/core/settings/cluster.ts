// SPDX-License-Identifier: MIT
import type { SettingSpec } from '../setting-spec.ts';

/** What every scheduler of a cluster reads; each has settings of its own in its folder (core/schedulers/). */
export const CLUSTER_SETTINGS = {
  DETACH: { kind: 'boolean', default: '0', callOnly: true, help: 'submit and return; sweep-status follows' },
  PACK: { kind: 'text', default: '1', meta: 'N', help: 'short runs that share one cluster task: a number or auto' },
  MAX_CONCURRENT: { kind: 'integer', min: 1, meta: 'N', help: 'most runs at the same time' },
  SCRATCH: {
    kind: 'text',
    meta: 'DIR',
    help: 'runs work below this folder of the node and are copied back: /scratch/me or $TMPDIR',
  },
  POLL: { kind: 'duration', default: '10s', meta: 'TIME', help: 'time between two questions to the scheduler' },
  HEARTBEAT: {
    kind: 'duration',
    default: '30s',
    meta: 'TIME',
    help: 'how often a cluster run says that it lives; three missed: dead',
  },
} as const satisfies Record<string, SettingSpec>;
