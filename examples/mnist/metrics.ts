// SPDX-License-Identifier: MIT

import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a run reports: arrays with one entry an epoch, and the result of the epochs so far. */
export interface Metrics {
  readonly epoch: number[];
  /** Mean cross-entropy over the epoch's batches, nats. */
  readonly train_loss: number[];
  /** Test images named rightly, percent. */
  readonly test_acc: number[];
  /** Weights pruned away, a fraction. */
  readonly sparsity: number[];
  /** Wall time of each epoch with its test, seconds. */
  readonly epoch_time: number[];
  best_test_acc: number;
  final_sparsity: number;
}

/** Makes the record of a run that has not finished an epoch yet. */
export function createMetrics(): Metrics {
  return { epoch: [], train_loss: [], test_acc: [], sparsity: [], epoch_time: [], best_test_acc: 0, final_sparsity: 0 };
}

/** Writes `training_metrics.json` so that a reader sees the whole old file or the whole new one, never half of it. */
export function writeMetrics(dir: string, metrics: Metrics): void {
  const target = join(dir, 'training_metrics.json');
  const draft = `${target}.tmp-${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(metrics)}\n`);
  renameSync(draft, target);
}
