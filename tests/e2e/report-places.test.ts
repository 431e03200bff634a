// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { writeReports } from '../../scripts/lib/edge/page/report-writer.ts';
import {
  folderOf,
  settingsFor,
  type SyntheticRun,
  temporaryFolder,
  writeSyntheticSweep,
} from '../rig/synthetic-sweep.ts';
import { SETTINGS, RUNS } from '../rig/trained-runs.ts';

test('a second report reads again only the run that changed', (t) => {
  const folder = writeSyntheticSweep(temporaryFolder(t), { runs: RUNS });
  const later = { nowMs: () => Date.now() + 10_000 };
  writeReports(folder, settingsFor(SETTINGS), { clock: later });
  const path = join(folder, '.metrics-cache.json');
  // A mark in the cache shows that it is what the second report shows.
  writeFileSync(path, readFileSync(path, 'utf8').replace('88.51', '88.77').replace('"test_acc":80', '"test_acc":81'));
  const changed = join(folder, folderOf(RUNS[0] as SyntheticRun, 1, 4), 'training_metrics.json');
  writeFileSync(changed, '{"test_acc": 70.125}');
  const { view } = writeReports(folder, settingsFor(SETTINGS), { clock: later });
  assert.deepEqual(
    view.ranked.map((r) => r.metrics['test_acc']),
    [88.77, 70.125],
  );
});

test('a damaged cache costs time only', (t) => {
  const folder = writeSyntheticSweep(temporaryFolder(t), { runs: RUNS });
  writeFileSync(join(folder, '.metrics-cache.json'), '{"version": 1, "question": [');
  assert.equal(writeReports(folder, settingsFor(SETTINGS)).view.ranked[0]?.metrics['test_acc'], 88.51);
});

test('the script reports the named folder, and refuses what is no sweep', (t) => {
  const folder = writeSyntheticSweep(temporaryFolder(t), { runs: RUNS });
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ['scripts/start.cjs', 'report', ...args], { encoding: 'utf8' });
  const good = run(folder, '--metric', 'test_acc', '--json');
  assert.equal(good.status, 0, good.stderr);
  assert.equal((JSON.parse(good.stdout) as unknown[]).length, 4);
  assert.match(run(folder, '--metric', 'test_acc').stdout, /\n4 runs: 3 done, 1 failed\.\n\nReports:\n/);
  const bad = run(join(folder, 'nowhere'));
  assert.equal(bad.status, 2);
  assert.match(bad.stderr, /does not exist/);
});

test('the goal that a sweep was made with does not turn another metric round', (t) => {
  const runs = [1, 2, 3].map(
    (n): SyntheticRun => ({
      values: { CONFIG_A: String(n) },
      files: { 'training_metrics.json': { test_acc: n, train_loss: n, score: n } },
    }),
  );
  const folder = writeSyntheticSweep(temporaryFolder(t), { runs, settings: { METRIC: 'test_acc', GOAL: 'max' } });
  const best = (metric: string): number => {
    const { stdout } = spawnSync(process.execPath, ['scripts/start.cjs', 'report', folder, '--metric', metric], {
      encoding: 'utf8',
      cwd: join(import.meta.dirname, '..', '..'),
    });
    return Number(/│ 1 │ config_00(\d)/.exec(stdout)?.[1]);
  };
  assert.deepEqual([best('train_loss'), best('score'), best('test_acc')], [1, 3, 3]);
});

test('when the newest sweep is gone the report names the newest that is there', (t) => {
  const output = temporaryFolder(t);
  writeSyntheticSweep(join(output, 'sweep_20260101_000000'), { runs: RUNS, settings: SETTINGS });
  symlinkSync('sweep_20260102_000000', join(output, 'latest'));
  const report = (): string =>
    spawnSync(process.execPath, ['scripts/start.cjs', 'report', '--output-dir', output], {
      encoding: 'utf8',
      cwd: join(import.meta.dirname, '..', '..'),
    }).stderr;
  assert.match(
    report(),
    /the newest sweep in \S+ was sweep_20260102_000000, which is gone[\s\S]*SWEEP=\S+sweep_20260101_000000 is the newest that is there/,
  );
  rmSync(join(output, 'latest'));
  assert.match(
    report(),
    /has no link latest to say which sweep is meant; there is sweep_20260101_000000\n {2}hint: SWEEP=/,
  );
  rmSync(join(output, 'sweep_20260101_000000'), { recursive: true });
  assert.match(report(), /there is no sweep in [\s\S]*start one with make sweep RANGE_CONFIG=FILE/);
});

test('where reports cannot be written the table is shown all the same, and then what is in the way', (t) => {
  const folder = writeSyntheticSweep(temporaryFolder(t), { runs: RUNS, settings: SETTINGS });
  mkdirSync(join(folder, 'sweep_summary.csv', 'in the way'), { recursive: true });
  const cwd = join(import.meta.dirname, '..', '..');
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/start.cjs', 'report', folder], {
    encoding: 'utf8',
    cwd,
  });
  assert.equal(status, 2);
  assert.match(stdout, /│ 1 │ config_002 +│[\s\S]*Reports:\n {2}\S+sweep_summary\.json\n$/);
  assert.match(stderr, /sweep_summary\.csv cannot be written/);
});

test('a folder without sweep.json keeps the reports it has: nothing tells what ranks them', (t) => {
  const folder = writeSyntheticSweep(temporaryFolder(t), { runs: RUNS, settings: SETTINGS });
  const report = (...further: string[]): ReturnType<typeof spawnSync> =>
    spawnSync(process.execPath, ['scripts/start.cjs', 'report', ...further], {
      encoding: 'utf8',
      cwd: join(import.meta.dirname, '..', '..'),
    });
  assert.equal(report(folder).status, 0);
  const ranked = readFileSync(join(folder, 'sweep_analysis.txt'), 'utf8');
  rmSync(join(folder, 'sweep.json'));
  const refused = report(folder);
  assert.equal(refused.status, 2);
  assert.match(String(refused.stderr), /no sweep\.json in it[\s\S]*stay as they are/);
  assert.equal(readFileSync(join(folder, 'sweep_analysis.txt'), 'utf8'), ranked);
});
