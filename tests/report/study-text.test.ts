// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gatherView } from '../../scripts/lib/edge/metrics/gather-view.ts';
import { showBySpread, verdictLines } from '../../scripts/lib/report/seed-words.ts';
import { seedReportOf } from '../../scripts/lib/report/seeds.ts';
import { studyOf } from '../../scripts/lib/report/study.ts';
import { studyLines } from '../../scripts/lib/report/study-text.ts';
import type { SweepView } from '../../scripts/lib/report/view.ts';
import { settingsFor, type SyntheticRun, temporaryFolder, writeSyntheticSweep } from '../rig/synthetic-sweep.ts';

type Values = Readonly<Record<string, string | number>>;

function viewOf(
  t: { after(fn: () => void): void },
  runs: readonly (readonly [values: Values, acc: number])[],
): SweepView {
  const synthetic = runs.map(
    ([values, acc]): SyntheticRun => ({
      values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)])),
      files: { 'training_metrics.json': { acc } },
    }),
  );
  return gatherView(writeSyntheticSweep(temporaryFolder(t), { runs: synthetic }), settingsFor({ METRIC: 'acc' }), 0);
}

function mattered(view: SweepView): readonly string[] {
  const study = studyOf(view, 'CONFIG_SEED');
  assert.ok(study !== undefined);
  return studyLines(view, study);
}

test('a factorial with seeds tells what is proven and what is not', (t) => {
  // acc = 10 A -+ 1 by the seed. Sums of squares: A 8 x 5^2 = 200, B and A x B 0, rest 8 x 1^2 = 8, so A has 200 / 208 of the
  // variance; F = 200 / (8 / 4) = 100 with 1 and 4 degrees, t = 10: p = 0.0006. Of two draws both are of A=0 once in four,
  // so the middle 95 % of the winners holds 0.
  const runs = [0, 1].flatMap((a) =>
    ['x', 'y'].flatMap((b) =>
      [1, 2].map((seed) => [{ CONFIG_A: a, CONFIG_B: b, CONFIG_SEED: seed }, 10 * a + (seed === 1 ? -1 : 1)] as const),
    ),
  );
  assert.deepEqual(mattered(viewOf(t, runs)), [
    'Share of the variance of acc (analysis of variance, full factorial of 8 runs; p corrected by Holm):',
    '  CONFIG_A: 96.2% (p = 0.001); best 1 (mean 10)',
    '  CONFIG_B: 0.0% (p = 1.000); best x (mean 5)',
    'Not proven by these runs (p > 0.05): CONFIG_B',
  ]);
});

test('levels that are texts stand in the order of the configurations, whatever the results and whoever has none', (t) => {
  const runs = ['none', 'low', 'high', 'top'].flatMap((level, i) =>
    [0, 1].map((b) => [{ CONFIG_LEVEL: level, CONFIG_B: b }, 10 * i + b] as const),
  );
  const levelsOf = (view: SweepView): readonly string[] =>
    studyOf(view, 'CONFIG_SEED')?.marginals[0]?.factor.levels ?? [];
  assert.deepEqual(levelsOf(viewOf(t, runs)), ['none', 'low', 'high', 'top']);
  const view = viewOf(t, [
    ...runs.slice(0, 2),
    [{ CONFIG_LEVEL: 'broken', CONFIG_B: 0 }, Number.NaN],
    ...runs.slice(2),
  ]);
  assert.deepEqual(levelsOf(view), ['none', 'low', 'high', 'top']);
  assert.deepEqual(
    studyOf(view, 'CONFIG_SEED')?.marginals[0]?.levels.map((l) => l.values.mean),
    [0.5, 10.5, 20.5, 30.5],
  );
});

test('a number is one level however it is written, as it is in several range files', (t) => {
  const runs = ['0.1', '1e-1', '0.2', '0.20'].map(
    (a, i) => [{ CONFIG_A: a, CONFIG_B: i % 2 }, 10 * Math.floor(i / 2) + (i % 2)] as const,
  );
  const study = studyOf(viewOf(t, runs), 'CONFIG_SEED');
  assert.deepEqual(
    study?.marginals[0]?.levels.map((l) => [l.text, l.values.mean]),
    [
      ['0.1', 0.5],
      ['0.2', 10.5],
    ],
  );
  assert.ok(study?.anova !== undefined);
});

test('a factorial without repeats has no chances, and names what hardly does anything', (t) => {
  // acc = 10 A + 0.1 B: A has 4 x 5^2 of 4 x 5^2 + 4 x 0.05^2. Four runs are too few for a quarter of them.
  const runs = [0, 1].flatMap((a) => [0, 1].map((b) => [{ CONFIG_A: a, CONFIG_B: b }, 10 * a + 0.1 * b] as const));
  assert.deepEqual(mattered(viewOf(t, runs)), [
    'Share of the variance of acc (analysis of variance, full factorial of 4 runs):',
    '  CONFIG_A: 100.0%; best 1 (mean 10.05)',
    '  CONFIG_B: 0.0%; best 1 (mean 5.1)',
    'Hardly any effect (under 1% of the variance): CONFIG_B',
  ]);
});

