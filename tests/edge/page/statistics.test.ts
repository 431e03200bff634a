// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createRng } from '../../../scripts/lib/core/rng.ts';
import { writeReports } from '../../../scripts/lib/edge/page/report-writer.ts';
import type { Statistics } from '../../../scripts/lib/report/statistics-form.ts';
import { statisticsOf } from '../../../scripts/lib/report/statistics-of.ts';
import { createDraws } from '../../../scripts/lib/results/stats/draws.ts';
import { simulatedView } from '../../truth/simulated-view.ts';
import { settingsFor, type SyntheticRun, temporaryFolder, writeSyntheticSweep } from '../../rig/synthetic-sweep.ts';

const RUNS: readonly SyntheticRun[] = ['adam', 'sgd', 'lion'].flatMap((opt, i) =>
  [1, 2, 3, 4, 5].map(
    (seed): SyntheticRun => ({
      values: { CONFIG_OPT: opt, CONFIG_SEED: String(seed) },
      files: {
        'training_metrics.json': {
          val_acc: 80 + 3 * i + seed + ((seed * 7 + i * 3) % 5) / 10,
          test_acc: 70 + i + seed / 10,
        },
      },
      ...(opt === 'sgd' && seed === 3 ? { end: { status: 'failed', reason: 'exit code', exitCode: 1 } as const } : {}),
    }),
  ),
);

function written(t: { after(fn: () => void): void }, settings: Readonly<Record<string, string>>): string {
  const sweep = writeSyntheticSweep(join(temporaryFolder(t), 'sweep'), { runs: RUNS });
  writeReports(sweep, settingsFor({ METRIC: 'val_acc', ...settings }));
  return sweep;
}

function read(sweep: string): Statistics {
  return JSON.parse(readFileSync(join(sweep, 'sweep_statistics.json'), 'utf8')) as Statistics;
}

test('sweep_statistics.json tells the settings, how they were compared, and the winner', (t) => {
  const told = read(written(t, { REPORTS: 'statistics', TEST_METRIC: 'test_acc' }));
  assert.deepEqual(
    [told.statistics, told.version, told.metric, told.goal, told.test_metric],
    ['ksweep', [1, 0], 'val_acc', 'max', 'test_acc'],
  );
  assert.deepEqual(told.runs, { total: 15, ranked: 14, failed: 1, without_value: 0 });
  assert.deepEqual(
    told.settings.map((s) => [s.rank, s.values['CONFIG_OPT'], s.n, s.failed, s.verdict, s.p_best_words]),
    [
      [1, 'lion', 5, 0, 'best', null],
      [2, 'sgd', 4, 1, 'worse', 'unlikely'],
      [3, 'adam', 5, 0, 'worse', null],
    ],
  );
  assert.deepEqual(
    [told.comparison.method, told.comparison.model, told.design.kind, told.design.blocks],
    ['tukey', 'setting+seed', 'full', 'CONFIG_SEED'],
  );
  assert.equal(told.winner?.picked_of, 3);
  assert.ok(Math.abs((told.winner?.test?.mean ?? 0) - 72.3) < 1e-9);
  assert.deepEqual(
    told.warnings.map((w) => w.code),
    ['failures'],
  );
});

test('text, page and terminal have the numbers of sweep_statistics.json', (t) => {
  const sweep = written(t, {});
  const [text, page] = ['sweep_analysis.txt', 'analysis.html'].map((name) => readFileSync(join(sweep, name), 'utf8'));
  const { winner, settings, warnings } = read(sweep);
  const low = String(winner?.ci_low?.toFixed(2));
  for (const report of [text, page]) {
    assert.ok(report?.includes(String(settings[0]?.adjusted_mean?.toFixed(2))), 'the adjusted mean');
    assert.ok(report?.includes(low), `the corrected interval from ${low}`);
    assert.ok(report?.includes(warnings[0]?.text ?? '-'), 'the warnings');
  }
});

test('text, page, markdown and terminal tell the effects of sweep_statistics.json', (t) => {
  const draws = createDraws(createRng('effects in all reports'));
  const runs = [0, 1, 2].flatMap((a) =>
    [0, 1].flatMap((b) =>
      [1, 2, 3].map(
        (seed): SyntheticRun => ({
          values: { CONFIG_A: String(a), CONFIG_B: String(b), CONFIG_SEED: String(seed) },
          files: { 'training_metrics.json': { acc: 80 + 4 * a + 0.5 * draws.normal() } },
        }),
      ),
    ),
  );
  const sweep = writeSyntheticSweep(join(temporaryFolder(t), 'sweep'), { runs });
  const { terminal } = writeReports(sweep, settingsFor({ METRIC: 'acc' }));
  const [first, second] = read(sweep).effects;
  assert.deepEqual([first?.symbols[0], first?.shown, second?.shown, second?.share], ['CONFIG_A', true, false, null]);
  const share = `${(100 * (first?.share ?? 0)).toFixed(1)}%`;
  const mean = first?.levels[2]?.adjusted_mean?.toFixed(2) ?? '-';
  const texts = ['sweep_analysis.txt', 'analysis.html', 'sweep_summary.md'].map((name) =>
    readFileSync(join(sweep, name), 'utf8'),
  );
  for (const text of [...texts, terminal]) {
    assert.ok(text.includes(share), `the share ${share} in ${text.slice(0, 80)}`);
    assert.ok(text.includes(`best 2 (${mean}`), `the best value with its mean ${mean}`);
    assert.match(text.replaceAll('\\_', '_').replaceAll('<wbr>', ''), /Not shown by these runs: (CONFIG_)?B/);
    assert.doesNotMatch(text, /than noise/);
  }
  assert.match(texts[1] ?? '', /<th[^>]*>adjusted mean<\/th>/);
});

