// SPDX-License-Identifier: MIT
// The example sweeps of pycls, run as they are with a stand-in for its training.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { needs } from '../rig/needs.ts';
import { type StandIn, standIn } from '../rig/standins.ts';

interface Row {
  readonly status: string;
  readonly [column: string]: unknown;
}

function rowsOf(box: StandIn): readonly Row[] {
  return JSON.parse(box.read('test_matrix_results/latest/sweep_summary.json')) as Row[];
}

test('cifar_optim runs its 64 configurations, floats are floats, and the smallest error is the best', async (t) => {
  if (!needs(t, 'python3-yaml')) return;
  const box = standIn(t, 'pycls', ['imports/pycls/cifar_optim.yaml']);
  const { code, stdout, stderr } = await box.sweep(['sweep', 'RANGE_CONFIG=cifar_optim.yaml', 'PARALLEL=4']);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /Sweep complete: 64 done/);
  const rows = rowsOf(box);
  assert.equal(rows.length, 64);
  const latest = 'test_matrix_results/latest';
  const names = Array.from({ length: 64 }, (_, i) => String(i).padStart(6, '0'));
  assert.deepEqual(box.list(`${latest}/logs`), names);
  assert.deepEqual(
    box.list(`${latest}/cfgs`),
    names.map((name) => `${name}.yaml`),
  );
  assert.equal(box.read(`${latest}/cfgs/000017.yaml`), box.read(`${latest}/logs/000017/config.yaml`));
  assert.match(
    box.read(`${latest}/cfgs_summary.yaml`),
    /^000000\.yaml: "OPTIM\.BASE_LR [0-9.e-]+ OPTIM\.WEIGHT_DECAY [0-9.e-]+"$/m,
  );
  const metric = 'test_ema_epoch.min_top1_err';
  const best = [...rows].sort((a, b) => Number(a[metric]) - Number(b[metric]))[0];
  assert.ok(Math.abs(Math.log10(Number(best?.['OPTIM.BASE_LR']) * Number(best?.['OPTIM.WEIGHT_DECAY'])) + 3.3) < 0.2);
  for (const row of rows) {
    const [lr, wd] = [Number(row['OPTIM.BASE_LR']), Number(row['OPTIM.WEIGHT_DECAY'])];
    assert.ok(lr >= 0.25 && lr <= 5 && wd >= 5e-5 && wd <= 1e-3, JSON.stringify(row));
    assert.ok(Math.abs(Number(row['lr_wd']) - Math.log10(lr * wd)) < 1e-9);
  }
});

test('cifar_best runs each length of training three times, and its distributions are split by it', async (t) => {
  if (!needs(t, 'python3-yaml')) return;
  const box = standIn(t, 'pycls', ['imports/pycls/cifar_best.yaml']);
  const { code, stdout, stderr } = await box.sweep(['sweep', 'RANGE_CONFIG=cifar_best.yaml', 'PARALLEL=4']);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /Sweep complete: 12 done/);
  const seeds = rowsOf(box).map((row) => `${row['OPTIM.MAX_EPOCH']}/${row['RNG_SEED']}`);
  assert.deepEqual(seeds.sort(), [50, 100, 200, 400].flatMap((n) => [1, 2, 3].map((seed) => `${n}/${seed}`)).sort());
  const page = box.read('test_matrix_results/latest/analysis.html');
  for (const epochs of [50, 100, 200, 400]) assert.ok(page.includes(`"OPTIM.MAX_EPOCH=${epochs}"`), `${epochs}`);
  // Three seeds are one setting: the longest training is the best.
  assert.match(box.read('test_matrix_results/latest/sweep_analysis.txt'), /OPTIM\.MAX_EPOCH/);
});

test('cifar_regnet draws 32 networks of two stages within the bounds of what they cost', async (t) => {
  if (!needs(t, 'python3-yaml')) return;
  const box = standIn(t, 'pycls', ['pycls/cifar_regnet.yaml']);
  const refused = await box.sweep(['sweep-generate', 'RANGE_CONFIG=cifar_regnet.yaml']);
  assert.equal(refused.code, 2);
  assert.match(
    refused.stderr,
    /cifar_regnet\.yaml:\d+:\d+: error: flops has bounds, and no SWEEP_CHECK_COMMAND measures it/,
  );
  box.write(
    'regnet',
    'source "cifar_regnet.yaml"\nSWEEP_CHECK_COMMAND="python3 check.py"\nSWEEP_QUIET=W_IMPORT_LEFT_OUT\n',
  );
  const { code, stdout, stderr } = await box.sweep(['sweep', 'RANGE_CONFIG=regnet', 'PARALLEL=4']);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /Sweep complete: 32 done/);
  for (const row of rowsOf(box)) {
    const [flops, params, acts] = ['flops', 'params', 'acts'].map((name) => Number(row[name]));
    assert.ok(flops !== undefined && flops >= 0.12e9 && flops <= 0.13e9, JSON.stringify(row));
    assert.ok(Number(params) <= 2e6 && Number(acts) <= 1e6, JSON.stringify(row));
  }
});

test('sweep-import writes a range file that is the same sweep', async (t) => {
  const box = standIn(t, 'pycls', ['imports/pycls/cifar_best.yaml']);
  const { code, stderr } = await box.sweep(['sweep-import', 'FROM=cifar_best.yaml', 'TO=mine']);
  assert.equal(code, 0, stderr);
  await box.sweep(['sweep-generate', 'RANGE_CONFIG=cifar_best.yaml', 'CONFIG_DIR=theirs']);
  await box.sweep(['sweep-generate', 'RANGE_CONFIG=mine', 'CONFIG_DIR=ours']);
  assert.equal(box.read('ours/combinations.csv'), box.read('theirs/combinations.csv'));
});
