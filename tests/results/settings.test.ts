// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resolutionOf } from '../../scripts/lib/results/resolution.ts';
import { compareSettings } from '../../scripts/lib/results/settings/compare.ts';
import type { ComparedSetting, SettingComparison } from '../../scripts/lib/results/settings/comparison.ts';
import type { SettingRuns } from '../../scripts/lib/results/settings/layout.ts';
import type { Goal } from '../../scripts/lib/results/readers/metric-spec.ts';

/** Values over seeds 1, 2, ...; undefined is a failed run. */
function over(values: readonly (number | undefined)[], firstSeed = 1): SettingRuns {
  return {
    runs: values.flatMap((value, i) => (value === undefined ? [] : [{ block: String(firstSeed + i), value }])),
    failed: values.filter((value) => value === undefined).length,
  };
}

function compared(groups: readonly SettingRuns[], goal: Goal = 'max'): SettingComparison {
  return compareSettings(groups, goal);
}

function settingAt(comparison: SettingComparison, index: number): ComparedSetting {
  const found = comparison.settings.find((s) => s.index === index);
  assert.ok(found !== undefined);
  return found;
}

test('failing on a hard seed is no merit: settings are compared on the seeds that they share', () => {
  const [adam, sgd] = [over([80.1, 81.0, 60.2, 80.5, 79.9]), over([79.1, 79.9, undefined, 79.2, 78.5])];
  const comparison = compared([adam, sgd]);
  assert.deepEqual(
    comparison.settings.map((s) => [s.index, s.verdict, s.n, s.failed]),
    [
      [0, 'best', 5, 0],
      [1, 'worse', 4, 1],
    ],
  );
  const lost = settingAt(comparison, 1);
  // Paired by hand: (79.1-80.1 + 79.9-81.0 + 79.2-80.5 + 78.5-79.9) / 4.
  assert.ok(Math.abs((lost.difference ?? 0) + 1.2) < 1e-9, String(lost.difference));
  assert.ok((lost.adjusted ?? 0) < (settingAt(comparison, 0).adjusted ?? 0));
  assert.ok((lost.differenceInterval?.high ?? 1) < 0);
});

test('two seeds that differ by one step of the metric tell nothing apart, and the step is named', () => {
  const comparison = compared([over([0.91, 0.92]), over([0.9, 0.91])]);
  assert.equal(comparison.isFloored, true);
  assert.equal(comparison.resolution, 0.01);
  assert.ok(Math.abs((comparison.spreads.rest ?? 0) - 0.01 / Math.sqrt(12)) < 1e-12);
  assert.equal(settingAt(comparison, 1).verdict, 'tied');
  assert.ok((settingAt(comparison, 1).pAdjusted ?? 0) > 0.1);
});

test('a program that ignores its seed is tested against nothing', () => {
  const comparison = compared([over([90, 90, 90]), over([80, 80, 80])]);
  assert.equal(comparison.seedsChangeNothing, true);
  assert.equal(comparison.method, 'none');
  assert.deepEqual(
    comparison.settings.map((s) => [s.verdict, s.pAdjusted, s.chanceOfBest]),
    [
      ['best', undefined, undefined],
      ['untested', undefined, undefined],
    ],
  );
  assert.equal(comparison.winner?.corrected, undefined);
  assert.equal(settingAt(comparison, 1).difference, -10, 'a difference is one without a test, too');
});

test('settings with seeds of their own are tested by Welch', () => {
  const near = (centre: number): readonly number[] =>
    [0.1, -0.4, 0.9, 0.3, -0.7, 0.5, -0.2, 0.6, -0.9, 0.2].map((x) => centre + x);
  const comparison = compared([over(near(90)), over(near(70), 11)]);
  assert.equal(comparison.method, 'welch');
  assert.equal(comparison.seedsDiffer, true);
  assert.equal(settingAt(comparison, 1).verdict, 'worse');
});

test('a setting with seeds of its own is known by all of its runs: its chance and its test say the same', () => {
  const seeds = [0.9, -1.1, 0.4, 1.3, -0.8, -1.2, 0.7, 1.1, -0.5, 0.2];
  const noise = [0.2, -0.1, 0.3, -0.3, 0.1, -0.2, 0.1, 0, 0.2, -0.3];
  const runs = (centre: number, first: number): SettingRuns =>
    over(
      seeds.slice(first, first + 5).map((seed, i) => centre + seed + (noise[(i * 3 + centre) % 10] ?? 0)),
      first + 1,
    );
  const comparison = compared([runs(80, 0), runs(81, 0), runs(86, 5)]);
  const best = comparison.settings[0];
  assert.equal(best?.index, 2);
  assert.deepEqual(
    comparison.settings.map((s) => s.verdict),
    ['best', 'worse', 'worse'],
  );
  assert.ok((best.chanceOfBest ?? 0) > 0.85, `${best.chanceOfBest}`);
});

