// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRng } from '../../scripts/lib/core/rng.ts';
import type { ChartOption } from '../../scripts/lib/report/charts/axes.ts';
import type { Scene } from '../../scripts/lib/report/charts/chart.ts';
import { chartsOf } from '../../scripts/lib/report/charts/index.ts';
import { CROSSINGS, surfaceGrid } from '../../scripts/lib/report/charts/surface-grid.ts';
import { LIGHT } from '../../scripts/lib/report/charts/theme.ts';
import { wholeScene } from '../../scripts/lib/report/charts/whole-scene.ts';
import { buildPageData, NO_RECORDS } from '../../scripts/lib/report/page/build-data.ts';
import type { PageData, PageParameter } from '../../scripts/lib/report/page-data.ts';
import { studyOf } from '../../scripts/lib/report/study.ts';
import { type SimulatedRun, simulatedView } from '../truth/simulated-view.ts';

/** Drawn at random: y falls with the logarithm of A's distance from 0.01, more with K=b than with a, and rises with B. */
function drawn(count: number): readonly SimulatedRun[] {
  const rng = createRng('surface');
  return Array.from({ length: count }, () => {
    const [a, b, isB] = [10 ** (-4 + 3 * rng.float()), rng.float(), rng.below(2) === 1];
    const metric = 10 - (isB ? 2 : 1) * (Math.log10(a) + 2) ** 2 + 3 * b;
    return { values: { CONFIG_A: a.toPrecision(6), CONFIG_B: b.toFixed(6), CONFIG_K: isB ? 'b' : 'a' }, metric };
  });
}

function dataOf(runs: readonly SimulatedRun[]): PageData {
  const view = simulatedView(runs);
  return buildPageData({ view, study: studyOf(view, 'CONFIG_SEED'), records: NO_RECORDS });
}

/** Runs drawn at random, and their page. */
const RUNS = drawn(120);
const DATA = dataOf(RUNS);

function pairIn(data: PageData): readonly [PageParameter, PageParameter] {
  const named = (name: string): PageParameter => data.parameters.find((p) => p.name === name) ?? assert.fail(name);
  return [named('CONFIG_A'), named('CONFIG_B')];
}

/** What is told at a part of both axes. */
function told(scene: Scene, u: number, v: number): { readonly value: number; readonly near: number } {
  const grid = surfaceGrid(scene, pairIn(scene.data)) ?? assert.fail('no surface');
  const place = Math.round(u * (CROSSINGS - 1)) * CROSSINGS + Math.round(v * (CROSSINGS - 1));
  return { value: grid.values[place] ?? Number.NaN, near: grid.near[place] ?? Number.NaN };
}

/** The truth there, the third parameter as it is in so many parts. */
function truth(data: PageData, [u, v]: readonly [number, number], partOfB: number): number {
  const [a, b] = pairIn(data);
  const ends = ({ numbers }: PageParameter): readonly [number, number] => [numbers?.[0] ?? 1, numbers?.at(-1) ?? 1];
  const between = (part: number, low: number, high: number): number => low + part * (high - low);
  const [from, to] = ends(a).map(Math.log10);
  const x = between(u, from ?? 0, to ?? 0);
  const y = between(v, ...ends(b));
  return 10 - (1 + partOfB) * (x + 2) ** 2 + 3 * y;
}

test('the surface is the truth with the third parameter as it is in the chosen runs, and follows a filter', () => {
  const whole = wholeScene(DATA, 4000);
  const isB = (run: number): boolean => RUNS[run]?.values['CONFIG_K'] === 'b';
  const scenes = [
    [whole, whole.chosen.filter(isB).length / RUNS.length],
    [{ ...whole, chosen: whole.chosen.filter(isB) }, 1],
  ] as const;
  for (const [scene, part] of scenes)
    for (const [u, v] of [
      [0.25, 0.5],
      [0.5, 0.25],
      [0.75, 0.75],
    ] as const) {
      const [found, wanted] = [told(scene, u, v).value, truth(DATA, [u, v], part)];
      assert.ok(Math.abs(found - wanted) < 0.15, `${found} is not ${wanted}`);
    }
  assert.ok((DATA.model?.foreseen ?? 0) > 0.95, String(DATA.model?.foreseen));
});

