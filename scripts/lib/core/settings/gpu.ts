// SPDX-License-Identifier: MIT
import type { SettingSpec } from '../setting-spec.ts';

/** Which GPUs runs get, and how full a card may be. */
export const GPU_SETTINGS = {
  GPUS: {
    kind: 'text',
    default: 'auto',
    meta: 'LIST',
    help: 'GPUs to use: auto, -1 (assign none), or 0,1,2,7 as nvidia-smi counts',
  },
  JOBS_PER_GPU: { kind: 'integer', min: 1, default: '1', meta: 'N', help: 'most runs on one GPU' },
  GPUS_PER_RUN: { kind: 'integer', min: 1, default: '1', meta: 'N', help: 'GPUs that each run gets' },
  GPU_MEMORY: {
    kind: 'bytes',
    meta: 'SIZE',
    help: 'memory a run needs on its GPU (default: learnt from finished runs)',
  },
  GPU_MAX_MEMORY: {
    kind: 'number',
    min: 0,
    max: 1,
    default: '1',
    meta: 'SHARE',
    help: 'share of the memory of a GPU that may be filled, other programs included',
  },
  GPU_MAX_LOAD: {
    kind: 'number',
    min: 0,
    max: 1,
    default: '1',
    meta: 'SHARE',
    help: 'start nothing on a GPU whose load over 30 s is above this',
  },
  GPU_STARTUP: { kind: 'duration', default: '0s', meta: 'TIME', help: 'wait this long between two starts on one GPU' },
  GPU_POLL: { kind: 'duration', default: '2s', meta: 'TIME', help: 'how often GPUs are looked at' },
  GPU_TIMEOUT: { kind: 'duration', default: '10s', meta: 'TIME', help: 'how long nvidia-smi may take to answer' },
} as const satisfies Record<string, SettingSpec>;
