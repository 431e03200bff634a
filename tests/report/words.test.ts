// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gatherView } from '../../scripts/lib/edge/metrics/gather-view.ts';
import { renderMarkdownSummary } from '../../scripts/lib/report/markdown.ts';
import { roundedDrawn, standingOf } from '../../scripts/lib/report/words.ts';
import { settingsFor, type SyntheticRun, temporaryFolder, writeSyntheticSweep } from '../rig/synthetic-sweep.ts';

const done = (a: number): SyntheticRun => ({
  values: { CONFIG_A: String(a) },
  files: { 'training_metrics.json': { acc: a } },
});

test('of a sweep that is not whole the Markdown table says how its runs stand', (t) => {
  const runs = [
    done(1),
    { ...done(2), end: { status: 'failed', reason: 'exit code', exitCode: 1 } as const },
    { ...done(3), end: 'pending' as const },
  ];
  const view = gatherView(writeSyntheticSweep(temporaryFolder(t), { runs }), settingsFor({ METRIC: 'acc' }), 0);
  assert.match(renderMarkdownSummary(view), /\n\n- 3 runs: 1 done, 1 failed, 1 pending\.\n$/);
  const whole = gatherView(
    writeSyntheticSweep(temporaryFolder(t), { runs: [done(1), done(2)] }),
    settingsFor({ METRIC: 'acc' }),
    0,
  );
  assert.equal(standingOf(whole), undefined);
});

test('drawn numbers are rounded in a table, written ones stay', () => {
  assert.deepEqual(roundedDrawn(['0.0028016550485012734', '0.000014050995176136437', '-1.23456789e-9']), [
    '0.00280166',
    '0.000014051',
    '-1.23457e-9',
  ]);
  const written = ['0.10', '1e-3', '12345678901', '0x80000000', 'adam', '-', '0.12345678'];
  assert.deepEqual(roundedDrawn(written), written);
});

test('values that rounding would make the same stay whole', () => {
  const close = ['0.1000000001', '0.1000000002', '0.3333333333'];
  assert.deepEqual(roundedDrawn(close), close);
});
