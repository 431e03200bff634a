// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { distributionOption } from '../../scripts/lib/report/charts/distribution.ts';
import { wholeScene } from '../../scripts/lib/report/charts/whole-scene.ts';
import { LIGHT } from '../../scripts/lib/report/charts/theme.ts';
import { buildPageData, NO_RECORDS } from '../../scripts/lib/report/page/build-data.ts';
import { bestRange } from '../../scripts/lib/results/best-range.ts';
import { createFactor } from '../../scripts/lib/results/factors.ts';
import { simulatedView } from '../truth/simulated-view.ts';

function curveOf(goal: 'max' | 'min'): readonly (readonly number[])[] {
  const runs = [1, 2, undefined, 4].map((metric, i) => ({ values: { CONFIG_A: String(i) }, metric }));
  const option = distributionOption(
    wholeScene(buildPageData({ view: simulatedView(runs, goal), study: undefined, records: NO_RECORDS }), 100),
    { theme: LIGHT, width: 460, height: 320 },
  );
  const [series] = option['series'] as readonly [{ readonly data: readonly (readonly number[])[] }]; // one sweep is one line
  return series.data;
}

test('runs without a value count as worse than all others in the distribution', () => {
  assert.deepEqual(curveOf('min').at(0), [1, 0]);
  assert.deepEqual(curveOf('min').at(-1), [4, 0.75], 'where less is better the curve ends short of all');
  assert.deepEqual(curveOf('max').at(0), [1, 0.25], 'where more is better it begins with those that failed');
  assert.deepEqual(curveOf('max').at(-1), [4, 1]);
});

test('a best range draws a quarter of the settings rounded down, as pycls does', () => {
  // int(7 / 4) is 1: each draw is one of the seven, so each level is as likely as it is frequent.
  const factor = createFactor(
    'x',
    [1, 1, 2, 3, 3, 3, 4].map((number) => ({ text: String(number), number })),
  );
  const { chances } = bestRange(factor, [7, 6, 5, 4, 3, 2, 1], 'max');
  assert.deepEqual(
    chances.map((chance) => Math.round(7 * chance * 1e9) / 1e9),
    [2, 1, 3, 1],
  );
});
