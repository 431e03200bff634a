// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { until } from '../rig/fake-gpus.ts';
import { devicesOf, gpuSweep, QUICK, type Row } from '../rig/gpu-sweep.ts';

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

test('a run that outlives its killed runner keeps its card, and what was learnt is learnt again', async (t) => {
  const { box, gpus, sweep, rows } = await gpuSweep(t, 'CONFIG_N=1|2\nSWEEP_COMMAND="gpu-job 400 go-{{CONFIG_N}}"', [
    { totalMib: 1000 },
  ]);
  const first = sweep(['--gpus', '0']);
  await until('the first run', () => gpus.lines('started').length === 1);
  const opened = JSON.parse(
    box
      .read('test_matrix_results/latest/journal.jsonl')
      .split('\n')
      .find((line) => line.includes('"opened"')) ?? '{}',
  ) as { pid: number };
  process.kill(opened.pid, 'SIGKILL');
  assert.equal((await first).signal, 'SIGKILL');
  const calls = gpus.lines('calls').length;
  const second = box.script('run-test-matrix', ['--resume-latest', ...QUICK], { env: gpus.env });
  await until('looks of the second runner', () => gpus.lines('calls').length > calls + 10);
  assert.equal(gpus.lines('started').length, 1, 'the card is still taken');
  gpus.release('go-1');
  await until('the second run', () => gpus.lines('started').length === 2);
  gpus.release('go-2');
  const ended = await second;
  assert.equal(ended.code, 0, ended.stderr);
  assert.deepEqual(
    rows().map((row) => row['status']),
    ['done', 'done'],
  );
});

test('GPUS_PER_RUN gives each run as many cards at once', async (t) => {
  const { gpus, sweep } = await gpuSweep(t, 'CONFIG_N=1|2|3\nSWEEP_COMMAND="gpu-job 10"\nSWEEP_GPUS_PER_RUN=2', [
    { totalMib: 1000 },
    { totalMib: 1000 },
    { totalMib: 1000 },
  ]);
  const ended = await sweep([]);
  assert.equal(ended.code, 0, ended.stderr);
  assert.match(ended.stderr, /3 GPUs \(0 1 2\), one run on each, 2 GPUs a run/);
  for (const devices of devicesOf(gpus)) assert.match(devices, /^[0-2],[0-2]$/);
});

test("two sweeps of one machine see each other's reservations before any memory is in use", async (t) => {
  const range = 'CONFIG_N=1|2\nSWEEP_COMMAND="gpu-job 0 go"\nSWEEP_GPU_MEMORY=600m\nSWEEP_JOBS_PER_GPU=4';
  const { box, gpus, sweep } = await gpuSweep(t, range, [{ totalMib: 1000 }]);
  const first = sweep(['--gpus', '0']);
  await until('the first run', () => gpus.lines('started').length === 1);
  const second = box.script(
    'run-test-matrix',
    ['--config-dir', 'sweep_configs', '--output-dir', 'other', ...QUICK, '--gpus', '0'],
    { env: gpus.env },
  );
  const view = (): string =>
    existsSync(box.path('other/latest/status.json')) ? box.read('other/latest/status.json') : '';
  await until(
    'the second sweep to wait',
    () => /GPU 0: 0 runs and 1 of other sweeps/.test(view()) && /held by other programs/.test(view()),
    view,
  );
  assert.equal(gpus.lines('started').length, 1);
  gpus.release('go');
  const ends = await Promise.all([first, second]);
  assert.deepEqual(
    ends.map((end) => end.code),
    [0, 0],
    ends.map((end) => end.stderr).join('\n'),
  );
  assert.equal(gpus.lines('finished').length, 4);
});

test("where processes are not shown, as in a container, a run's use is the growth of its card", async (t) => {
  const { box, gpus, sweep } = await gpuSweep(t, 'CONFIG_N=1\nSWEEP_COMMAND="gpu-job 512 go"', [{ totalMib: 2048 }]);
  gpus.setForeign(0, 100);
  gpus.hidePids();
  const running = sweep(['--gpus', '0']);
  await until('the run', () => gpus.lines('started').length === 1);
  const calls = gpus.lines('calls').length;
  await until('some looks at the card', () => gpus.lines('calls').length > calls + 8);
  gpus.release('go');
  assert.equal((await running).code, 0);
  const folder = box.list('test_matrix_results/latest').find((name) => name.startsWith('config_')) ?? '';
  const telemetry = JSON.parse(box.read(`test_matrix_results/latest/.attempts/${folder}/1/gpu.json`)) as {
    metrics: Row;
    measured: string;
  };
  assert.equal(telemetry.measured, 'card');
  assert.equal(telemetry.metrics['gpu_peak_mem_gb'], 0.5);
});

