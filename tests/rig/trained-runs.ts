// SPDX-License-Identifier: MIT
import type { SyntheticRun } from './synthetic-sweep.ts';

export const SETTINGS = { METRIC: 'test_acc', UNITS: 'test_acc=%, final_sparsity=x100%' };

export function trained(beta: string, decay: string, acc: number | null | object, seconds = 1842.3): SyntheticRun {
  const metrics = { test_acc: [10, acc], final_sparsity: 0.7 };
  return {
    values: { CONFIG_BETA1: beta, CONFIG_WEIGHT_DECAY: decay, CONFIG_EPOCHS: '2' },
    seconds,
    files: { 'training_metrics.json': metrics },
  };
}

export const RUNS: readonly SyntheticRun[] = [
  trained('0.85', '0.05', 80),
  trained('0.87', '0.05', 88.51),
  { ...trained('0.9', '0.05', 0), end: { status: 'failed', reason: 'exit code', exitCode: 1, detail: 'exit code 1' } },
  trained('0.9', '0.03', null),
];
