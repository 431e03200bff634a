// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { categoryAxis, type ChartOption } from '../../scripts/lib/report/charts/axes.ts';
import { chartsOf } from '../../scripts/lib/report/charts/index.ts';
import { chosenParameters } from '../../scripts/lib/report/charts/chart.ts';
import { FONT, LIGHT } from '../../scripts/lib/report/charts/theme.ts';
import { valueAxis } from '../../scripts/lib/report/charts/value-axis.ts';
import { buildPageData, NO_RECORDS } from '../../scripts/lib/report/page/build-data.ts';
import type { PageColumn } from '../../scripts/lib/report/page-data.ts';
import { inLines, shortLabels } from '../../scripts/lib/report/words.ts';
import { settingStatistics } from '../../scripts/lib/report/statistics-of.ts';
import { studyOf } from '../../scripts/lib/report/study.ts';
import { gatherView } from '../../scripts/lib/edge/metrics/gather-view.ts';
import { settingsFor, temporaryFolder, writeSyntheticSweep } from '../rig/synthetic-sweep.ts';
import { dataWith, labelsOf } from './labelled-data.ts';

test('the font holds nothing that would end an attribute', () => {
  assert.doesNotMatch(FONT, /["&<]/);
});

test('of many parameters those have a chart that mattered most, in the order of the range file', (t) => {
  const runs = Array.from({ length: 64 }, (_, i) => ({
    values: Object.fromEntries([0, 1, 2, 3, 4, 5].map((bit) => [`CONFIG_B${bit}`, String((i >> bit) & 1)])),
    files: { 'training_metrics.json': { acc: 5 * ((i >> 4) & 1) + 9 * ((i >> 2) & 1) } },
  }));
  const view = gatherView(writeSyntheticSweep(temporaryFolder(t), { runs }), settingsFor({ METRIC: 'acc' }), 0);
  const statistics = settingStatistics(view, { seedSymbol: 'CONFIG_SEED' });
  const data = buildPageData({ view, study: studyOf(view, 'CONFIG_SEED'), statistics, records: NO_RECORDS });
  assert.deepEqual(
    chosenParameters(data, 2).map((p) => p.name),
    ['CONFIG_B2', 'CONFIG_B4'],
  );
  assert.equal(chosenParameters(data, 9).length, 6);
});

test('columns whose names differ in punctuation only have charts of their own', (t) => {
  const metrics = { acc: 1, 'x/size': 2, 'x-size': 3, x_size: 4 };
  const runs = [1, 2, 3, 4].map((n) => ({
    values: { CONFIG_A: String(n) },
    files: { 'training_metrics.json': Object.fromEntries(Object.entries(metrics).map(([name, k]) => [name, n * k])) },
  }));
  const view = gatherView(writeSyntheticSweep(temporaryFolder(t), { runs }), settingsFor({ METRIC: 'acc' }), 0);
  const data = buildPageData({ view, study: studyOf(view, 'CONFIG_SEED'), records: NO_RECORDS });
  const ids = chartsOf(data)
    .map((chart) => chart.id)
    .filter((id) => id.startsWith('against-'));
  assert.equal(ids.length, 3 + Number(ids.includes('against-total_time')), ids.join(' '));
  assert.equal(new Set(ids).size, ids.length, ids.join(' '));
  assert.ok(
    ids.every((id) => /^[\w-]+$/.test(id)),
    ids.join(' '),
  );
});

test('labels that would look the same lose what they have in common', () => {
  const paths = ['/data/sets/imagenet-21k/train/part-0001.tar', '/data/sets/imagenet-21k/train/part-0002.tar', 'none'];
  assert.deepEqual(shortLabels(paths, 10), ['…1…', '…2…', 'none']);
  assert.deepEqual(shortLabels(['a_long_value_1', 'another_long_value'], 9), ['a_lo…ue_1', 'anot…alue']);
  assert.deepEqual(shortLabels(['xxxxxxxxxxxx', 'xxxxxxxxxxxxx'], 5), ['…x', '…xx']);
});

test('a long name stands in few lines', () => {
  assert.deepEqual(inLines('a_metric_with_a_truly_long_name', 16), ['a_metric_with_a_', 'truly_long_name']);
  assert.deepEqual(inLines('eval.scores__f1 of_averylongwordofitsown', 8), [
    'eval.',
    'scores__',
    'f1 of_',
    'averylongwordofitsown',
  ]);
  assert.deepEqual(
    ['#', 'total_time', ''].map((name) => inLines(name, 16)),
    [['#'], ['total_time'], []],
  );
});

test('every level of a heat map has its label, turned where they do not stand beside each other', (t) => {
  const parameter = dataWith(t, 3).parameters.find((p) => p.name === 'CONFIG_NAME');
  assert.ok(parameter !== undefined);
  const turned = (room: number): unknown => labelsOf(categoryAxis(parameter, LIGHT, { side: 'x', room }))['rotate'];
  assert.deepEqual([turned(400), turned(200)], [0, 30]);
  assert.equal(labelsOf(categoryAxis(parameter, LIGHT, { side: 'x', room: 200 }))['interval'], 0);
  assert.equal(labelsOf(categoryAxis(parameter, LIGHT, { side: 'x', room: 50 }))['interval'], 1);
});

const column = (name: string, values: readonly number[], unit: PageColumn['unit'] = null): PageColumn => ({
  name,
  label: name,
  goal: null,
  unit,
  decimals: null,
  isBoolean: false,
  values,
});
const SECONDS = { factor: 1, decimals: 1, suffix: 's' };

function ticksOf(axis: ChartOption, ...values: readonly number[]): readonly string[] {
  const formatter = labelsOf(axis)['formatter'] as (v: number) => string; // every value axis of ours has one
  return values.map((v) => formatter(v));
}

test('ticks that lie close together have as many digits as tell them apart', () => {
  assert.deepEqual(
    ticksOf(valueAxis(column('acc', [0.999_999, 0.999_999_001]), LIGHT, 'x'), 0.999_999, 0.999_999_000_5),
    ['0.999999', '0.9999990005'],
  );
  assert.deepEqual(ticksOf(valueAxis(column('size', [1_394_681, 1_394_690]), LIGHT, 'x'), 1_394_682), ['1.394682M']);
  assert.deepEqual(ticksOf(valueAxis(column('acc', [80, 90]), LIGHT, 'x'), 82.5), ['82.5']);
});

test('long times are told in minutes, hours or days', () => {
  const days = valueAxis(column('total_time', [90_000, 330_000], SECONDS), LIGHT, 'x');
  assert.deepEqual([days['min'], days['max'], days['interval']], [86_400, 345_600, 86_400]);
  assert.deepEqual(ticksOf(days, 86_400, 172_800), ['1d', '2d']);
  assert.deepEqual(ticksOf(valueAxis(column('total_time', [100, 40_000], SECONDS), LIGHT, 'x'), 0, 10_800), [
    '0h',
    '3h',
  ]);
  assert.deepEqual(ticksOf(valueAxis(column('total_time', [100, 900], SECONDS), LIGHT, 'x'), 300), ['5min']);
  assert.deepEqual(ticksOf(valueAxis(column('total_time', [100, 140], SECONDS), LIGHT, 'x'), 120), ['120s']);
});
