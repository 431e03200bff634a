// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { metricSetup } from '../../scripts/lib/edge/metrics/metric-setup.ts';
import { writeReports, type WrittenReports } from '../../scripts/lib/edge/page/report-writer.ts';
import { settingsFor, type SyntheticRun, temporaryFolder, writeSyntheticSweep } from '../rig/synthetic-sweep.ts';

/** Two by three levels, the metric a sum of both. */
const RUNS: readonly SyntheticRun[] = [0.1, 0.2, 0.4].flatMap((lr) =>
  ['adam', 'sgd'].map((opt, i) => ({
    values: { CONFIG_LR: String(lr), CONFIG_OPT: opt, CONFIG_WD: '0.5' },
    seconds: 10 + i,
    files: { 'training_metrics.json': { acc: 80 + 10 * lr + i } },
  })),
);

function report(
  t: TestContext,
  given: Readonly<Record<string, string>>,
  runs = RUNS,
): WrittenReports & { text: string } {
  const folder = writeSyntheticSweep(temporaryFolder(t), { runs });
  const written = writeReports(folder, settingsFor({ METRIC: 'acc', ...given }));
  return { ...written, text: readFileSync(join(folder, 'sweep_analysis.txt'), 'utf8') };
}

test('FILTER reports only the runs that satisfy it, by parameters and metrics, and says so', (t) => {
  const { view } = report(t, { FILTER: 'acc > 82 && CONFIG_OPT="adam"' });
  assert.deepEqual(
    view.runs.map((r) => r.configFile),
    ['config_005'],
  );
  assert.match(view.notes[0] ?? '', /^5 runs left out by FILTER/);
});

test('FILTER that chooses among the seeds of a setting by their results says whose means are no longer theirs', (t) => {
  const runs = ['adam', 'sgd'].flatMap((opt, i) =>
    [1, 2, 3].map(
      (seed): SyntheticRun => ({
        values: { CONFIG_OPT: opt, CONFIG_SEED: String(seed) },
        files: { 'training_metrics.json': { acc: 80 + 2 * i + seed } },
        ...(i === 1 && seed === 3 ? { end: { status: 'failed', reason: 'exit code', exitCode: 1 } as const } : {}),
      }),
    ),
  );
  assert.deepEqual(report(t, { FILTER: 'acc >= 83' }, runs).view.notes, [
    '2 runs left out by FILTER="acc >= 83".',
    'FILTER chose among the seeds of 1 setting by their results (config_003): means over the seeds that are left are not those of the settings.',
  ]);
  for (const FILTER of ['CONFIG_SEED < 3', 'CONFIG_OPT = "sgd" && number < 6', 'status = "done"', 'acc > 83.5']) {
    assert.equal(
      report(t, { FILTER }, runs).view.notes.filter((note) => note.startsWith('FILTER chose')).length,
      FILTER === 'acc > 83.5' ? 1 : 0,
      FILTER,
    );
  }
});

test('a SEED_SYMBOL that no run has is told, with the one that was meant', (t) => {
  const runs = [1, 2].map(
    (seed): SyntheticRun => ({
      values: { CONFIG_SEED: String(seed) },
      files: { 'training_metrics.json': { acc: seed } },
    }),
  );
  for (const SEED_SYMBOL of ['SEED', 'CONFIG_SEDE']) {
    assert.deepEqual(report(t, { SEED_SYMBOL }, runs).view.notes, [
      `SEED_SYMBOL=${SEED_SYMBOL} is no parameter of this sweep, so no runs are taken together over seeds (did you mean CONFIG_SEED?).`,
    ]);
  }
  assert.deepEqual(report(t, { SEED_SYMBOL: 'CONFIG_SEED' }, runs).view.notes, []);
  assert.deepEqual(report(t, {}).view.notes, []);
});

