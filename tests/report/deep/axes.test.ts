// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ChartOption, levelAxis } from '../../../scripts/lib/report/charts/axes.ts';
import { parallelAxes, parallelOption } from '../../../scripts/lib/report/charts/parallel.ts';
import { LIGHT } from '../../../scripts/lib/report/charts/theme.ts';
import { wholeScene } from '../../../scripts/lib/report/charts/whole-scene.ts';
import { dataWith, labelsOf } from '../labelled-data.ts';

test('of many texts along an axis so many have a label that none lies over another', (t) => {
  const shownOf = (levels: number, width: number): number => {
    const parameter = dataWith(t, levels).parameters.find((p) => p.name === 'CONFIG_NAME');
    assert.ok(parameter !== undefined);
    return (labelsOf(levelAxis(parameter, { theme: LIGHT, width, height: 320 }))['customValues'] as unknown[]).length;
  };
  // Turned by 30 degrees, letters of 12 pixels need 24 pixels of the axis.
  assert.equal(shownOf(30, 568), 15);
  assert.equal(shownOf(30, 340), 10);
  assert.equal(shownOf(4, 340), 4);
});

test('of many texts on an axis of the parallel coordinates so many have a label as fit its height', (t) => {
  const stepOf = (levels: number, height: number): number => {
    const data = dataWith(t, levels);
    const view = { axes: parallelAxes(data).initial.split('\n'), logs: new Set<string>() };
    const option = parallelOption(wholeScene(data, 0), view, { theme: LIGHT, width: 900, height });
    const axes = option['parallelAxis'] as readonly ChartOption[];
    return Number(labelsOf(axes[0])['interval']) + 1;
  };
  assert.deepEqual([stepOf(30, 400), stepOf(30, 260), stepOf(4, 400)], [2, 3, 1]);
});
