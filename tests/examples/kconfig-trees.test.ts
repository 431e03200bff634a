// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { readSettings } from '../../examples/mnist/settings.ts';
import { needs } from '../rig/needs.ts';
import { ROOT, type Sandbox, sandbox } from '../rig/sandbox.ts';

/** Generates the configurations of an example; returns their texts and what was said. */
async function generate(box: Sandbox, range: string): Promise<{ texts: string[]; stdout: string }> {
  const { code, stdout, stderr } = await box.script('generate-configs', [join(ROOT, 'defconfigs', range), 'out']);
  assert.deepEqual([code, stderr], [0, '']);
  const names = box.list('out').filter((name) => /^config_\d+$/.test(name));
  return { texts: names.map((name) => box.read(`out/${name}`)), stdout };
}

test('the sorting example has 15 builds, and what only one algorithm has is left out for the others', async (t) => {
  const { texts, stdout } = await generate(sandbox(t), 'sorting-range');
  assert.equal(texts.length, 15);
  assert.match(
    stdout,
    /5 configurations are left out, .*: CONFIG_UNROLL: it needs OPTIMIZE_SPEED \(OPTIMIZE_SPEED is n\): 5/,
  );
  for (const text of texts) assert.equal(text.includes('CONFIG_RADIX_BITS='), text.includes('CONFIG_SORT_RADIX=y'));
});

test('each algorithm of the sorting example is built from its .config, sorts, and prints its metrics', async (t) => {
  if (!needs(t, 'cc')) return;
  const box = sandbox(t, 'sorting');
  await generate(box, 'sorting-range');
  for (const n of ['001', '004', '007', '012']) {
    const args = ['-s', '-f', join(ROOT, 'examples/sorting/Makefile'), `CONFIG=out/config_${n}`, `OUT=build-${n}`];
    const { status, stdout, stderr } = spawnSync('make', args, { cwd: box.dir, encoding: 'utf8' });
    assert.deepEqual([status, stderr], [0, ''], n);
    assert.match(stdout, /^text_bytes=\d+\nsort_us=\d+\.\d\n$/);
  }
});

test('the digits example takes the settings that its script makes of each .config', async (t) => {
  const box = sandbox(t);
  const { texts } = await generate(box, 'digits-kconfig-range');
  assert.equal(texts.length, 3);
  const sparsities = texts.map((_, i) => {
    const script = join(ROOT, 'examples/digits-kconfig/settings.sh');
    const { stdout, status } = spawnSync('bash', [script, box.path(`out/config_00${i + 1}`)], { encoding: 'utf8' });
    assert.equal(status, 0);
    return readSettings(stdout, 'settings').targetSparsity;
  });
  assert.deepEqual(sparsities, [0.9, 0.9, 0]);
});