test('a metric of any name can be asked for in braces, and quotes around it are told', (t) => {
  const runs = [1, 2, 3].map(
    (n): SyntheticRun => ({
      values: { CONFIG_LR: String(n) },
      files: { 'training_metrics.json': { acc: n, 'val/acc': 10 * n, 'top-1': -n } },
    }),
  );
  assert.deepEqual(
    report(t, { FILTER: '{val/acc} > 10 && { top-1 } > -3' }, runs).view.runs.map((r) => r.number),
    [2],
  );
  assert.deepEqual(
    report(t, { DERIVE: 'gap = {val/acc} - acc' }, runs).view.ranked.map((r) => r.metrics['gap']),
    [27, 18, 9],
  );
  assert.throws(
    () => report(t, { FILTER: 'val/acc > 1' }, runs),
    /FILTER:1:1: error: val is no parameter and no metric[\s\S]*a name with other letters stands in braces: \{val\/acc\}/,
  );
  assert.throws(
    () => report(t, { FILTER: '"val/acc" > 1' }, runs),
    /FILTER:1:1: error: this is the same for every run[\s\S]*what stands in quotes is text; the metric is \{val\/acc\}/,
  );
  assert.throws(
    () => report(t, { FILTER: '80' }, runs),
    /FILTER:1:1: error: this is the same for every run[\s\S]*it names no parameter and no metric; the runs report acc, val\/acc, top-1/,
  );
  assert.throws(
    () => report(t, { FILTER: 'acc > 0 && 1 < 2' }, runs),
    /FILTER:1:12: error: this is the same for every run/,
  );
  assert.throws(() => report(t, { FILTER: '{val/acc > 1' }, runs), /a name in braces has no \}/);
  assert.throws(() => report(t, { FILTER: '{ } > 1' }, runs), /there is no name in the braces/);
  assert.throws(() => report(t, { FILTER: '{val/loss} > 1' }, runs), /val\/loss is no parameter and no metric/);
});

test('a metric is meant by its own name, also by runs that lack it, and not a parameter with CONFIG_ before it', (t) => {
  const runs = [1, 2, 3].map(
    (n): SyntheticRun => ({
      values: { CONFIG_lr: String(n), CONFIG_wd: String(n) },
      files: { 'training_metrics.json': { acc: n, ...(n === 3 ? {} : { lr: 10 - n }) } },
    }),
  );
  assert.deepEqual(
    report(t, { FILTER: 'lr >= 3' }, runs).view.runs.map((r) => r.number),
    [1, 2],
  );
  assert.deepEqual(
    report(t, { FILTER: 'wd >= 3' }, runs).view.runs.map((r) => r.number),
    [3],
  );
  assert.deepEqual(
    report(t, { DERIVE: 'wd = wd * 2; twice = wd * 2' }, runs).view.runs.map((r) => r.metrics['twice']),
    [4, 8, 12],
  );
});

test('FILTER may ask for number, status and time', (t) => {
  assert.equal(report(t, { FILTER: 'number<=2 && status="done" && total_time<10.5' }).view.runs.length, 1);
});

test('FILTER with a name that nobody has is refused with the nearest one', (t) => {
  assert.throws(
    () => report(t, { FILTER: 'CONFIG_LRR > 1' }),
    /CONFIG_LRR is no parameter and no metric of this sweep[\s\S]*did you mean CONFIG_LR/,
  );
  assert.throws(
    () => report(t, { FILTER: 'opt="sgd"' }),
    /opt is no parameter and no metric[\s\S]*did you mean CONFIG_OPT\?/,
  );
  assert.throws(
    () => report(t, { FILTER: 'throughput > 1' }),
    /throughput is no parameter[\s\S]*hint: the runs report acc; text stands in quotes: "throughput"/,
  );
});

test('a derived column can rank, be filtered by and stands in the summaries', (t) => {
  const { view } = report(t, {
    DERIVE: 'lr_wd = CONFIG_LR * CONFIG_WD; ratio = acc / lr_wd',
    METRIC: 'ratio max',
    FILTER: 'lr_wd<0.15',
  });
  assert.equal(view.runs.length, 4);
  assert.equal(view.ranked[0]?.metrics['lr_wd'], 0.05);
  assert.equal(view.ranked[0]?.metrics['ratio'], 82 / 0.05);
});

test('a derived column stands beside a parameter and a column of ours, and one without a value is told', (t) => {
  const { view } = report(t, { DERIVE: 'CONFIG_LR = 3; number = acc + 1; far = CONFIG_LRR * 2; opt = CONFIG_OPT * 2' });
  const [best] = view.ranked;
  assert.deepEqual(
    [best?.parameters['CONFIG_LR'], best?.number, best?.metrics['metric.CONFIG_LR'], best?.metrics['metric.number']],
    [0.4, 6, 3, 86],
  );
  assert.match(
    view.notes[0] ?? '',
    /^The derived column far is empty in every run: CONFIG_LRR is no parameter and no metric of this sweep \(did you mean CONFIG_LR.*\)\.$/,
  );
  assert.deepEqual(view.notes.slice(1), [
    'The derived column opt is empty in every run: its expression is never a number.',
  ]);
});

