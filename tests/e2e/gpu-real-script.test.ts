// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fakeGpus } from '../rig/fake-gpus.ts';
import { hasTool, needs } from '../rig/needs.ts';
import { ROOT, sandbox } from '../rig/sandbox.ts';

const SCRIPT = [
  '--import',
  join(ROOT, 'node_modules', 'tsx', 'dist', 'loader.mjs'),
  join(ROOT, 'bench', 'gpu-real.ts'),
];

test('the check for real GPUs goes through on a fake driver, so that it works when there is a real one', async (t) => {
  if (!needs(t, 'cc')) return;
  const box = sandbox(t, 'real');
  const gpus = fakeGpus(t, box, [{ totalMib: 20_000, load: 50 }]);
  mkdirSync(box.path('lib'));
  const built = await box.run('cc', [
    '-shared',
    '-fPIC',
    '-Wall',
    '-Werror',
    '-o',
    box.path('lib', 'libcuda.so.1'),
    join(ROOT, 'tests', 'rig', 'fake-libcuda.c'),
  ]);
  assert.equal(built.code, 0, built.stderr);
  // Seconds that a run holds its memory: long enough to be sampled on a busy machine too.
  const ended = await box.run(process.execPath, [...SCRIPT, '1.5'], {
    env: { ...gpus.env, LD_LIBRARY_PATH: box.path('lib') },
  });
  assert.match(ended.stdout, /All as it must be\./, ended.stdout + ended.stderr);
  assert.equal(ended.code, 0);
  assert.match(ended.stdout, /memory understated: out of GPU memory beside other runs/);
});

test('without a GPU it says so and tests nothing', async (t) => {
  if (hasTool('nvidia-smi')) return t.diagnostic('this machine has a GPU');
  const box = sandbox(t);
  const ended = await box.run(process.execPath, [...SCRIPT]);
  assert.equal(ended.code, 3);
  assert.match(ended.stdout, /^NOT TESTED: no usable GPU \(nvidia-smi cannot be run/);
});
