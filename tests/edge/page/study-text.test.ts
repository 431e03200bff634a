// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gatherView } from '../../../scripts/lib/edge/metrics/gather-view.ts';
import { showBySpread, verdictLines } from '../../../scripts/lib/report/seed-words.ts';
import { seedReportOf } from '../../../scripts/lib/report/seeds.ts';
import { studyOf } from '../../../scripts/lib/report/study.ts';
import { effectLines } from '../../../scripts/lib/report/effects-text.ts';
import { statisticsOf } from '../../../scripts/lib/report/statistics-of.ts';
import type { SweepView } from '../../../scripts/lib/report/view.ts';
import { settingsFor, type SyntheticRun, temporaryFolder, writeSyntheticSweep } from '../../rig/synthetic-sweep.ts';

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
  const statistics = statisticsOf(view, { seedSymbol: 'CONFIG_SEED' });
  assert.ok(statistics !== undefined);
  return effectLines(view, statistics) ?? [];
}

test('a factorial with seeds tells what is proven and what is not', (t) => {
  // acc = 10 A -+ 1 by the seed, and 0.5 more or less in turn. Sums of squares: A 8 x 5^2 = 200, seeds 8 x 1^2 = 8: A has 200 / 208 of the variance.
  const runs = [0, 1].flatMap((a) =>
    ['x', 'y'].flatMap((b) =>
      [1, 2].map((seed) => [{ CONFIG_A: a, CONFIG_B: b, CONFIG_SEED: seed }, 10 * a + (seed === 1 ? -1 : 1)] as const),
    ),
  );
  assert.deepEqual(mattered(viewOf(t, runs)), [
    'Shares of the variance of acc by least squares on main effects and CONFIG_SEED (8 runs; chances corrected by Holm):',
    '  CONFIG_A: 96.2%; p < 0.001; best 1 (10.00, 9.60 to 10.40, n = 4)',
    'Not shown by these runs: CONFIG_B',
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
});

test('a factorial without repeats compares with what the main effects leave, and not below the rounding', (t) => {
  // acc = 10 A + 0.1 B leaves nothing; a metric in steps of 0.1 has an error of 0.1 over the root of 12.
  const runs = [0, 1].flatMap((a) => [0, 1].map((b) => [{ CONFIG_A: a, CONFIG_B: b }, 10 * a + 0.1 * b] as const));
  assert.deepEqual(mattered(viewOf(t, runs)), [
    'Shares of the variance of acc by least squares on main effects (4 runs; chances corrected by Holm):',
    '  CONFIG_A: 100.0%; p = 0.004; best 1 (10.05, 9.79 to 10.31, n = 2)',
    'Not shown by these runs: CONFIG_B',
  ]);
});

test('samples are tested by shuffling, and what is not shown has no share', (t) => {
  const runs = Array.from({ length: 40 }, (_, i) => [{ CONFIG_X: i + 1, CONFIG_DEAD: i % 2 }, i] as const);
  const lines = mattered(viewOf(t, runs));
  assert.equal(
    lines[0],
    'Shares of the variance of acc by a forest, tested by shuffling it among 40 settings (chances corrected for all parameters together):',
  );
  assert.match(lines[1] ?? '', /^ {2}CONFIG_X: \d+\.\d%; p < 0\.001; best \d+ \([\d.]+, [\d.]+ to [\d.]+, n = 40\)$/);
  assert.deepEqual(lines.slice(2), ['Not shown by these runs: CONFIG_DEAD']);
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
    'Shares of the variance of acc by least squares on main effects and interactions (24 runs; chances corrected by Holm):',
  );
  assert.match(lines[1] ?? '', /^ {2}CONFIG_A: 91\.5%; p < 0\.001; best [01] /);
  assert.match(lines[2] ?? '', /^ {2}CONFIG_B: \d\.\d%; p < 0\.001; best 2 /);
  assert.deepEqual(lines.slice(3), ['Not shown by these runs: CONFIG_C', 'None of 3 interactions is shown']);
});

test('equal results have no best value, and nothing that is shown', (t) => {
  const equal = [0, 1, 2].flatMap((a) => [0, 1, 2].map((b) => [{ CONFIG_A: a, CONFIG_B: b }, 50] as const));
  const lines = mattered(viewOf(t, equal));
  assert.deepEqual(lines.slice(1), ['  No effect is shown.', 'Not shown by these runs: CONFIG_A, CONFIG_B']);
});

test('each line tells one best value, with its runs, and no report says noise', (t) => {
  const runs = [0, 1, 2, 3].flatMap((a) =>
    [1, 2, 3].map((seed) => [{ CONFIG_A: a, CONFIG_SEED: seed }, 7 * a + ((a * 5 + seed * 3) % 4) / 3] as const),
  );
  const lines = mattered(viewOf(t, runs));
  assert.equal(lines.filter((line) => line.includes('CONFIG_A')).length, 1);
  assert.equal(lines.join('\n').match(/best/g)?.length, 1);
  assert.match(lines.join('\n'), /best 3 \(\d[^)]*, n = 3\)/);
  assert.doesNotMatch(lines.join('\n'), /noise/);
});

test('a value most of whose runs failed is never the best, and no raw mean decides', (t) => {
  const grid = [0.1, 1, 10].flatMap((lr) =>
    [1, 2, 3, 4, 5].map(
      (seed) =>
        [
          { CONFIG_LR: lr, CONFIG_SEED: seed },
          lr === 10 && seed > 1 ? Number.NaN : 80 + 2 * lr + ((seed * 3 + lr) % 5) / 4,
        ] as const,
    ),
  );
  const view = viewOf(t, grid);
  const effect = statisticsOf(view, { seedSymbol: 'CONFIG_SEED' })?.effects[0];
  assert.deepEqual(
    effect?.levels.map((l) => [l.values['CONFIG_LR'], l.n, l.failed]),
    [
      [0.1, 5, 0],
      [1, 5, 0],
      [10, 1, 4],
    ],
  );
  assert.deepEqual({ ...effect?.best }, { CONFIG_LR: 1 });
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