test('the largest setting of all has no place behind the hundredth', () => {
  const groups = Array.from({ length: 400 }, (_, i) => over([i % 7, (i % 7) + 1].map((x) => x + (i === 399 ? 50 : 0))));
  const comparison = compared(groups);
  assert.equal(comparison.settings[0]?.index, 399);
  assert.ok((comparison.settings[0]?.chanceOfBest ?? 0) > 0.99);
  assert.ok(comparison.settings.every((s) => s.chanceOfBest !== undefined));
});

test('chances of all settings add up to one, equal settings share them', () => {
  const values = [80, 81.5, 79.2, 80.8, 80.1];
  const comparison = compared([over(values), over([...values].reverse()), over(values.map((v) => v - 30))]);
  const sum = comparison.settings.reduce((total, s) => total + (s.chanceOfBest ?? 0), 0);
  assert.ok(Math.abs(sum - 1) < 1e-9, String(sum));
  for (const index of [0, 1]) {
    const chance = settingAt(comparison, index).chanceOfBest ?? 0;
    assert.ok(Math.abs(chance - 0.5) < 0.05, String(chance));
  }
});

test('sizes from 1e-300 to 1e300 and both goals give the same verdicts', () => {
  const rows = [
    [1.0, 1.4, 1.1, 0.9],
    [3.1, 3.3, 2.9, 3.2],
    [1.3, 1.2, 1.5, 1.0],
  ];
  const verdicts = (size: number, goal: Goal): string =>
    compared(
      rows.map((row) => over(row.map((x) => x * size))),
      goal,
    )
      .settings.map((s) => `${s.index} ${s.verdict} ${s.pAdjusted?.toPrecision(6)}`)
      .join(', ');
  for (const goal of ['max', 'min'] as const) {
    const usual = verdicts(1, goal);
    for (const size of [1e-300, 1e-170, 1e154, 1e300]) assert.equal(verdicts(size, goal), usual, `${size} ${goal}`);
  }
  const tiny = compared(rows.map((row) => over(row.map((x) => x * 1e-300))));
  assert.ok((settingAt(tiny, 0).sd ?? 0) > 0);
});

test('one unlucky run makes no setting worse: a verdict outlives the loss of any run', () => {
  // The third setting is as good as the others but for one run that diverged.
  const comparison = compared([
    over([80.1, 80.4, 79.8, 80.2, 80.0]),
    over([80.0, 80.3, 80.1, 79.9, 80.2]),
    over([80.2, 80.1, 80.0, 80.3, 20.0]),
  ]);
  assert.equal(settingAt(comparison, 2).verdict, 'tied');
});

test('a setting without a value stands last, with nothing told of it', () => {
  const comparison = compared([over([undefined, undefined]), over([1, 2]), over([2, 4])]);
  const last = comparison.settings.at(-1);
  assert.deepEqual([last?.index, last?.n, last?.failed, last?.mean, last?.verdict], [0, 0, 2, undefined, 'untested']);
});

test('single runs are ranked and not tested', () => {
  const comparison = compared([over([3]), over([5]), over([4])]);
  assert.deepEqual(
    comparison.settings.map((s) => [s.index, s.verdict]),
    [
      [1, 'best'],
      [2, 'untested'],
      [0, 'untested'],
    ],
  );
  assert.deepEqual([comparison.method, comparison.winner?.raw, comparison.winner?.corrected], ['none', 5, undefined]);
  assert.deepEqual(
    comparison.settings.map((s) => s.difference),
    [0, -1, -2],
  );
});

test('the step of a metric is found in counted, rounded and written values, and none in computed ones', () => {
  assert.equal(resolutionOf([80.1, 81, 60.2, 80.5, 79.9, 79.1, 79.2]), 0.1);
  assert.equal(resolutionOf([0.9, 0.91]), 0.01);
  assert.equal(resolutionOf([0.9, 0.95]), 0.01, 'a common step of two values may be luck');
  assert.ok(Math.abs(resolutionOf([1, 2, 3, 5, 8, 13, 4].map((x) => x / 300)) * 300 - 1) < 1e-9);
  assert.equal(resolutionOf([1, 2, 3, 5, 8, 13, 4].map((x) => x / 128)), 1 / 128);
  assert.equal(resolutionOf([Math.PI, Math.E, Math.SQRT2, Math.LN2, Math.LN10, Math.SQRT1_2, 0.1]), 0);
  assert.equal(resolutionOf([]), 0);
});
