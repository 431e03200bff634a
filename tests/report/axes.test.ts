// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ChartOption, levelAxis } from '../../scripts/lib/report/charts/axes.ts';
import { chartsOf } from '../../scripts/lib/report/charts/index.ts';
import { chosenParameters } from '../../scripts/lib/report/charts/chosen.ts';
import { parallelChart } from '../../scripts/lib/report/charts/parallel.ts';
import { FONT, LIGHT } from '../../scripts/lib/report/charts/theme.ts';
import { buildPageData } from '../../scripts/lib/report/page/build-data.ts';
import type { PageData } from '../../scripts/lib/report/page/data.ts';
import { studyOf } from '../../scripts/lib/report/study.ts';
import { gatherView } from '../../scripts/lib/edge/gather-view.ts';
import { settingsFor, temporaryFolder, writeSyntheticSweep } from '../rig/synthetic-sweep.ts';

function dataWith(t: { after(fn: () => void): void }, levels: number): PageData {
  const runs = Array.from({ length: 60 }, (_, i) => ({ values: { CONFIG_NAME: `a_long_name_${i % levels}`, CONFIG_I: String(i) }, files: { 'training_metrics.json': { acc: i } } }));
  const view = gatherView(writeSyntheticSweep(temporaryFolder(t), { runs }), settingsFor({ METRIC: 'acc' }), 0);
  return buildPageData({ view, study: studyOf(view, 'CONFIG_SEED'), curves: [], sweeps: [] });
}

function labelsOf(axis: ChartOption | undefined): Readonly<Record<string, unknown>> {
  return axis?.['axisLabel'] as Readonly<Record<string, unknown>>; // every axis of ours has labels
}

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
    const axes = parallelChart(dataWith(t, levels), [], { theme: LIGHT, width: 900, height })['parallelAxis'] as readonly ChartOption[];
    return Number(labelsOf(axes[0])['interval']) + 1;
  };
  assert.deepEqual([stepOf(30, 400), stepOf(30, 260), stepOf(4, 400)], [2, 3, 1]);
});

test('the font holds nothing that would end an attribute', () => {
  assert.doesNotMatch(FONT, /["&<]/);
});

test('of many parameters those have a chart that mattered most, in the order of the range file', (t) => {
  const runs = Array.from({ length: 64 }, (_, i) => ({ values: Object.fromEntries([0, 1, 2, 3, 4, 5].map((bit) => [`CONFIG_B${bit}`, String((i >> bit) & 1)])), files: { 'training_metrics.json': { acc: 5 * ((i >> 4) & 1) + 9 * ((i >> 2) & 1) } } }));
  const view = gatherView(writeSyntheticSweep(temporaryFolder(t), { runs }), settingsFor({ METRIC: 'acc' }), 0);
  const data = buildPageData({ view, study: studyOf(view, 'CONFIG_SEED'), curves: [], sweeps: [] });
  assert.deepEqual(chosenParameters(data, 2).map((p) => p.name), ['CONFIG_B2', 'CONFIG_B4']);
  assert.equal(chosenParameters(data, 9).length, 6);
});

test('columns whose names differ in punctuation only have charts of their own', (t) => {
  const metrics = { acc: 1, 'x/size': 2, 'x-size': 3, x_size: 4 };
  const runs = [1, 2, 3, 4].map((n) => ({ values: { CONFIG_A: String(n) }, files: { 'training_metrics.json': Object.fromEntries(Object.entries(metrics).map(([name, k]) => [name, n * k])) } }));
  const view = gatherView(writeSyntheticSweep(temporaryFolder(t), { runs }), settingsFor({ METRIC: 'acc' }), 0);
  const data = buildPageData({ view, study: studyOf(view, 'CONFIG_SEED'), curves: [], sweeps: [] });
  const ids = chartsOf(data).map((chart) => chart.id).filter((id) => id.startsWith('against-'));
  assert.equal(ids.length, 3 + Number(ids.includes('against-total_time')), ids.join(' '));
  assert.equal(new Set(ids).size, ids.length, ids.join(' '));
  assert.ok(ids.every((id) => /^[\w-]+$/.test(id)), ids.join(' '));
});
