// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { until } from '../rig/fake-gpus.ts';
import { devicesOf, gpuSweep } from '../rig/gpu-sweep.ts';

test('PARALLEL puts runs on all GPUs, one on each, and says so first', async (t) => {
  const { gpus, sweep, rows } = await gpuSweep(t, 'CONFIG_N=1|2|3|4\nSWEEP_COMMAND="gpu-job 100 go"', [
    { totalMib: 1000 },
    { totalMib: 1000 },
  ]);
  const running = sweep(['--parallel', '2']);
  await until(
    'two runs',
    () => gpus.lines('started').length === 2,
    () => gpus.lines('started'),
  );
  assert.deepEqual(devicesOf(gpus), ['0', '1']);
  gpus.release('go');
  const ended = await running;
  assert.equal(ended.code, 0, ended.stderr);
  assert.match(ended.stderr, /2 GPUs \(0 1\), one run on each/);
  assert.equal(rows().length, 4);
  assert.deepEqual(new Set(devicesOf(gpus)), new Set(['0', '1']));
});

test("nothing is assigned with PARALLEL=1 or GPUS=-1, and the caller's CUDA_VISIBLE_DEVICES is inherited", async (t) => {
  const { gpus, sweep } = await gpuSweep(t, 'CONFIG_N=1\nSWEEP_COMMAND="gpu-job 100"', [
    { totalMib: 1000 },
    { totalMib: 1000 },
  ]);
  assert.equal((await sweep([], { CUDA_VISIBLE_DEVICES: '1' })).code, 0);
  assert.equal((await sweep(['--parallel', '2', '--gpus', '-1'], { CUDA_VISIBLE_DEVICES: '0' })).code, 0);
  assert.deepEqual(gpus.lines('started'), ['1 1', '1 0']);
  assert.deepEqual(gpus.lines('calls'), []);
});

test('only the GPUs that GPUS names and CUDA_VISIBLE_DEVICES leaves are used; naming another one writes nothing', async (t) => {
  const cards = [{ totalMib: 1000 }, { totalMib: 1000 }, { totalMib: 1000 }];
  const { box, gpus, sweep } = await gpuSweep(t, 'CONFIG_N=1|2|3\nSWEEP_COMMAND="gpu-job 100"', cards);
  const refused = await sweep(['--gpus', '0,2'], { CUDA_VISIBLE_DEVICES: '1,2' });
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /GPU 0 is not among those CUDA_VISIBLE_DEVICES leaves \(1, 2\)/);
  assert.equal(existsSync(box.path('test_matrix_results')), false);
  const ended = await sweep(['--gpus', '2'], { CUDA_VISIBLE_DEVICES: '1,2' });
  assert.equal(ended.code, 0, ended.stderr);
  assert.deepEqual(devicesOf(gpus), ['2', '2', '2']);
});

test('a machine without GPUs runs on lanes and says so', async (t) => {
  const { gpus, sweep } = await gpuSweep(t, 'CONFIG_N=1|2\nSWEEP_COMMAND="gpu-job 0"', []);
  gpus.setMode('none');
  const ended = await sweep(['--parallel', '2']);
  assert.match(
    ended.stderr,
    /2 runs at a time on the CPU: no GPU was found \(nvidia-smi says: No devices were found\)/,
  );
  assert.deepEqual(devicesOf(gpus), ['unset', 'unset']);
  assert.equal(ended.code, 0, ended.stderr);
});

test('where nvidia-smi does not answer nothing starts: which GPUs there are is not known', async (t) => {
  const { box, gpus, sweep } = await gpuSweep(t, 'CONFIG_N=1|2\nSWEEP_COMMAND="gpu-job 0"', [{ totalMib: 1000 }]);
  gpus.setMode('hang');
  const refused = await sweep(['--parallel', '2', '--gpu-timeout', '0.3']);
  assert.equal(refused.code, 2, refused.stderr);
  assert.match(
    refused.stderr,
    /which GPUs there are is not known: nvidia-smi did not answer within 0\.3 s[\s\S]*GPUS=-1 runs without assigning any/,
  );
  gpus.setMode('fail', "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.");
  for (const asked of [
    ['--parallel', '2'],
    ['--gpus', '0'],
  ]) {
    const broken = await sweep(asked);
    assert.equal(broken.code, 2, broken.stderr);
    assert.match(broken.stderr, /which GPUs there are is not known: nvidia-smi says: NVIDIA-SMI has failed/);
  }
  assert.equal(existsSync(box.path('test_matrix_results')), false);
  assert.equal((await sweep(['--parallel', '2', '--gpus', '-1'])).code, 0);
});

