// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openInspection } from '../../../scripts/lib/edge/metrics/run-inspection.ts';
import { readSweepState } from '../../../scripts/lib/edge/journal/journal-file.ts';
import { writeReports } from '../../../scripts/lib/edge/page/report-writer.ts';
import { withinTime } from '../../../scripts/lib/edge/run-folder/within-time.ts';
import {
  folderOf,
  settingsFor,
  type SyntheticRun,
  temporaryFolder,
  writeSyntheticSweep,
} from '../../rig/synthetic-sweep.ts';

/** Takes longer on this than anybody lives. */
const ENDLESS = '(?:acc: |(?:a+)+!)(?<acc>[0-9]+)';
const TRAP = 'a'.repeat(60);

test('what takes too long is ended, and all else is as if it were called', () => {
  assert.equal(
    withinTime(0.05, () => /^(a+)+!$/.test(TRAP)),
    undefined,
  );
  assert.equal(
    withinTime(60, () => 42),
    42,
  );
  assert.equal(
    withinTime(60, () => withinTime(0.05, () => /^(a+)+!$/.test(TRAP)) ?? withinTime(60, () => 'inner')),
    'inner',
  );
  const error = new TypeError('mine');
  assert.throws(
    () =>
      withinTime(60, () => {
        throw error;
      }),
    (thrown) => thrown === error,
  );
});

test('a pattern without end costs its runs their metric and not the report, which asks again the next time', (t) => {
  const log = (text: string): Readonly<Record<string, string>> => ({ 'output.log': text });
  const runs: readonly SyntheticRun[] = [
    { values: { CONFIG_A: '1' }, files: log('acc: 70\n') },
    { values: { CONFIG_A: '2' }, files: log(`epoch 1\n${TRAP}\nacc: 80\n`) },
    { values: { CONFIG_A: '3' }, files: log('acc: 90\n') },
  ];
  const folder = writeSyntheticSweep(temporaryFolder(t), { runs });
  const settings = settingsFor({ METRIC: 'acc', METRIC_REGEX: ENDLESS });
  const report = (): ReturnType<typeof writeReports>['view'] =>
    writeReports(folder, settings, { clock: { nowMs: () => Date.now() + 10_000 } }).view;
  const first = report();
  assert.deepEqual(
    first.ranked.map((r) => r.metrics['acc']),
    [70],
  );
  assert.deepEqual(
    first.runs.map((r) => r.problems),
    [
      [],
      [
        'output.log:2:1: SWEEP_METRIC_REGEX was still at this line after 3 s (repetitions inside repetitions do that, as in (a+)+)',
      ],
      ['output.log:1:1: not matched, since SWEEP_METRIC_REGEX took too long on another log'],
    ],
  );
  const inspect = openInspection(settings);
  const [, trapped] = [...readSweepState(folder).runs.values()];
  assert.ok(trapped !== undefined);
  assert.equal(inspect(trapped, join(folder, trapped.folder)).problem, undefined);
  const path = join(folder, folderOf(runs[1] as SyntheticRun, 2, 3), 'output.log');
  writeFileSync(path, readFileSync(path, 'utf8').replace(TRAP, 'aha'));
  assert.deepEqual(
    report().ranked.map((r) => r.metrics['acc']),
    [90, 80, 70],
  );
});
