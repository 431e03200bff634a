// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { test } from 'node:test';
import { until } from '../rig/fake-gpus.ts';
import { devicesOf, gpuSweep } from '../rig/gpu-sweep.ts';

const SLICES = ['MIG-aaaa1111-0000', 'MIG-bbbb2222-0000'];
const SPLIT = [{ totalMib: 1000 }, { totalMib: 1000, slices: SLICES }];

test('each run gets one MIG slice by its name, of those that the caller may use', async (t) => {
  const { box, gpus, sweep, rows } = await gpuSweep(t, 'CONFIG_N=1|2|3\nSWEEP_COMMAND="gpu-job 0 go"', SPLIT);
  const running = sweep(['--parallel', '3'], { CUDA_VISIBLE_DEVICES: SLICES.join(',') });
  await until(
    'two runs',
    () => gpus.lines('started').length === 2,
    () => gpus.lines('started'),
  );
  assert.deepEqual(devicesOf(gpus), SLICES);
  gpus.release('go');
  const ended = await running;
  assert.equal(ended.code, 0, ended.stderr);
  assert.match(ended.stderr, /2 MIG slices \(2 3\), one run on each; PARALLEL=3 is more than they take/);
  assert.deepEqual(new Set(devicesOf(gpus)), new Set(SLICES));
  assert.equal(rows().length, 3);
  assert.doesNotMatch(box.read('test_matrix_results/latest/sweep_summary.csv'), /gpu_/, 'nothing measures a slice');
});

test('a whole card beside slices is a place for a run too, and GPUS names slices by number or name', async (t) => {
  const { gpus, sweep } = await gpuSweep(t, 'CONFIG_N=1|2|3\nSWEEP_COMMAND="gpu-job 0 go"', SPLIT);
  const running = sweep(['--parallel', '3']);
  await until(
    'three runs',
    () => gpus.lines('started').length === 3,
    () => gpus.lines('started'),
  );
  assert.deepEqual(devicesOf(gpus), ['0', ...SLICES]);
  gpus.release('go');
  assert.equal((await running).code, 0);
  for (const asked of ['3', 'MIG-bbbb2222-0000']) assert.equal((await sweep(['--gpus', asked])).code, 0, asked);
  assert.deepEqual(devicesOf(gpus), ['0', 'MIG-aaaa1111-0000', ...Array<string>(7).fill('MIG-bbbb2222-0000')]);
});

test('several slices for a run, a slice that is not there, and a split card by its number are refused in words', async (t) => {
  const { box, sweep } = await gpuSweep(t, 'CONFIG_N=1|2\nSWEEP_COMMAND="gpu-job 0"', SPLIT);
  const refused: readonly [readonly string[], string | undefined, RegExp][] = [
    [['--gpus-per-run', '2'], undefined, /GPUS_PER_RUN is 2, but a CUDA program sees one MIG slice only/],
    [['--parallel', '2'], 'MIG-cccc', /CUDA_VISIBLE_DEVICES is "MIG-cccc", which names no MIG slice/],
    [
      ['--parallel', '2'],
      '1',
      /which names no MIG slice[\s\S]*CUDA_VISIBLE_DEVICES=MIG-aaaa1111-0000,MIG-bbbb2222-0000/,
    ],
  ];
  for (const [args, visible, words] of refused) {
    const ended = await sweep(args, visible === undefined ? {} : { CUDA_VISIBLE_DEVICES: visible });
    assert.equal(ended.code, 2, ended.stderr);
    assert.match(ended.stderr, words);
  }
  assert.equal(existsSync(box.path('test_matrix_results')), false);
});

test('cards that are named by UUID are handed out one by one where there is no nvidia-smi', async (t) => {
  const { box, gpus, sweep } = await gpuSweep(t, 'CONFIG_N=1|2\nSWEEP_COMMAND="gpu-job 0"', []);
  mkdirSync(box.path('bin'));
  for (const name of ['gpu-job', 'bash', 'rm', 'rmdir', 'cat', 'mkdir'])
    symlinkSync(
      (await box.run('bash', ['-c', `command -v ${name}`], { env: gpus.env })).stdout.trim(),
      box.path('bin', name),
    );
  const ended = await sweep(['--parallel', '2'], { CUDA_VISIBLE_DEVICES: SLICES.join(','), PATH: box.path('bin') });
  assert.equal(ended.code, 0, ended.stderr);
  assert.match(
    ended.stderr,
    /2 MIG slices \(0 1\), one run on each; their memory cannot be seen \(there is no nvidia-smi\)/,
  );
  assert.deepEqual(devicesOf(gpus), SLICES);
});
