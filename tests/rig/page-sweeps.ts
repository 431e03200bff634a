// SPDX-License-Identifier: MIT
import { createRng, type Rng } from '../../scripts/lib/core/rng.ts';
import type { SyntheticRun } from './synthetic-sweep.ts';

/** A made-up sweep with the settings of its report. */
export interface PageSweep {
  readonly runs: readonly SyntheticRun[];
  readonly settings: Readonly<Record<string, string>>;
}

const EPOCHS = 12;

/** A curve that rises to a value, with noise. */
function curveTo(end: number, rng: Rng): readonly number[] {
  return Array.from({ length: EPOCHS }, (_, e) =>
    e === EPOCHS - 1 ? end : Number((end - (end / 2) * 0.6 ** e + 0.4 * (rng.float() - 0.5)).toFixed(3)),
  );
}

/** 36 networks on digits: depth, width, learning rate. */
export function digits(): PageSweep {
  const rng = createRng('digits');
  const runs = [1, 2, 3].flatMap((depth) =>
    [32, 64, 128, 256].flatMap((width) =>
      ['0.001', '0.01', '0.1'].map((lr): SyntheticRun => {
        const acc = 84 + 2 * Math.log2(width / 32) - 3 * Math.abs(Math.log10(Number(lr)) + 2) + depth / 2 + rng.float();
        const metrics = { test_acc: curveTo(Number(acc.toFixed(2)), rng), train_loss: (100 - acc) / 40 };
        return {
          values: { CONFIG_DEPTH: String(depth), CONFIG_WIDTH: String(width), CONFIG_LR: lr, CONFIG_EPOCHS: '12' },
          seconds: 5 + (depth * width) / 20 + rng.float(),
          files: { 'training_metrics.json': metrics, 'output.log': `epoch 12: ${acc}\n` },
        };
      }),
    ),
  );
  return { runs, settings: { METRIC: 'test_acc', UNITS: 'test_acc=.2 %' } };
}

/** Six settings with five seeds each. */
export function seeds(): PageSweep {
  const rng = createRng('seeds');
  const runs = ['adam', 'sgd', 'lion'].flatMap((opt, o) =>
    ['y', 'n'].flatMap((amp, a) =>
      [1, 2, 3, 4, 5].map((seed): SyntheticRun => {
        const acc = 90 - o + a / 3 + Math.sin(seed) + rng.float() / 2;
        return {
          values: { CONFIG_OPT: opt, CONFIG_AMP: amp, CONFIG_SEED: String(seed) },
          seconds: 20 + 10 * rng.float(),
          files: { 'training_metrics.json': { acc: curveTo(Number(acc.toFixed(2)), rng) } },
        };
      }),
    ),
  );
  return { runs, settings: { METRIC: 'acc' } };
}

/** Random draws; every second optimiser has a momentum, and large learning rates fail. */
export function random(count: number): PageSweep {
  const rng = createRng(`random ${count}`);
  const runs = Array.from({ length: count }, (): SyntheticRun => {
    const lr = 10 ** (-5 + 4 * rng.float());
    const decay = 10 ** (-6 + 4 * rng.float());
    const opt = rng.float() < 0.5 ? 'adam' : 'sgd';
    const momentum = rng.float();
    const dropout = rng.float() / 2;
    const values = {
      CONFIG_OPT: opt,
      CONFIG_LR: String(lr),
      CONFIG_WEIGHT_DECAY: String(decay),
      ...(opt === 'sgd' ? { CONFIG_MOMENTUM: String(momentum) } : {}),
      CONFIG_DROPOUT: String(dropout),
      CONFIG_BATCH: String(32 * 2 ** Math.floor(4 * rng.float())),
    };
    const seconds = 30 + 300 * rng.float();
    if (lr > 0.03 && rng.float() < 0.7) {
      return {
        values,
        seconds: seconds / 10,
        end: { status: 'failed', reason: 'exit code', exitCode: 1, detail: 'exit code 1', signature: 'loss' },
        files: {
          'output.log': `Traceback (most recent call last):\n  File "train.py", line 12\nValueError: loss is nan\n`,
        },
      };
    }
    const loss =
      0.2 +
      (Math.log10(lr) + 3) ** 2 / 5 +
      (opt === 'sgd' ? 0.1 * (1 - momentum) : 0) +
      dropout / 10 +
      rng.float() / 20;
    const curve = curveTo(loss, rng).map((x, e) => (e === EPOCHS - 1 ? loss : 2.5 * loss - x));
    return {
      values,
      seconds,
      files: { 'training_metrics.json': { val_loss: curve, val_acc: 1 - loss / 3, gpu_mem: 3 + rng.float() } },
    };
  });
  return { runs, settings: { METRIC: 'val_loss' } };
}

/** Two goals at once: accurate and fast. */
export function twoGoals(): PageSweep {
  const { runs } = digits();
  return { runs, settings: { METRIC: 'test_acc max; total_time min', UNITS: 'test_acc=.2 %' } };
}

/** Many runs with a number each and no files beside it. */
export function many(count: number): PageSweep {
  const rng = createRng('many');
  const runs = Array.from({ length: count }, (_, i): SyntheticRun => {
    const [x, y] = [rng.float(), 10 ** (-3 + 3 * rng.float())];
    return {
      values: {
        CONFIG_X: x.toFixed(6),
        CONFIG_Y: y.toPrecision(6),
        CONFIG_KIND: ['a', 'b', 'c'][i % 3] ?? '',
        CONFIG_N: String(i),
      },
      seconds: 1 + 5 * rng.float(),
      files: { 'training_metrics.json': { score: Number((x - Math.log10(y) ** 2 / 9 + rng.float() / 9).toFixed(5)) } },
    };
  });
  return { runs, settings: { METRIC: 'score max' } };
}
