// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRng } from '../../scripts/lib/core/rng.ts';
import { heatMapOption } from '../../scripts/lib/report/charts/heat-map.ts';
import { LIGHT } from '../../scripts/lib/report/charts/theme.ts';
import { buildPageData, NO_RECORDS } from '../../scripts/lib/report/page/build-data.ts';
import { everyRun, type PageParameter } from '../../scripts/lib/report/page-data.ts';
import { studyOf } from '../../scripts/lib/report/study.ts';
import { statisticsOf } from '../../scripts/lib/report/statistics-of.ts';
import { type SimulatedRun, simulatedView } from '../truth/simulated-view.ts';

/** Samples of two optimizers: the momentum of the one decides, the beta of the other does nothing. */
function samples(): readonly SimulatedRun[] {
  const rng = createRng('conditional');
  return Array.from({ length: 200 }, (_, i): SimulatedRun => {
    const [lr, own] = [rng.float(), rng.float()];
    return i % 2 === 0
      ? {
          values: { CONFIG_LR: String(lr), CONFIG_OPT: 'sgd', CONFIG_MOMENTUM: String(own) },
          metric: 80 + 10 * own + rng.float(),
        }
      : {
          values: { CONFIG_LR: String(lr), CONFIG_OPT: 'adam', CONFIG_BETA: String(own) },
          metric: 84.5 + rng.float(),
        };
  });
}

const VIEW = simulatedView(samples());
const STATISTICS = statisticsOf(VIEW, { seedSymbol: 'CONFIG_SEED' });
const PAGE = buildPageData({ view: VIEW, study: studyOf(VIEW, 'CONFIG_SEED'), records: NO_RECORDS });

function parameterOf(name: string): PageParameter {
  const found = PAGE.parameters.find((p) => p.name === name);
  assert.ok(found !== undefined);
  return found;
}

test('a conditional parameter is judged among the runs that have it', () => {
  const effects = STATISTICS?.effects ?? [];
  const of = (name: string) => effects.find((e) => e.symbols[0] === name);
  assert.deepEqual(
    ['CONFIG_MOMENTUM', 'CONFIG_BETA', 'CONFIG_LR'].map((name) => [of(name)?.shown, of(name)?.n, of(name)?.condition]),
    [
      [true, 100, 'CONFIG_OPT="sgd"'],
      [false, 100, 'CONFIG_OPT="adam"'],
      [false, 200, null],
    ],
  );
});

test('what decides which parameters a run has keeps the share that is its own', () => {
  const rng = createRng('deciding');
  const runs = Array.from({ length: 200 }, (_, i): SimulatedRun => {
    const own = rng.float();
    return i % 2 === 0
      ? { values: { CONFIG_OPT: 'sgd', CONFIG_MOMENTUM: String(own) }, metric: 83 + 6 * own + rng.float() }
      : { values: { CONFIG_OPT: 'adam', CONFIG_BETA: String(own) }, metric: 84 + rng.float() };
  });
  const effects = statisticsOf(simulatedView(runs), { seedSymbol: 'CONFIG_SEED', areSampled: true })?.effects ?? [];
  const share = (name: string): number => effects.find((e) => e.symbols[0] === name)?.share ?? 0;
  // Of the variance 1.0 lies between the two, 1.5 in the momentum of the one half, 0.08 in the rest.
  assert.ok(share('CONFIG_OPT') > 0.2, `optimizer ${share('CONFIG_OPT')}`);
  assert.ok(share('CONFIG_MOMENTUM') > 0.4, `momentum ${share('CONFIG_MOMENTUM')}`);
});

test('a parameter that runs lack for no reason takes nothing from the others', () => {
  const rng = createRng('absent');
  const runs = Array.from({ length: 200 }, (): SimulatedRun => {
    const [own, other, isThere] = [rng.float(), rng.float(), rng.float() < 0.5];
    const values = { CONFIG_OTHER: String(other), ...(isThere ? { CONFIG_OWN: String(own) } : {}) };
    return { values, metric: 80 + 2 * other + (isThere ? 4 + 2 * own : 0) + 0.2 * rng.float() };
  });
  const effects = statisticsOf(simulatedView(runs), { seedSymbol: '', areSampled: true })?.effects ?? [];
  const share = (name: string): number => effects.find((e) => e.symbols[0] === name)?.share ?? 0;
  // 0.33 of a variance of 6.7 is its own.
  assert.ok(share('CONFIG_OTHER') > 0.049, `other ${share('CONFIG_OTHER')}, own ${share('CONFIG_OWN')}`);
});

test('its numbers stay numbers on the page, in their order, and runs without it are told', () => {
  const { numbers, levels, codes } = parameterOf('CONFIG_BETA');
  assert.equal(numbers?.length, 100);
  assert.deepEqual(
    [...(numbers ?? [])],
    [...(numbers ?? [])].sort((a, b) => a - b),
  );
  assert.equal(levels.at(-1), '(absent)');
  assert.equal(codes.filter((code) => code === -1).length, 100);
});

test('a heat map has a lane for the runs that lack a parameter', () => {
  const option = heatMapOption({ data: PAGE, chosen: everyRun(PAGE) }, ['CONFIG_MOMENTUM', 'CONFIG_OPT'], {
    theme: LIGHT,
    width: 800,
    height: 400,
  });
  const axis = option['xAxis'] as { readonly data: readonly string[] }; // what categoryAxis makes
  const [cells] = option['series'] as readonly [
    { readonly data: readonly { readonly value: readonly number[]; readonly count: number }[] },
  ];
  assert.equal(axis.data.at(-1), '(absent)');
  assert.ok(axis.data.length <= 12, `${axis.data.length} lanes`);
  const lane = cells.data.filter(({ value }) => value[0] === axis.data.length - 1);
  assert.deepEqual(
    lane.map((cell) => cell.count),
    [100],
  );
});

test('the design names where it is present, as a number', () => {
  const { design } = STATISTICS ?? {};
  assert.equal(design?.kind, 'samples');
  assert.deepEqual(
    design?.factors.map((f) => [f.symbols.join(), f.kind, f.levels, f.condition]),
    [
      ['CONFIG_LR', 'number', 200, null],
      ['CONFIG_OPT', 'text', 2, null],
      ['CONFIG_MOMENTUM', 'number', 100, 'CONFIG_OPT="sgd"'],
      ['CONFIG_BETA', 'number', 100, 'CONFIG_OPT="adam"'],
    ],
  );
});
