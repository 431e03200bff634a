// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ROOT, sandbox } from '../rig/sandbox.ts';
import { join } from 'node:path';

test('the example of stages trains two networks once each, tests both, and takes what two tests say together', async (t) => {
  const box = sandbox(t);
  const range = join(ROOT, 'defconfigs/digits-stages-range');
  const ended = await box.script('run-test-matrix', ['--as-named', '--range-config', range, '--parallel', '2']);
  assert.equal(ended.code, 0, ended.stderr);
  const latest = 'test_matrix_results/latest';
  assert.deepEqual(
    ['target', 'noise', 'shift', 'verdict'].map(
      (stage) => box.list(`${latest}/${stage}`).filter((name) => name.startsWith('config_')).length,
    ),
    [2, 4, 2, 4],
  );
  const rows = JSON.parse(box.read(`${latest}/sweep_summary.json`)) as readonly Record<string, number>[];
  assert.equal(rows.length, 4);
  for (const row of rows) {
    const { robust_acc: worst = 0, 'noise.acc': noise = 0, 'shift.acc': shift = 0, 'target.test_acc': clean = 0 } = row;
    assert.equal(worst, Math.min(noise, shift));
    assert.ok(worst > 30 && worst < clean && clean > 85, JSON.stringify(row));
  }
});