test('peak memory and mean load of each run are columns of the summary, and what fits is a filter', async (t) => {
  const { box, gpus, sweep, rows } = await gpuSweep(
    t,
    'CONFIG_MIB=256|512\nSWEEP_COMMAND="gpu-job {{CONFIG_MIB}} go-{{CONFIG_MIB}}"',
    [{ totalMib: 2048, load: 40 }],
  );
  const running = sweep(['--gpus', '0']);
  for (const [i, mib] of [256, 512].entries()) {
    await until(`run ${i + 1}`, () => gpus.lines('started').length === i + 1);
    const calls = gpus.lines('calls').length;
    await until('some looks at the card', () => gpus.lines('calls').length > calls + 8);
    gpus.release(`go-${mib}`);
  }
  const ended = await running;
  assert.equal(ended.code, 0, ended.stderr);
  assert.deepEqual(
    rows().map((row) => row['gpu_peak_mem_gb']),
    [0.25, 0.5],
  );
  assert.deepEqual(
    rows().map((row) => row['gpu_util_mean']),
    [0.4, 0.4],
  );
  const fits = await box.script('report', ['test_matrix_results/latest', '--filter', 'gpu_peak_mem_gb<0.3']);
  assert.equal(fits.code, 0, fits.stderr);
  assert.match(fits.stdout, /config_001/);
  assert.doesNotMatch(fits.stdout, /config_002/);
});

test('in a sweep with stages each says how many cards its runs get; more than there are is refused before anything is written', async (t) => {
  const range = (cards: number): string =>
    [
      'CONFIG_N=1|2',
      'stage "target"',
      `SWEEP_GPUS_PER_RUN=${cards}`,
      `SWEEP_COMMAND='echo "target [$CUDA_VISIBLE_DEVICES]" >>"$SWEEP_DIR/cards"'`,
      'endstage',
      'stage "sample"',
      'needs "target"',
      `SWEEP_COMMAND='echo "sample [$CUDA_VISIBLE_DEVICES]" | tr 1 0 >>"$SWEEP_DIR/cards"'`,
      'endstage',
    ].join('\n');
  const { box, sweep } = await gpuSweep(t, range(2), [{ totalMib: 1000 }, { totalMib: 1000 }]);
  const ended = await sweep(['--gpus', '0,1']);
  assert.match(ended.stdout, /4 done/, ended.stderr);
  assert.match(ended.stderr, /2 GPUs \(0 1\), one run on each, 1 to 2 GPUs a run/);
  const lines = box.read('test_matrix_results/latest/cards').trim().split('\n').sort();
  assert.deepEqual(lines, ['sample [0]', 'sample [0]', 'target [0,1]', 'target [0,1]']);
  const { sweep: other } = await gpuSweep(t, range(3), [{ totalMib: 1000 }, { totalMib: 1000 }]);
  const refused = await other(['--gpus', '0,1']);
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /GPUS_PER_RUN is 3, but there are 2 GPUs to use/);
});

test('in a sweep with stages each says what its runs need of a card, and one may do without cards', async (t) => {
  const range = [
    'CONFIG_N=1|2|3|4',
    'stage "target"',
    'SWEEP_GPU_MEMORY=600M',
    'SWEEP_COMMAND="gpu-job 600 go"',
    'endstage',
    'stage "sample"',
    'needs "target"',
    'SWEEP_GPUS=-1',
    `SWEEP_COMMAND='echo "[$CUDA_VISIBLE_DEVICES]" >>"$SWEEP_DIR/cardless"; echo 1 >"$SWEEP_OUT_DIR/x"'`,
    'endstage',
  ].join('\n');
  const { box, gpus, sweep } = await gpuSweep(t, range, [{ totalMib: 1000 }, { totalMib: 1000 }]);
  const running = sweep(['--parallel', '4', '--jobs-per-gpu', '4', '--gpus', '0,1']);
  await until(
    'two runs',
    () => gpus.lines('started').length === 2,
    () => gpus.lines('started'),
  );
  assert.deepEqual(devicesOf(gpus), ['0', '1'], 'two of 600 do not go on a card of 1000');
  gpus.release('go');
  const ended = await running;
  assert.match(ended.stdout, /8 done/, ended.stderr);
  assert.deepEqual([gpus.fullestMib(0), gpus.fullestMib(1)], [600, 600]);
  assert.equal(box.read('test_matrix_results/latest/cardless'), '[]\n'.repeat(4));
});