test('memory decides how many runs share a card, and status says why the others wait', async (t) => {
  const { box, gpus, sweep, status } = await gpuSweep(
    t,
    'CONFIG_N=1:1:5\nSWEEP_COMMAND="gpu-job 300 go"\nSWEEP_GPU_MEMORY=300m\nSWEEP_JOBS_PER_GPU=8',
    [{ totalMib: 1000 }],
  );
  const running = sweep(['--gpus', '0']);
  await until(
    'three runs',
    () => gpus.lines('started').length === 3,
    () => gpus.lines('started'),
  );
  await until(
    'a reason in the status',
    () => /wait: needs 300\.0 MiB \(SWEEP_GPU_MEMORY\); GPU 0: 100\.0 MiB free/.test(status()),
    status,
  );
  const shown = await box.script('status', []);
  assert.match(shown.stdout, /4-5 wait: needs 300\.0 MiB/);
  gpus.release('go');
  const ended = await running;
  assert.equal(ended.code, 0, ended.stderr);
  assert.equal(gpus.fullestMib(0), 900);
});

test('a run that dies of GPU memory is tried alone and then on the largest card; its values never change', async (t) => {
  const range =
    'CONFIG_MIB=100|600|900|3000\nSWEEP_COMMAND="gpu-job {{CONFIG_MIB}}"\nSWEEP_GPU_MEMORY=100m\nSWEEP_JOBS_PER_GPU=4';
  const { box, gpus, sweep, rows, notes } = await gpuSweep(t, range, [{ totalMib: 500 }, { totalMib: 1000 }]);
  const ended = await sweep(['--gpus', '0,1']);
  assert.equal(ended.code, 1, ended.stderr);
  const byMib = new Map(rows().map((row) => [row['CONFIG_MIB'], row]));
  assert.deepEqual(
    [100, 600, 900].map((mib) => byMib.get(mib)?.['status']),
    ['done', 'done', 'done'],
  );
  assert.equal(byMib.get(3000)?.['status'], 'failed');
  assert.equal(byMib.get(3000)?.['reason'], 'out of memory');
  assert.ok(
    notes().some((note) => /tried again alone/.test(note)),
    notes().join('\n'),
  );
  assert.ok(
    notes().some((note) => /no card here is larger, so it has failed/.test(note)),
    notes().join('\n'),
  );
  assert.ok(gpus.fullestMib(0) <= 500 && gpus.fullestMib(1) <= 1000);
  assert.match(box.read('test_matrix_results/latest/journal.jsonl'), /torch\.OutOfMemoryError/);
  for (const report of ['sweep_analysis.txt', 'analysis.html']) {
    assert.match(box.read(`test_matrix_results/latest/${report}`), /no card here is larger, so it has failed/, report);
  }
});

test('a foreign process that grows keeps further runs off the card', async (t) => {
  const { gpus, sweep, status } = await gpuSweep(
    t,
    'CONFIG_N=1|2|3\nSWEEP_COMMAND="gpu-job 300 go-{{CONFIG_N}}"\nSWEEP_GPU_MEMORY=300m\nSWEEP_JOBS_PER_GPU=1',
    [{ totalMib: 1000 }],
  );
  gpus.setForeign(0, 200);
  const running = sweep(['--gpus', '0']);
  await until('the first run', () => gpus.lines('started').length === 1);
  gpus.setForeign(0, 650);
  const calls = gpus.lines('calls').length;
  await until('a look at the cards', () => gpus.lines('calls').length > calls + 2);
  gpus.setForeign(0, 800);
  gpus.release('go-1');
  await until('a reason in the status', () => /800\.0 MiB held by other programs/.test(status()), status);
  assert.equal(gpus.lines('started').length, 1);
  gpus.setForeign(0, 0);
  for (const name of ['go-2', 'go-3']) gpus.release(name);
  const ended = await running;
  assert.equal(ended.code, 0, ended.stderr);
});