test('samples tell importance, and which parameters are not more than noise', (t) => {
  const runs = Array.from({ length: 40 }, (_, i) => [{ CONFIG_X: i + 1, CONFIG_DEAD: i % 2 }, i] as const);
  const lines = mattered(viewOf(t, runs));
  assert.equal(
    lines[0],
    'Importance for being among the best tenth by acc (PED-ANOVA, 40 runs; further down a parameter may matter too):',
  );
  assert.match(lines[1] ?? '', /^ {2}CONFIG_X: \d+\.\d%; best 40 \(mean 39\); best runs at \d+ \(95 %: \d+ to 40\)$/);
  assert.match(lines[2] ?? '', /^ {2}CONFIG_DEAD: \d+\.\d% \(not more than noise\)$/);
  assert.equal(lines[3], 'Not more than noise: CONFIG_DEAD');
});

test('a handful of samples tells the best values and no shares', (t) => {
  const runs = [1, 2, 3, 4, 5].map((x) => [{ CONFIG_X: x, CONFIG_Y: x < 4 ? 0 : 1 }, x] as const);
  assert.deepEqual(mattered(viewOf(t, runs)), [
    'Too few runs (5) to tell shares; likely best values:',
    '  CONFIG_X: best 5 (mean 5)',
    '  CONFIG_Y: best 1 (mean 4.5)',
  ]);
});

test('a grid of which some runs failed keeps its analysis, with main effects beyond each other', (t) => {
  const noise = [0.3, -0.2, 0.1, -0.4, 0.2];
  const grid = [0, 1, 2].flatMap((a) =>
    [0, 1, 2].flatMap((b) =>
      [0, 1, 2].map(
        (c) =>
          [
            { CONFIG_A: a, CONFIG_B: b, CONFIG_C: c },
            (a === 2 ? -6 : 0) + b + (noise[(a + 3 * b + 4 * c) % 5] ?? 0),
          ] as const,
      ),
    ),
  );
  const lines = mattered(
    viewOf(
      t,
      grid.filter((_, i) => i % 9 !== 4),
    ),
  );
  assert.equal(
    lines[0],
    'Share of the variance of acc (main effects beyond each other by least squares, grid with holes of 24 runs; p corrected by Holm):',
  );
  assert.match(lines[1] ?? '', /^ {2}CONFIG_A: 91\.5% \(p < 0\.001\); best [01] /);
  assert.match(lines[2] ?? '', /^ {2}CONFIG_B: \d\.\d% \(p < 0\.001\); best 2 /);
  assert.match(lines.at(-1) ?? '', /^Not proven by these runs \(p > 0\.05\): CONFIG_C$/);
});

test('where each value is one run no share of the variance is told, and equal results have no best value', (t) => {
  const own = [1, 2, 3, 4, 5, 6, 7, 8].map((x) => [{ CONFIG_X: x }, (x * 5) % 7] as const);
  assert.equal(mattered(viewOf(t, own))[0], 'Too few runs (8) to tell shares; likely best values:');
  const equal = [0, 1, 2].flatMap((a) => [0, 1, 2].map((b) => [{ CONFIG_A: a, CONFIG_B: b }, 50] as const));
  assert.ok(
    mattered(viewOf(t, equal)).every((line) => !line.includes('best')),
    mattered(viewOf(t, equal)).join('\n'),
  );
});

test('the sentence over seeds names those that may be as good, and only those', (t) => {
  // To the best: B 0.1, -0.1, -0.1 (t = 0.5, p = 0.67); C -9, -9, -8.5 (t = 53, p = 0.0004, twice that by Holm).
  const of = (name: string, values: readonly number[]): (readonly [Values, number])[] =>
    values.map((acc, i) => [{ CONFIG_OPT: name, CONFIG_SEED: i + 1 }, acc]);
  const [a, b, c] = [of('a', [10, 11, 12]), of('b', [10.1, 10.9, 11.9]), of('c', [1, 2, 3.5])];
  const verdict = (...groups: (readonly [Values, number])[][]): readonly string[] => {
    const view = viewOf(t, groups.flat());
    const report = seedReportOf(view, 'CONFIG_SEED');
    assert.ok(report !== undefined);
    return verdictLines(report, showBySpread(view, report)).filter((line) =>
      /told apart|[Ww]orse than|Not tested/.test(line),
    );
  };
  const test = '(Tukey, 5 % for all together)';
  assert.deepEqual(verdict(a, b, c), [
    `Not told apart from config_001 ${test}: config_004.`,
    `Worse than config_001 ${test}: config_007.`,
  ]);
  assert.deepEqual(verdict(a, c), [`All others are worse than config_001 ${test}.`]);
  assert.deepEqual(verdict(a), []);
  // A single run of a setting never makes it worse: everything would rest on it.
  assert.deepEqual(verdict(a, c, of('d', [9])), [
    `Not told apart from config_001 ${test}: config_007.`,
    `Worse than config_001 ${test}: config_004.`,
  ]);
  assert.deepEqual(verdict(a, of('d', [9])), ['Not tested against config_001: config_004.']);
});
