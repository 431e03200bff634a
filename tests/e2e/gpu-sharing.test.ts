// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { until } from '../rig/fake-gpus.ts';
import { devicesOf, gpuSweep, QUICK, type Row } from '../rig/gpu-sweep.ts';

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

test('a run that died of GPU memory which nobody saw has no peak, and one that ended well without any has 0', async (t) => {
  const said = 'torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 136.00 GiB.';
  const range = `CONFIG_N=1|2\nSWEEP_COMMAND='gpu-job 0 go && test "$CONFIG_N" = 2 || { echo "${said}"; exit 1; }'`;
  const { box, gpus, sweep, rows } = await gpuSweep(t, range, [{ totalMib: 2048 }]);
  gpus.hidePids();
  const running = sweep(['--gpus', '0', '--gpus-per-run', '1']);
  await until('the first run', () => gpus.lines('started').length === 1);
  const calls = gpus.lines('calls').length;
  await until('some looks at the card', () => gpus.lines('calls').length > calls + 8);
  gpus.release('go');
  assert.equal((await running).code, 1);
  assert.deepEqual(
    rows().map((row) => [row['status'], row['reason'], row['gpu_peak_mem_gb'] ?? null]),
    [
      ['failed', 'out of memory', null],
      ['done', 'ok', 0],
    ],
  );
  const folder = box.list('test_matrix_results/latest').find((name) => name.startsWith('config_')) ?? '';
  const telemetry = JSON.parse(box.read(`test_matrix_results/latest/.attempts/${folder}/1/gpu.json`)) as Row;
  assert.deepEqual([telemetry['peakBytes'], Number(telemetry['samples']) > 0], [null, true]);
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
