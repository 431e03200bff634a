// SPDX-License-Identifier: MIT

/**
 * Trains a small network on handwritten digits and prunes it: the example that sweeps come with.
 *
 *   node --import tsx examples/mnist/train.ts --config FILE --out DIR
 *
 * FILE holds lines `CONFIG_X=value` (settings.ts lists them); DIR gets `training_metrics.json`, rewritten every epoch.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { loadDigits, splitDigits } from './digits.ts';
import { createMetrics, type Metrics, writeMetrics } from './metrics.ts';
import { readSettings, type Settings, SettingsError } from './settings.ts';
import { type Epoch, train } from './trainer.ts';

/** Which images are tested: the same in every run, whatever its CONFIG_SEED, so that runs can be compared. */
const SPLIT_SEED = 20;

function readArguments(): { readonly settings: Settings; readonly out: string } {
  try {
    const { values } = parseArgs({ options: { config: { type: 'string' }, out: { type: 'string' } } });
    const { config, out } = values;
    if (config === undefined || out === undefined) throw new SettingsError('expected --config FILE --out DIR');
    mkdirSync(out, { recursive: true });
    return { settings: readSettings(readFileSync(config, 'utf8'), config), out };
  } catch (error) {
    console.error(`train.ts: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(2);
  }
}

function record(metrics: Metrics, { epoch, trainLoss, testAcc, sparsity }: Epoch, seconds: number): void {
  metrics.epoch.push(epoch);
  metrics.train_loss.push(rounded(trainLoss, 6));
  metrics.test_acc.push(testAcc);
  metrics.sparsity.push(rounded(sparsity, 4));
  metrics.epoch_time.push(rounded(seconds, 3));
  metrics.best_test_acc = Math.max(metrics.best_test_acc, testAcc);
  metrics.final_sparsity = rounded(sparsity, 4);
}

/** Rounds to what means something, so that tables stay readable. */
function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

function main(): void {
  const { settings, out } = readArguments();
  const digits = loadDigits();
  const split = splitDigits(digits, SPLIT_SEED);
  const steps = Math.ceil(split.train.length / settings.batchSize) * settings.epochs;
  console.log(`${split.train.length} images to learn from, ${split.test.length} to test with, ${steps} steps`);
  if (settings.rampEnd > steps && settings.targetSparsity > 0) {
    console.log(
      `note: CONFIG_PRUNING_RAMP_END=${settings.rampEnd} is after the last step; the target sparsity is not reached`,
    );
  }
  const metrics = createMetrics();
  let before = performance.now();
  for (const epoch of train(settings, digits, split)) {
    const now = performance.now();
    record(metrics, epoch, (now - before) / 1000);
    before = now;
    writeMetrics(out, metrics);
    const { trainLoss, testAcc, sparsity } = epoch;
    console.log(
      `epoch ${epoch.epoch}/${settings.epochs}: train_loss ${trainLoss.toFixed(4)}, ` +
        `test_acc ${testAcc.toFixed(2)} %, sparsity ${(100 * sparsity).toFixed(1)} %`,
    );
  }
}

main();