test('before the first result FILTER may ask for a metric, and a derived column is empty', (t) => {
  const { view } = report(t, { FILTER: 'acc > 82', DERIVE: 'twice = 2 * acc' }, [
    { values: { CONFIG_LR: '0.1' }, end: 'running' },
  ]);
  assert.deepEqual(view.notes, ['1 run left out by FILTER="acc > 82".']);
});

test('a FILTER that is no expression is told with the metric settings, which are looked at before the first run', () => {
  assert.throws(() => metricSetup(settingsFor({ METRIC: 'acc', FILTER: '((' })), /E_EXPRESSION|expected a symbol/);
});

test('of several metrics those are named that a run lacks, and for a name that none has the others', (t) => {
  const runs = RUNS.map((run, i) => ({
    ...run,
    files: { 'training_metrics.json': { acc: 80, loss: i === 0 ? null : 1, ...(i === 1 ? {} : { size: 3 }) } },
  }));
  assert.deepEqual(report(t, { METRIC: 'acc; loss; size' }, runs).view.notes.slice(1), [
    'Not ranked, no size: config_002.',
    'Not ranked, loss is NaN or infinite: config_001.',
  ]);
  assert.deepEqual(report(t, { METRIC: 'ac max' }).view.notes, [
    'Not ranked, no ac: config_001, config_002, config_003, config_004, config_005, config_006.',
    'The runs report acc.',
  ]);
});

test('times that are equal are told with their time', (t) => {
  const runs = RUNS.map((run) => ({ ...run, seconds: 7 }));
  assert.match(
    report(t, { METRIC: 'total_time' }, runs).view.notes[0] ?? '',
    /^6 configurations share the best total_time \(7\.0s\): /,
  );
});

