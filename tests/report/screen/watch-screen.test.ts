// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { gatherSweep } from '../../../scripts/lib/edge/metrics/gather-view.ts';
import { type WatchModel, watchLine, watchScreen } from '../../../scripts/lib/report/screen/watch-screen.ts';
import { settingsFor, type SyntheticRun, temporaryFolder, writeSyntheticSweep } from '../../rig/synthetic-sweep.ts';

function modelOf(t: TestContext, runs: readonly SyntheticRun[]): WatchModel {
  const folder = writeSyntheticSweep(join(temporaryFolder(t), 'sweep_1'), { runs });
  const { view, state } = gatherSweep(folder, settingsFor({ METRIC: 'acc', UNITS: 'acc=%' }), 0);
  const running = [...state.runs.values()].filter((r) => r.status === 'running');
  return {
    view,
    state: 'running for 20s',
    isLive: true,
    openedAtMs: 1_700_000_000_000,
    nowMs: 1_700_000_020_000,
    whole: view,
    running: running.map(({ run, number }) => ({
      run,
      name: `config_${String(number).padStart(3, '0')}`,
      values: [],
      sinceMs: 1_700_000_010_000,
      devices: ['3'],
      remark: '',
    })),
  };
}

const runs: readonly SyntheticRun[] = [
  { values: { CONFIG_LR: '0.1' }, files: { 'metrics.jsonl': '{"acc": 80}\n' } },
  { values: { CONFIG_LR: '0.2' }, files: { 'metrics.jsonl': '{"acc": 90}\n' } },
  { values: { CONFIG_LR: '0.3' }, end: { status: 'failed', reason: 'exit code', detail: 'exit code 1\u001b[31m' } },
  { values: { CONFIG_LR: '0.4' }, end: 'running', files: { 'metrics.jsonl': '{"acc": 55}\n' } },
  { values: { CONFIG_LR: '0.5' }, end: 'pending' },
];

test('the screen shows progress, what runs with its newest metric, the best and the newest failure', (t) => {
  const lines = watchScreen(modelOf(t, runs), { columns: 100, rows: 16 });
  assert.equal(lines.length, 16);
  assert.equal(lines[0], 'sweep_1: running for 20s');
  assert.match(lines[1] ?? '', /^\[#{24}\.{16}\] 3\/5 ended, 1 running, 1 failed, about 13s left$/);
  assert.equal(lines[4], '  config_004  10s  GPU 3  acc 55.00%  LR=0.4');
  assert.match(lines[7] ?? '', / 1\. config_002 {2}acc 90\.00%/);
  assert.match(lines[13] ?? '', /^Newest failure: config_003: exit code 1\?\[31m \(config_003_\w+\/output\.log\)$/);
  assert.equal(lines[15], 'q quits; the sweep goes on');
});

test('the screen never grows over its terminal, whatever its size', (t) => {
  const more = Array.from(
    { length: 40 },
    (_, i): SyntheticRun => ({ values: { CONFIG_LR: String(i + 1) }, end: 'running' }),
  );
  const model = modelOf(t, [...runs, ...more]);
  for (const [columns, rows] of [
    [60, 20],
    [20, 8],
    [200, 60],
    [10, 3],
  ] as const) {
    const lines = watchScreen(model, { columns, rows });
    assert.ok(lines.length <= rows, `${lines.length} lines on ${columns}x${rows}`);
    assert.ok(
      lines.every((l) => [...l].length <= columns),
      `${columns}x${rows}`,
    );
  }
});

test('what tells runs apart is seen on a narrow screen too', (t) => {
  const name = 'CONFIG_A_LONG_PARAMETER_NAME_OF_THE_SCHEDULE';
  const of = (value: string, end?: 'running'): SyntheticRun => ({
    values: { CONFIG_LR: `0.002801655048501${value}`, [name]: value },
    files: { 'metrics.jsonl': '{"acc": 55}\n' },
    ...(end === undefined ? {} : { end }),
  });
  const model = modelOf(t, [of('1'), of('2', 'running'), of('3', 'running')]);
  const lines = watchScreen(model, { columns: 80, rows: 20 });
  assert.deepEqual(
    lines.slice(4, 6),
    ['2', '3'].map((n) => `  config_00${n}  10s  GPU 3  acc 55.00%  LR=0.00280166 A_LONG…EDULE=${n}`),
  );
  assert.equal(lines[8], '   1. config_001  acc 55.00%  Time 1.0s  LR=0.00280166 A_LONG…EDULE=1');
  assert.equal(
    watchScreen(model, { columns: 120, rows: 20 })[4],
    '  config_002  10s  GPU 3  acc 55.00%  LR=0.0028016550485012 A_LONG_PARAMETER_NAME_OF_THE_SCHEDULE=2',
  );
  assert.equal(watchScreen(model, { columns: 80, rows: 8 })[3], 'Running: 2');
});

test('one line tells the same where there is no terminal', (t) => {
  assert.equal(
    watchLine(modelOf(t, runs)),
    'sweep_1: 3/5 ended, 1 running, 1 failed, about 13s left, best acc 90.00% (config_002)',
  );
});
