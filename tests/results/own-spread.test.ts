// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareSettings } from '../../scripts/lib/results/settings/compare.ts';
import type { SettingRuns } from '../../scripts/lib/results/settings/layout.ts';
import { settingsOfOwnSpread } from '../../scripts/lib/results/settings/own-spread.ts';

function over(...values: readonly number[]): SettingRuns {
  return { runs: values.map((value, i) => ({ block: String(i + 1), value })), failed: 0 };
}

/** A small network on one H200: at the fourth rate one seed of two diverged, at the last two both (docs/gpus.md). */
const RATES: readonly SettingRuns[] = [
  over(98.3333, 98.8889),
  over(99.0741, 99.0741),
  over(99.2593, 99.6296),
  over(85.7407, 10),
  over(10, 9.8148),
  over(10, 10),
];

test('one rate at which a seed diverges hides no difference of the others', () => {
  const comparison = compareSettings(RATES, 'max');
  const verdicts = new Map(comparison.settings.map((s) => [s.index, s.verdict]));
  assert.deepEqual([...verdicts].sort(), [
    [0, 'tied'],
    [1, 'tied'],
    [2, 'best'],
    [3, 'tied'],
    [4, 'worse'],
    [5, 'worse'],
  ]);
  assert.deepEqual(
    comparison.ownSpread.map((place) => comparison.settings[place]?.index),
    [3],
  );
  assert.ok((comparison.spreads.rest ?? 99) < 0.5, 'the spread of the others alone');
  const [best] = comparison.settings;
  assert.ok((best?.interval?.high ?? 999) < 100.5 && (best?.interval?.low ?? 0) > 98);
  assert.ok((comparison.winner?.interval?.low ?? 0) > 95, 'nor does it widen what is believed of the winner');
  assert.ok((comparison.settings[3]?.chanceOfBest ?? 1) < 0.15);
});

test('a wild setting that leads by luck makes nothing worse, and is told to be wild', () => {
  const comparison = compareSettings([...RATES.slice(0, 3), over(120, 85), ...RATES.slice(4)], 'max');
  assert.equal(comparison.settings[0]?.index, 3);
  assert.deepEqual(comparison.ownSpread, [0]);
  assert.ok(comparison.settings.every((s) => s.verdict !== 'worse'));
});

test('two wild settings do not hide each other, and half of all are no exception', () => {
  const two = [...RATES, over(50, 12), over(98.1, 98.4)];
  assert.deepEqual([...settingsOfOwnSpread(two, 0.01)], [3, 6]);
  const half = [over(98.3, 98.9), over(99.1, 99.2), over(85, 10), over(50, 12)];
  assert.deepEqual([...settingsOfOwnSpread(half, 0.01)], []);
});

test('what seeds have in common is no spread of a setting', () => {
  const seeds = [0, 40, -30];
  const plain = [98, 97, 96, 95].map((mean, i) => over(...seeds.map((s, k) => mean + s + 0.1 * ((i + k) % 3))));
  assert.deepEqual([...settingsOfOwnSpread(plain, 0.01)], []);
  assert.deepEqual([...settingsOfOwnSpread([...plain, over(90, 94, 91)], 0.01)], [4], 'the one that lacks it is apart');
});
