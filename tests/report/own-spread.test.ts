// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seedTable } from '../../scripts/lib/report/page/seed-table.ts';
import { seedReportOf } from '../../scripts/lib/report/seeds.ts';
import { statisticsOf } from '../../scripts/lib/report/statistics-of.ts';
import { simulatedView } from '../truth/simulated-view.ts';

test('the report names the setting that is too wild for one spread, with both spreads', () => {
  const values = {
    '0.01': [99.07, 99.07],
    '0.03': [99.26, 99.63],
    '0.1': [85.74, 10],
    '0.3': [10, 9.81],
    '1': [10, 10],
  };
  const runs = Object.entries(values).flatMap(([rate, of]) =>
    of.map((metric, seed) => ({ values: { CONFIG_LR: rate, CONFIG_SEED: String(seed + 1) }, metric })),
  );
  const statistics = statisticsOf(simulatedView(runs), { seedSymbol: 'CONFIG_SEED' });
  assert.deepEqual(statistics?.comparison.own_spread, [3]);
  assert.equal(statistics.settings[2]?.values['CONFIG_LR'], 0.1);
  const warning = statistics.warnings.find(({ code }) => code === 'own_spread');
  assert.equal(statistics.comparison.method, 'tukey', 'of the others');
  assert.match(
    warning?.text ?? '',
    /^The seeds of config_007 scatter far more widely than those of the others \(a standard deviation of 53\.6 against 0\.\d+\): it is judged by its own spread/,
  );
});

test('where the wild setting is in front all are held against it by its spread, and the sentence says why', () => {
  const values = { a: [90, 99], b: [80.1, 80.3], c: [80.6, 80.5], d: [79.9, 80.2], e: [80, 80.1] };
  const runs = Object.entries(values).flatMap(([name, of]) =>
    of.map((metric, seed) => ({ values: { CONFIG_A: name, CONFIG_SEED: String(seed + 1) }, metric })),
  );
  const statistics = statisticsOf(simulatedView(runs), { seedSymbol: 'CONFIG_SEED' });
  assert.deepEqual([statistics?.comparison.own_spread, statistics?.comparison.method], [[1], 'welch']);
  assert.match(
    statistics?.design.sentence ?? '',
    /; the best scatters too widely for one spread with the others, so they are compared by Welch/,
  );
});

test('the bar of a wild setting ends where the scale of the others does', () => {
  const values = { a: [80.1, 80.3], b: [70.6, 70.5], c: [75.9, 75.7], d: [60.2, 60.1], e: [90, 65] };
  const view = simulatedView(
    Object.entries(values).flatMap(([name, of]) =>
      of.map((metric, seed) => ({ values: { CONFIG_A: name, CONFIG_SEED: String(seed + 1) }, metric })),
    ),
  );
  const report = seedReportOf(view, 'CONFIG_SEED');
  assert.ok(report !== undefined);
  const rows = seedTable(view, report).rows.map(({ left, width }) => [Number(left), Number(width)] as const);
  const whole = rows.filter(([left, width]) => left === 0 && width === 100);
  assert.equal(whole.length, 1);
  assert.ok(rows.every(([left, width]) => left >= 0 && left + width <= 100.1));
});