test('a path into a file is read, whatever a derived column is called, and a part of a derived column is refused', (t) => {
  const runs = RUNS.map((run, i) => ({ ...run, files: { ...run.files, 'out/eval.json': { f1: i } } }));
  const { view } = report(t, { METRIC: 'out/eval.json:f1', DERIVE: 'f1 = 2 * acc' }, runs);
  assert.deepEqual([view.ranked.length, view.ranked[0]?.metrics['out/eval.json:f1']], [6, 5]);
  assert.throws(
    () => report(t, { METRIC: 'acc; max(twice)', DERIVE: 'twice = 2 * acc', GOAL: 'max' }),
    /has "max\(twice\)", but twice is a column of SWEEP_DERIVE: one number a run/,
  );
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

test('groups tell every metric: the first in the terminal, as wide as it is, all in the files', (t) => {
  const names = ['acc', 'loss', 'f1', 'recall', 'precision', 'speed'];
  const runs = RUNS.map(
    (run, i): SyntheticRun => ({
      ...run,
      files: {
        'training_metrics.json': Object.fromEntries(
          names.flatMap((name, k) => (name === 'f1' && i === 0 ? [] : [[name, 10 * k + i]])),
        ),
      },
    }),
  );
  const folder = writeSyntheticSweep(temporaryFolder(t), { runs });
  const grouped = (columns: number): string =>
    writeReports(folder, settingsFor({ METRIC: 'acc', BY: 'CONFIG_OPT', UNITS: 'loss=.1, f1=.1' }), { columns })
      .terminal;
  const wide = grouped(200);
  const narrow = grouped(70);
  assert.match(
    wide,
    /│ OPT +│ runs │ mean acc │ +sd │ best │ mean loss │ +sd │ best │ +mean f1 │ +sd │ best │ mean total_time │ +sd │ +best │\n/,
  );
  assert.match(wide, /│ adam │ +3 │ +2\.0 │ +2\.0 │ +4\.0 │ +12\.0 │ +2\.0 │ +10\.0 │ 23\.0 \(of 2\) │ +1\.4 │/);
  assert.match(wide, /\n\(3 more metrics: see sweep_analysis\.txt\)\n/);
  assert.ok(
    narrow.split('\n').every((line) => !/^[┌│├└]/.test(line) || line.length <= 70),
    narrow,
  );
  assert.equal(narrow.match(/│ OPT +│ runs │/g)?.length, 3, narrow);
  const text = readFileSync(join(folder, 'sweep_analysis.txt'), 'utf8');
  const heads = text.split('\n').filter((line) => line.startsWith('OPT '));
  assert.deepEqual(
    [...new Set(heads.join(' ').match(/(?<=mean )\S+/g))],
    ['acc', 'loss', 'f1', 'total_time', 'recall', 'precision', 'speed'],
  );
  assert.equal(
    readFileSync(join(folder, 'analysis.html'), 'utf8').match(/aria-label="Groups, table \d of 2"/g)?.length,
    2,
  );
});

test('a page stays small with a hundred metrics and a thousand groups, and says what it lists', (t) => {
  const names = Array.from({ length: 100 }, (_, k) => `metric_${k}`);
  const runs = Array.from(
    { length: 1000 },
    (_, i): SyntheticRun => ({
      values: { CONFIG_LR: String(i / 1000), CONFIG_OPT: i % 2 === 0 ? 'adam' : 'sgd' },
      files: { 'training_metrics.json': Object.fromEntries(names.map((name, k) => [name, 100 * Math.sin(7 * i + k)])) },
    }),
  );
  const folder = writeSyntheticSweep(temporaryFolder(t), { runs });
  writeReports(folder, settingsFor({ METRIC: 'metric_0 max', BY: 'CONFIG_LR' }));
  const page = readFileSync(join(folder, 'analysis.html'), 'utf8');
  assert.ok(page.length < 3 * 1024 * 1024, `${page.length} letters`);
  assert.match(page, /The first 300 of 1000 groups and 10 of 101 metrics; sweep_analysis\.txt has all\./);
  assert.match(page, /The first 86 of 1000 runs, best first; sweep_<wbr>summary\.csv has all of them\./);
});

test('groups stand in the order of their numbers, each parameter once, and a long metric fits', (t) => {
  const runs = ['10', '9', '0.5'].flatMap((lr) =>
    ['b', 'a'].map(
      (opt): SyntheticRun => ({
        values: { CONFIG_LR: lr, CONFIG_OPT: opt },
        files: { 'training_metrics.json': { a_metric_of_a_rather_long_name: 1 } },
      }),
    ),
  );
  const folder = writeSyntheticSweep(temporaryFolder(t), { runs });
  const lines = writeReports(
    folder,
    settingsFor({ METRIC: 'a_metric_of_a_rather_long_name max', BY: 'LR,OPT,CONFIG_LR' }),
    { columns: 56 },
  ).terminal.split('\n');
  assert.ok(
    lines.every((line) => !line.startsWith('│') || line.length <= 56),
    lines.join('\n'),
  );
  const groups = lines.flatMap((line) => /^│ ([\d.]+) +│ (\w) +│/.exec(line)?.slice(1).join(' ') ?? []);
  assert.deepEqual(groups.slice(0, 6), ['0.5 b', '0.5 a', '9 b', '9 a', '10 b', '10 a']);
});

test('BY takes numbers for one however they are written', (t) => {
  const runs = ['0.1', '1e-1', '0.10', '0.2'].map(
    (lr): SyntheticRun => ({ values: { CONFIG_LR: lr }, files: { 'training_metrics.json': { acc: 1 } } }),
  );
  assert.match(report(t, { BY: 'LR' }, runs).terminal, /│ 0\.1 │ +3 │[^\n]*\n│ 0\.2 │ +1 │/);
});

test('what mattered is told with its share, and what did not is named', (t) => {
  const { text } = report(t, {});
  assert.match(
    text,
    /WHAT MATTERED:\n-+\nShares of the variance of acc by least squares on main effects \(6 runs; chances corrected by Holm\):\n {2}CONFIG_LR: 86\.2%/,
  );
});

test('several metrics rank in order', (t) => {
  const tied = RUNS.map((r, i) => ({ ...r, seconds: 20 - i, files: { 'training_metrics.json': { acc: 80 } } }));
  assert.equal(report(t, { METRIC: 'acc max; total_time min' }, tied).view.ranked[0]?.configFile, 'config_006');
});