test('a card that falls off the bus mid-sweep is left out, and used again when it is back', async (t) => {
  const cards = [{ totalMib: 1000 }, { totalMib: 1000 }];
  const { gpus, sweep } = await gpuSweep(t, 'CONFIG_N=1:1:6\nSWEEP_COMMAND="gpu-job 100 go-{{CONFIG_N}}"', cards);
  const running = sweep(['--parallel', '2']);
  await until('two runs', () => gpus.lines('started').length === 2);
  gpus.setCards([{ totalMib: 1000 }, { totalMib: 1000, trouble: 'lost' }]);
  const calls = gpus.lines('calls').length;
  await until(
    'a look at each card by itself',
    () =>
      gpus
        .lines('calls')
        .slice(calls)
        .filter((call) => call.includes('--id=')).length >= 4,
    () => gpus.lines('calls'),
  );
  for (const name of ['go-1', 'go-2']) gpus.release(name);
  await until(
    'the third run',
    () => gpus.lines('started').length === 3,
    () => gpus.lines('started'),
  );
  assert.match(gpus.lines('started')[2] ?? '', / 0$/);
  gpus.setCards(cards);
  await until(
    'a run on the card that is back',
    () => gpus.lines('started').length === 4,
    () => gpus.lines('started'),
  );
  assert.match(gpus.lines('started')[3] ?? '', / 1$/);
  for (const name of ['go-3', 'go-4', 'go-5', 'go-6']) gpus.release(name);
  const ended = await running;
  assert.equal(ended.code, 0, ended.stderr);
  assert.match(ended.stderr, /GPU 1 is not used for now: nvidia-smi does not list it any more/);
  assert.match(ended.stderr, /GPU 1 is used again/);
});

for (const [what, text] of [
  ['ERR!', 'ERR!'],
  ['[N/A]', '[N/A]'],
  ['[Unknown Error]', '[Unknown Error]'],
] as const) {
  test(`a card whose memory nvidia-smi gives as ${what} is not used`, async (t) => {
    const { gpus, sweep } = await gpuSweep(t, 'CONFIG_N=1|2|3\nSWEEP_COMMAND="gpu-job 100"', [
      { totalMib: 1000, trouble: text },
      { totalMib: 1000 },
    ]);
    const ended = await sweep(['--parallel', '2']);
    assert.equal(ended.code, 0, ended.stderr);
    assert.deepEqual(devicesOf(gpus), ['1', '1', '1']);
    assert.ok(ended.stderr.includes(`GPU 0 is not used for now: nvidia-smi says ${text}`), ended.stderr);
  });
}

test('an nvidia-smi that hangs stops starts, not the sweep; when it answers again the sweep goes on', async (t) => {
  const { gpus, sweep, status } = await gpuSweep(t, 'CONFIG_N=1|2\nSWEEP_COMMAND="gpu-job 100 go-{{CONFIG_N}}"', [
    { totalMib: 1000 },
  ]);
  const running = sweep(['--gpus', '0', '--gpu-timeout', '0.3s']);
  await until('the first run', () => gpus.lines('started').length === 1);
  gpus.setMode('hang');
  await until('the trouble in the status', () => /nvidia-smi did not answer within 0\.3 s/.test(status()), status);
  gpus.release('go-1');
  await until('the end of the first run', () => gpus.lines('finished').length === 1);
  assert.equal(gpus.lines('started').length, 1);
  gpus.setMode('ok');
  gpus.release('go-2');
  const ended = await running;
  assert.equal(ended.code, 0, ended.stderr);
});

test('an older driver that does not know all fields is asked for fewer', async (t) => {
  const { gpus, sweep } = await gpuSweep(t, 'CONFIG_N=1|2\nSWEEP_COMMAND="gpu-job 100"', [
    { totalMib: 1000 },
    { totalMib: 1000 },
  ]);
  gpus.setMode('old');
  const ended = await sweep(['--parallel', '2']);
  assert.equal(ended.code, 0, ended.stderr);
  assert.deepEqual(new Set(devicesOf(gpus)), new Set(['0', '1']));
});
