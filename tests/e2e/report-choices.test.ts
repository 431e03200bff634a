// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { metricSetup } from '../../scripts/lib/edge/gather-view.ts';
import { writeReports, type WrittenReports } from '../../scripts/lib/edge/report-writer.ts';
import { settingsFor, type SyntheticRun, temporaryFolder, writeSyntheticSweep } from '../rig/synthetic-sweep.ts';

/** Two by three levels, the metric a sum of both. */
const RUNS: readonly SyntheticRun[] = [0.1, 0.2, 0.4].flatMap((lr) =>
  ['adam', 'sgd'].map((opt, i) => ({ values: { CONFIG_LR: String(lr), CONFIG_OPT: opt, CONFIG_WD: '0.5' }, seconds: 10 + i, files: { 'training_metrics.json': { acc: 80 + 10 * lr + i } } })));

function report(t: TestContext, given: Readonly<Record<string, string>>, runs = RUNS): WrittenReports & { text: string } {
  const folder = writeSyntheticSweep(temporaryFolder(t), { runs });
  const written = writeReports(folder, settingsFor({ METRIC: 'acc', ...given }));
  return { ...written, text: readFileSync(join(folder, 'sweep_analysis.txt'), 'utf8') };
}

test('FILTER reports only the runs that satisfy it, by parameters and metrics, and says so', (t) => {
  const { view } = report(t, { FILTER: 'acc > 82 && CONFIG_OPT="adam"' });
  assert.deepEqual(view.runs.map((r) => r.configFile), ['config_005']);
  assert.match(view.notes[0] ?? '', /^5 runs left out by FILTER/);
});

test('FILTER may ask for number, status and time', (t) => {
  assert.equal(report(t, { FILTER: 'number<=2 && status="done" && total_time<10.5' }).view.runs.length, 1);
});

test('FILTER with a name that nobody has is refused with the nearest one', (t) => {
  assert.throws(() => report(t, { FILTER: 'CONFIG_LRR > 1' }), /CONFIG_LRR is no parameter and no metric of this sweep[\s\S]*did you mean CONFIG_LR/);
});

test('a derived column can rank, be filtered by and stands in the summaries', (t) => {
  const { view } = report(t, { DERIVE: 'lr_wd = CONFIG_LR * CONFIG_WD; ratio = acc / lr_wd', METRIC: 'ratio max', FILTER: 'lr_wd<0.15' });
  assert.equal(view.runs.length, 4);
  assert.equal(view.ranked[0]?.metrics['lr_wd'], 0.05);
  assert.equal(view.ranked[0]?.metrics['ratio'], 82 / 0.05);
});

test('a derived column stands beside a parameter and a column of ours, and one without a value is told', (t) => {
  const { view } = report(t, { DERIVE: 'CONFIG_LR = 3; number = acc + 1; far = CONFIG_LRR * 2; opt = CONFIG_OPT * 2' });
  const [best] = view.ranked;
  assert.deepEqual([best?.parameters['CONFIG_LR'], best?.number, best?.metrics['metric.CONFIG_LR'], best?.metrics['metric.number']], [0.4, 6, 3, 86]);
  assert.match(view.notes[0] ?? '', /^The derived column far is empty in every run: CONFIG_LRR is no parameter and no metric of this sweep \(did you mean CONFIG_LR.*\)\.$/);
  assert.deepEqual(view.notes.slice(1), ['The derived column opt is empty in every run: its expression is never a number.']);
});

test('before the first result FILTER may ask for a metric, and a derived column is empty', (t) => {
  const { view } = report(t, { FILTER: 'acc > 82', DERIVE: 'twice = 2 * acc' }, [{ values: { CONFIG_LR: '0.1' }, end: 'running' }]);
  assert.deepEqual(view.notes, ['1 run left out by FILTER="acc > 82".']);
});

test('a FILTER that is no expression is told with the metric settings, which are looked at before the first run', () => {
  assert.throws(() => metricSetup(settingsFor({ METRIC: 'acc', FILTER: '((' })), /E_EXPRESSION|expected a symbol/);
});

test('of several metrics those are named that a run lacks, and for a name that none has the others', (t) => {
  const runs = RUNS.map((run, i) => ({ ...run, files: { 'training_metrics.json': { acc: 80, loss: i === 0 ? null : 1, ...(i === 1 ? {} : { size: 3 }) } } }));
  assert.deepEqual(report(t, { METRIC: 'acc; loss; size' }, runs).view.notes.slice(1), ['Not ranked, no size: config_002.', 'Not ranked, loss is NaN or infinite: config_001.']);
  assert.deepEqual(report(t, { METRIC: 'ac max' }).view.notes, [
    'Not ranked, no ac: config_001, config_002, config_003, config_004, config_005, config_006.',
    'The runs report acc.',
  ]);
});

test('times that are equal are told with their time', (t) => {
  const runs = RUNS.map((run) => ({ ...run, seconds: 7 }));
  assert.match(report(t, { METRIC: 'total_time' }, runs).view.notes[0] ?? '', /^6 configurations share the best total_time \(7\.0s\): /);
});

test('a derived column that is no expression is refused', (t) => {
  assert.throws(() => report(t, { DERIVE: 'acc' }), /SWEEP_DERIVE has "acc"; expected name = expression/);
});

test('BY groups the runs: count, mean, deviation and best of each metric', (t) => {
  const { terminal, text } = report(t, { BY: 'CONFIG_OPT' });
  assert.match(terminal, /│ OPT +│ runs │ mean acc │ +sd │ best │/);
  assert.match(terminal, /│ adam │ +3 │ +82\.3 │ +1\.5 │ +84\.0 │/);
  assert.match(text, /GROUPS:\n-+\nOPT {3}runs {2}mean acc/);
  const unsaid = report(t, { BY: 'CONFIG_OPT', DERIVE: 'half = CONFIG_LR / 2', UNITS: 'half=.2' }).terminal;
  assert.match(unsaid, /mean half │ +sd │ best │[\s\S]*│ adam │ +3 │ [^\n]* +0\.12 │ +0\.08 │ +- │/);
  assert.throws(() => report(t, { BY: 'CONFIG_OTP' }), /BY names CONFIG_OTP, which is no parameter of this sweep/);
});

test('what mattered is told with its share, and what did not is named', (t) => {
  const { text } = report(t, {});
  assert.match(text, /WHAT MATTERED:\n-+\nShare of the variance of acc \(analysis of variance, full factorial of 6 runs\):\n {2}CONFIG_LR: 86\.2%/);
});

test('several metrics rank in order', (t) => {
  const tied = RUNS.map((r, i) => ({ ...r, seconds: 20 - i, files: { 'training_metrics.json': { acc: 80 } } }));
  assert.equal(report(t, { METRIC: 'acc max; total_time min' }, tied).view.ranked[0]?.configFile, 'config_006');
});