test('each place counts the chosen runs within an eighth of both axes, and tells nothing where there is none', () => {
  const runs = drawn(60);
  const data = dataOf(runs);
  const scene = wholeScene(data, 4000);
  const [a, b] = pairIn(data);
  const grid = surfaceGrid(scene, [a, b]) ?? assert.fail('no surface');
  const crossing = ({ numbers, isLog }: PageParameter, x: number): number => {
    const [low, high, own] = [numbers?.[0] ?? 0, numbers?.at(-1) ?? 0, x].map((n) => (isLog ? Math.log(n) : n));
    return Math.round((((own ?? 0) - (low ?? 0)) / ((high ?? 1) - (low ?? 0))) * (CROSSINGS - 1));
  };
  const at = runs.map(({ values }) => [
    crossing(a, Number(values['CONFIG_A'])),
    crossing(b, Number(values['CONFIG_B'])),
  ]);
  for (const [i, near] of grid.near.entries()) {
    const [column, row] = [Math.floor(i / CROSSINGS), i % CROSSINGS];
    const wanted = at.filter(([x = 0, y = 0]) => Math.abs(x - column) <= 3 && Math.abs(y - row) <= 3).length;
    assert.equal(near, wanted);
    assert.equal(grid.values[i] === undefined, wanted === 0);
  }
  assert.equal(grid.places.length, 60);
});

test('a value that went wild bends nothing: it counts as the fence, which the caption tells', () => {
  const runs = drawn(80).map((run, i) => (i % 20 === 3 ? { ...run, metric: -1e6 } : run));
  const data = dataOf(runs);
  const { value } = told(wholeScene(data, 4000), 0.5, 0.5);
  assert.ok(value > 8 && value < 14, String(value));
  const chart = chartsOf(data).find(({ id }) => id === 'heat-map');
  assert.match(chart?.caption ?? '', /what is worse than -?[\d.]+ counts as that/);
});

test('a run that lacks a parameter lies on no surface of it; without two parameters of numbers there are cells alone', () => {
  const some = drawn(80).map((run, i) => {
    const { CONFIG_B, ...others } = run.values;
    return i % 2 === 0 ? run : { ...run, values: others };
  });
  const halved = dataOf(some);
  const grid = surfaceGrid(wholeScene(halved, 4000), pairIn(halved));
  assert.equal(grid?.places.length, 40);
  const single = dataOf(
    drawn(60).map(({ values: { CONFIG_A = '', CONFIG_K = '' }, metric }) => ({
      values: { CONFIG_A, CONFIG_K },
      metric,
    })),
  );
  assert.equal(single.model, null);
  const chart = chartsOf(single).find(({ id }) => id === 'heat-map');
  assert.ok(chart !== undefined && !chart.caption.includes('Surface'));
});

test('seeds of a setting are one point, and a filter that leaves one of them keeps the setting', () => {
  const runs = drawn(40).flatMap((run) =>
    [1, 2].map((seed) => ({
      ...run,
      values: { ...run.values, CONFIG_SEED: String(seed) },
      metric: Number(run.metric) + seed / 100,
    })),
  );
  const data = dataOf(runs);
  assert.equal(data.model?.runs.length, 40);
  const whole = wholeScene(data, 4000);
  const second = { ...whole, chosen: whole.chosen.filter((run) => run % 2 === 1) };
  assert.equal(told(second, 0.5, 0.5).value, told(whole, 0.5, 0.5).value);
});

test('the legend has a step for each colour that is drawn, from low to high', () => {
  const chart = chartsOf(DATA).find(({ id }) => id === 'heat-map') ?? assert.fail('no chart');
  const scene = { ...wholeScene(DATA, 4000), choice: { as: 'surface', x: 'CONFIG_A', y: 'CONFIG_B' } };
  const legend = chart.legend?.({ theme: LIGHT }, scene) ?? [];
  assert.ok(legend.length >= 3, JSON.stringify(legend));
  assert.match(legend[0]?.text ?? '', /^below -?[\d.]+$/);
  assert.match(legend.at(-1)?.text ?? '', /^[\d.]+ and above$/);
  assert.equal(new Set(legend.map(({ color }) => color)).size, legend.length);
  const paper = { theme: LIGHT, width: 640, height: 400 };
  const names = (option: ChartOption): readonly unknown[] =>
    (option['series'] as readonly ChartOption[]).map((s) => s['name']);
  assert.ok(names(chart.option(paper, scene)).includes('cells'));
  assert.ok(!names(chart.option({ ...paper, isStill: true }, scene)).includes('cells'), 'no pointer meets a file');
});
