// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { gatherView } from '../../scripts/lib/edge/metrics/gather-view.ts';
import { mergeViews } from '../../scripts/lib/report/merge-views.ts';
import type { SweepView } from '../../scripts/lib/report/view.ts';
import { settingsFor, type SyntheticRun, temporaryFolder, writeSyntheticSweep } from '../rig/synthetic-sweep.ts';

function viewOf(t: { after(fn: () => void): void }, name: string, runs: readonly SyntheticRun[]): SweepView {
  return gatherView(writeSyntheticSweep(join(temporaryFolder(t), name), { runs }), settingsFor({ METRIC: 'acc' }), 0);
}

function done(values: Readonly<Record<string, string>>, acc: number | null): SyntheticRun {
  return { values, files: { 'training_metrics.json': { acc } } };
}

test('merged sweeps are ranked anew, with the sweep as first parameter', (t) => {
  const a = viewOf(t, 'sweep_20260101_101010', [done({ CONFIG_LR: '1' }, 5), done({ CONFIG_LR: '2' }, 7)]);
  const b = viewOf(t, 'sweep_20260101_111111', [
    done({ CONFIG_LR: '1' }, 7),
    { values: { CONFIG_LR: '2' }, end: { status: 'failed', reason: 'exit code', detail: 'exit code 1' } },
  ]);
  const { view, names } = mergeViews([a, b]);
  assert.deepEqual(names, ['sweep_20260101_101010', 'sweep_20260101_111111']);
  assert.deepEqual(
    view.ranked.map((r) => [r.rank, r.tied, r.configFile, r.parameters['sweep']]),
    [
      [1, true, '101010/config_002', 'sweep_20260101_101010'],
      [1, true, '111111/config_001', 'sweep_20260101_111111'],
      [3, false, '101010/config_001', 'sweep_20260101_101010'],
    ],
  );
  assert.deepEqual(view.varying, ['sweep', 'CONFIG_LR']);
  assert.deepEqual([view.counts.done, view.counts.failed], [3, 1]);
});

test('folders of the same name, and parameters called sweep, are told apart', (t) => {
  const a = viewOf(t, 'runs', [done({ sweep: '1', CONFIG_X: '1' }, 1)]);
  const b = viewOf(t, 'runs', [done({ sweep: '1' }, 2)]);
  const { view, names } = mergeViews([a, b]);
  assert.deepEqual(names, ['runs', 'runs_2']);
  assert.deepEqual(view.varying, ['from_sweep', 'CONFIG_X']);
  assert.equal(view.ranked[0]?.folder.startsWith('runs_2/config_001_'), true);
});
