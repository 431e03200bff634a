// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { startPageDrawing } from '../../../scripts/lib/edge/page/page-drawing.ts';
import { writeComparison } from '../../../scripts/lib/commands/report/comparison.ts';
import { writeReports } from '../../../scripts/lib/edge/page/report-writer.ts';
import { settingsFor, type SyntheticRun, temporaryFolder, writeSyntheticSweep } from '../../rig/synthetic-sweep.ts';

/**
 * Two settings with three seeds each: acc 0.79 0.80 0.81 and 0.59 0.60 0.61. The seeds explain all that differs within a setting, so the
 * error is that of a step of 0.01, 0.01 / sqrt(12), and each interval +- 4.3027 x 0.00289 / sqrt(3) = 0.0072.
 */
const RUNS: readonly SyntheticRun[] = [0.6, 0.8].flatMap((center, i) =>
  [1, 2, 3].map(
    (seed): SyntheticRun => ({
      values: { CONFIG_OPT: i === 0 ? 'sgd' : 'adam', CONFIG_SEED: String(seed) },
      files: { 'training_metrics.json': JSON.stringify({ acc: Number((center + (seed - 2) / 100).toFixed(2)) }) },
    }),
  ),
);

test('a sweep over seeds shows its settings with mean, spread and interval, no lucky run', (t) => {
  const sweep = writeSyntheticSweep(join(temporaryFolder(t), 'sweep'), { runs: RUNS });
  const wide = writeReports(sweep, settingsFor({ METRIC: 'acc' }), { columns: 120 }).terminal.split('\n');
  assert.equal(
    wide[1],
    '│ # │ Configuration │ OPT  │ Mean acc │    Sd │  95 % interval │ N │ To the best │  P(best) │',
  );
  assert.equal(
    wide[3],
    '│ 1 │ config_004    │ adam │    0.800 │ 0.010 │ 0.793 to 0.807 │ 3 │             │   likely │',
  );
  assert.equal(
    wide[4],
    '│ 2 │ config_001    │ sgd  │    0.600 │ 0.010 │ 0.593 to 0.607 │ 3 │      -0.200 │ unlikely │',
  );
  assert.equal(wide[6], 'All others are worse than config_004 (Tukey, 5 % for all together).');
});

test('a narrow terminal does without the lesser columns and says so', (t) => {
  const sweep = writeSyntheticSweep(join(temporaryFolder(t), 'sweep'), { runs: RUNS });
  const narrow = writeReports(sweep, settingsFor({ METRIC: 'acc' }), { columns: 70 }).terminal.split('\n');
  assert.equal(narrow[1], '│ # │ Configuration │ OPT  │  Mean │  95 % interval │ N │  P(best) │');
  assert.equal(narrow[2], '│   │               │      │   acc │                │   │          │');
  assert.equal(narrow[7], '(in sweep_analysis.txt too: Sd, To the best)');
  const narrower = writeReports(sweep, settingsFor({ METRIC: 'acc' }), { columns: 58 }).terminal.split('\n');
  assert.equal(
    narrower[1],
    '│ # │ Configuration │ OPT  │  Mean │  95 % interval │',
    'settings that differ do not look alike',
  );
  const narrowest = writeReports(sweep, settingsFor({ METRIC: 'acc' }), { columns: 45 }).terminal.split('\n');
  assert.equal(narrowest[1], '│ # │ Configuration │ OPT  │  Mean │');
});

test('decimals that the user chose stay, and BY= has the terminal for itself', (t) => {
  const sweep = writeSyntheticSweep(join(temporaryFolder(t), 'sweep'), { runs: RUNS });
  const inPercent = writeReports(sweep, settingsFor({ METRIC: 'acc', UNITS: 'acc=x100%' }), { columns: 120 }).terminal;
  assert.match(inPercent, /│ +80\.0% │ 1\.0% │ 79\.3% to 80\.7% │/);
  const grouped = writeReports(sweep, settingsFor({ METRIC: 'acc', BY: 'CONFIG_OPT' }), { columns: 120 }).terminal;
  assert.doesNotMatch(grouped, /P\(best\)/);
});