test('SWEEP_REPORTS names the reports that are written, and other names are refused with the near one', (t) => {
  const sweep = written(t, { REPORTS: 'statistics, csv' });
  const reports = readdirSync(sweep).filter((name) => /^(sweep_(?!statistics|summary\.csv)|analysis)/.test(name));
  assert.deepEqual(reports, []);
  assert.ok(existsSync(join(sweep, 'sweep_summary.csv')));
  assert.throws(() => written(t, { REPORTS: 'statistic' }), /SWEEP_REPORTS has "statistic"/);
});

test('a TEST_METRIC that no run has is said, with the one that was meant', (t) => {
  const { warnings, winner } = read(written(t, { REPORTS: 'statistics', TEST_METRIC: 'test_ac' }));
  assert.match(
    warnings.find((w) => w.code === 'test_metric_unknown')?.text ?? '',
    /TEST_METRIC=test_ac is no metric of this sweep \(did you mean test_acc\?\)/,
  );
  assert.deepEqual([winner?.test?.n, winner?.test?.mean], [0, null]);
});

test('a seed that every run has for itself is said, and nothing is tested', () => {
  const runs = [0.1, 0.2, 0.3].map((lr, i) => ({
    values: { CONFIG_LR: String(lr), CONFIG_SEED: String(17 * (i + 1)) },
    metric: 80 + i,
  }));
  const told = statisticsOf(simulatedView(runs), { seedSymbol: 'CONFIG_SEED' });
  assert.deepEqual([told?.comparison.method, told?.warnings.map((w) => w.code)], ['none', ['seed_drawn']]);
  assert.ok(told?.settings.every((s) => !('CONFIG_SEED' in s.values)));
  // Of two seeds one failed everywhere, or has not run yet: no run has a seed of its own.
  const halves = runs.flatMap(({ values, metric }) => [
    { values: { ...values, CONFIG_SEED: '1' }, metric },
    { values: { ...values, CONFIG_SEED: '2' }, metric: undefined },
  ]);
  const half = statisticsOf(simulatedView(halves), { seedSymbol: 'CONFIG_SEED' });
  assert.deepEqual(
    half?.warnings.map((w) => w.code),
    ['no_repeats'],
  );
});

test('a value all of whose runs failed is a level of the design as it is one of its effect', () => {
  const runs = ['a', 'b', 'c'].flatMap((opt) =>
    [1, 2, 3].flatMap((lr) =>
      [1, 2].map((seed) => ({
        values: { CONFIG_OPT: opt, CONFIG_LR: String(lr), CONFIG_SEED: String(seed) },
        metric: opt === 'c' ? undefined : 80 + lr + ((lr * seed * 7) % 5) / 10 + (opt === 'a' ? 1 : 0),
      })),
    ),
  );
  const told = statisticsOf(simulatedView(runs), { seedSymbol: 'CONFIG_SEED', areSampled: false });
  assert.deepEqual(
    told?.design.factors.map((f) => [f.symbols.join(), f.levels]),
    [
      ['CONFIG_OPT', 3],
      ['CONFIG_LR', 3],
    ],
  );
  assert.equal(told.effects.find((e) => e.symbols[0] === 'CONFIG_OPT' && e.kind === 'main')?.levels.length, 3);
});

test('no number of it is NaN or infinite', () => {
  const runs = [Number.NaN, null, undefined, 1e308, -1e308].map((metric, i) => ({
    values: { CONFIG_A: String(i % 2), CONFIG_SEED: String(i) },
    metric,
  }));
  const told = statisticsOf(simulatedView(runs), { seedSymbol: 'CONFIG_SEED' });
  const visit = (value: unknown): void => {
    if (typeof value === 'number') assert.ok(Number.isFinite(value), JSON.stringify(told));
    else if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) visit(part);
  };
  visit(told);
  assert.deepEqual(told?.runs, { total: 5, ranked: 2, failed: 1, without_value: 2 });
});

test('chances of being the best are told in per cent from five seeds on, and in words below', () => {
  const told = (settings: number, seeds: number): readonly boolean[] => {
    const runs = Array.from({ length: settings * seeds }, (_, i) => ({
      values: { CONFIG_A: `s${Math.floor(i / seeds)}`, CONFIG_SEED: String(i % seeds) },
      metric: ((i * 37) % 17) / 10 + Math.floor(i / seeds),
    }));
    const entries = statisticsOf(simulatedView(runs), { seedSymbol: 'CONFIG_SEED' })?.settings ?? [];
    assert.ok(entries.every((s) => (s.p_best === null) !== (s.p_best_words === null)));
    return [...new Set(entries.map((s) => s.p_best !== null))];
  };
  assert.deepEqual([told(5, 5), told(5, 4), told(2, 5), told(2, 4)], [[true], [false], [true], [false]]);
});
