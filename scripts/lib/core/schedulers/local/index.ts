// SPDX-License-Identifier: MIT
import type { RunnerCard } from '../../scheduling/card.ts';

/** This machine: no scheduler but the runner itself. */
export const LOCAL = {
  kind: 'runner',
  name: 'local',
  abilities: {
    ownsProcesses: true,
    keepsTimeLimits: false,
    hasQueue: false,
    survivesRunner: false,
    hasScratch: false,
  },
  settings: {},
  envPrefixes: [],
  siteVariables: [],
  notIts: [],
  allocation: null,
} as const satisfies RunnerCard;