test('the text report tells the best single run from what holds over seeds', (t) => {
  const sweep = writeSyntheticSweep(join(temporaryFolder(t), 'sweep'), { runs: RUNS });
  writeReports(sweep, settingsFor({ METRIC: 'acc' }));
  const text = readFileSync(join(sweep, 'sweep_analysis.txt'), 'utf8');
  assert.match(
    text,
    /BEST SINGLE RUN \(one seed; what can be relied on stands under OVER SEEDS\):\n-+\nConfig file: config_006\n/,
  );
  assert.match(text, /\n1 {2}config_004 {5}adam {2}0\.800 {5}0\.010 {2}0\.793 to 0\.807 {2}3 {15}likely\n/);
  assert.ok(text.indexOf('OVER SEEDS:') < text.indexOf('TOP 10 RUNS:'));
});

test('runs that each have settings of their own are ranked one by one, whatever their seeds', (t) => {
  const samples = RUNS.map((run, i) => ({ ...run, values: { ...run.values, CONFIG_LR: `0.${i + 1}` } }));
  const { terminal } = writeReports(
    writeSyntheticSweep(join(temporaryFolder(t), 'sweep'), { runs: samples }),
    settingsFor({ METRIC: 'acc' }),
    { columns: 120 },
  );
  assert.match(terminal, /│ # │ Configuration │ +acc │ Time │ OPT +│ SEED │ LR +│\n/);
});

test('a heading that is wider than its column is broken in two before a parameter is left out', (t) => {
  const runs = ['1', '2'].map(
    (a): SyntheticRun => ({
      values: { CONFIG_ADAM_WEIGHT_DECAY: a, CONFIG_ADAM_AMSGRAD: 'y', CONFIG_B: a },
      files: { 'training_metrics.json': { acc: Number(a) } },
    }),
  );
  const sweep = writeSyntheticSweep(join(temporaryFolder(t), 'sweep'), { runs });
  const lines = (columns: number): string[] =>
    writeReports(sweep, settingsFor({ METRIC: 'acc max' }), { columns }).terminal.split('\n');
  assert.equal(lines(80)[1], '│ # │ Configuration │ acc │ Time │ ADAM_WEIGHT_DECAY │ B │');
  assert.deepEqual(lines(55).slice(1, 3), [
    '│ # │ Configuration │ acc │ Time │ ADAM_        │ B │',
    '│   │               │     │      │ WEIGHT_DECAY │   │',
  ]);
});

test('drawn numbers are rounded before a parameter is left out, which is told', (t) => {
  const runs = ['0.0028016550485012734', '0.0030664011658402643'].map(
    (lr, i): SyntheticRun => ({
      values: { CONFIG_LR: lr, CONFIG_B: String(i) },
      files: { 'training_metrics.json': { acc: i } },
    }),
  );
  const sweep = writeSyntheticSweep(join(temporaryFolder(t), 'sweep'), { runs });
  const terminal = (columns: number): string =>
    writeReports(sweep, settingsFor({ METRIC: 'acc max' }), { columns }).terminal;
  assert.match(terminal(80), /│ 0\.0030664011658402643 │ 1 │\n/);
  assert.match(terminal(60), /│ 0\.0030664 +│ 1 │\n[\s\S]*\n\(values rounded: see sweep_summary\.csv\)\n/);
  assert.match(readFileSync(join(sweep, 'sweep_summary.csv'), 'utf8'), /0\.00306640116584026/);
});

test('sweeps that are compared show their settings over seeds, too', (t) => {
  const folder = temporaryFolder(t);
  const [old, next] = ['old', 'new'].map((name, i) =>
    writeSyntheticSweep(join(folder, name), { runs: i === 0 ? RUNS : RUNS.slice(3) }),
  );
  const settings = settingsFor({ METRIC: 'acc' });
  const sources = [
    { folder: old ?? '', settings, isLatest: false },
    { folder: next ?? '', settings, isLatest: false },
  ] as const;
  const { terminal } = writeComparison(sources, { drawing: startPageDrawing(), columns: 80, nowMs: Date.now() });
  assert.match(terminal, /│ # │ Configuration +│ sweep │ OPT +│/);
  assert.match(terminal, /│ adam │ +0\.800 │[^\n]*\n[^\n]*│ adam │ +0\.800 │/);
  assert.match(terminal, /\(in comparison\.html too: /);
});
