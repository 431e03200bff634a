// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const dir = mkdtempSync(join(tmpdir(), 'ksweep-train-'));
after(() => rmSync(dir, { recursive: true, force: true }));

/** Trains as a sweep would and returns what came of it; `name` is the run's folder. */
function train(name: string, config: string) {
  const out = join(dir, name);
  const file = join(dir, `${name}.config`);
  writeFileSync(file, config);
  const argv = ['--import', 'tsx', 'examples/mnist/train.ts', '--config', file, '--out', out];
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { cwd: ROOT, encoding: 'utf8' });
  return { status, stdout, stderr, out, file };
}

interface Metrics {
  readonly [name: string]: number | readonly number[];
}

function metricsOf(out: string): Metrics {
  const parsed: Metrics = JSON.parse(readFileSync(join(out, 'training_metrics.json'), 'utf8'));
  return parsed;
}

const SHORT =
  'CONFIG_EPOCHS=2\nCONFIG_LEARNING_RATE=5e-3\nCONFIG_TARGET_SPARSITY=0.9\nCONFIG_PRUNING_WARMUP=20\nCONFIG_PRUNING_RAMP_END=120\n';

test('a run reports its metrics an epoch each, learns, and reaches the target sparsity', () => {
  const { status, stdout, stderr, out } = train('short', SHORT);
  assert.equal(status, 0, stderr);
  const metrics = metricsOf(out);
  assert.deepEqual(metrics.epoch, [1, 2]);
  for (const name of ['train_loss', 'test_acc', 'sparsity', 'epoch_time']) {
    const values = metrics[name];
    assert.ok(Array.isArray(values) && values.length === 2 && values.every(Number.isFinite), name);
  }
  assert.equal(metrics.final_sparsity, 0.9);
  assert.ok(Number(metrics.best_test_acc) > 85, `best_test_acc ${metrics.best_test_acc}`);
  assert.deepEqual(readdirSync(out), ['training_metrics.json']);
  assert.match(stdout, /^epoch 2\/2: train_loss [\d.]+, test_acc [\d.]+ %, sparsity 90\.0 %$/m);
});

test('equal settings give equal metrics, all but the times, and another seed gives others', () => {
  const results = [SHORT, SHORT, `${SHORT}CONFIG_SEED=2\n`].map((config, i) => {
    const { epoch_time: _, ...rest } = metricsOf(train(`seed-${i}`, config).out);
    return rest;
  });
  assert.deepEqual(results[0], results[1]);
  assert.notDeepEqual(results[0], results[2]);
});

test('a ramp that ends after the last step is said, and the sparsity is what was reached', () => {
  const { status, stdout, out } = train(
    'late',
    'CONFIG_EPOCHS=1\nCONFIG_PRUNING_WARMUP=20\nCONFIG_PRUNING_RAMP_END=160\n',
  );
  assert.equal(status, 0);
  assert.match(stdout, /CONFIG_PRUNING_RAMP_END=160 is after the last step; the target sparsity is not reached/);
  const sparsity = Number(metricsOf(out).final_sparsity);
  assert.ok(sparsity > 0.1 && sparsity < 0.7, `final_sparsity ${sparsity}`);
});

test('a malformed setting ends with exit code 2, one sentence and no metrics', () => {
  const { status, stdout, stderr, out, file } = train('bad', 'CONFIG_EPOCHS=many\n');
  assert.equal(status, 2);
  assert.equal(stdout, '');
  assert.equal(stderr, `train.ts: ${file}:1: CONFIG_EPOCHS=many: expected a whole number from 1 to 1000\n`);
  assert.equal(existsSync(join(out, 'training_metrics.json')), false);
});

test('missing or unknown arguments end with exit code 2', () => {
  for (const argv of [[], ['--config', '/nowhere', '--out', dir], ['--confg', 'x']]) {
    const done = spawnSync(process.execPath, ['--import', 'tsx', 'examples/mnist/train.ts', ...argv], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    assert.equal(done.status, 2, `${argv.join(' ')}: ${done.stderr}`);
    assert.match(done.stderr, /^train\.ts: .+\n$/);
  }
});
