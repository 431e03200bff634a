// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineSweep } from '../../../scripts/lib/config/definition.ts';
import { valueOrThrow } from '../../../scripts/lib/core/diagnostic.ts';
import { createRng } from '../../../scripts/lib/core/rng.ts';
import { refineHead } from '../../../scripts/lib/report/refine/refine-head.ts';
import { refinedFile } from '../../../scripts/lib/report/refine/refine-file.ts';
import { refinedMode } from '../../../scripts/lib/report/refine/refine-mode.ts';
import { refinePlan } from '../../../scripts/lib/report/refine/refine-plan.ts';
import { settingStatistics } from '../../../scripts/lib/report/statistics-of.ts';
import { createDraws } from '../../../scripts/lib/results/stats/draws.ts';
import { fitSurface } from '../../../scripts/lib/results/surface/surface.ts';
import { simulatedView } from '../../truth/simulated-view.ts';

type Values = Readonly<Record<string, string>>;

function define(text: string, given: Readonly<Record<string, string>> = {}) {
  const settings = Object.entries(given).map(([name, value]) => ({
    name: name as 'MODE', // names of settings
    text: value,
    layer: 'make' as const,
  }));
  const load = (path: string) =>
    path === 'more' ? { path, text: 'CONFIG_MORE=1|2\n' } : { unreadable: 'there is no other file' };
  return valueOrThrow(defineSweep({ source: { path: 'range', text }, load, given: settings }));
}

/** Returns the next range file of one whose runs have these values of the metric. */
function refined(
  text: string,
  metric: (values: Values) => number,
  { given = {}, most = 5 }: { given?: Readonly<Record<string, string>>; most?: number } = {},
): string {
  const { file, design } = define(text, given);
  const draws = createDraws(createRng('refine test'));
  const runs = [...design.points()].map(({ assignments }) => {
    const values = Object.fromEntries(assignments.map(({ name, value }) => [name, value.text]));
    return { values, metric: metric(values) + 0.01 * draws.normal() };
  });
  const statistics = settingStatistics(simulatedView(runs), {
    seedSymbol: 'CONFIG_SEED',
    areSampled: given['MODE'] === 'random',
  });
  assert.ok(statistics !== undefined);
  const plan = refinePlan(statistics, file.definitions);
  assert.ok(plan !== undefined);
  return refinedFile({ file, plan, head: ['why'], settings: [], over: new Map(), mostOf: () => most });
}

const lineOf = (text: string, name: string): string =>
  text.split('\n').find((line) => line.startsWith(`${name}=`)) ?? '(none)';
const reasonOf = (text: string, name: string): string => {
  const lines = text.split('\n');
  return lines[lines.findIndex((line) => line.startsWith(`${name}=`)) - 1] ?? '';
};

const GRID = `# the sweep
CONFIG_LR=1e-4:*10:1e-1   # the rate
CONFIG_WIDTH=64|128|256
CONFIG_OPT=adam|sgd|lion
CONFIG_DEAD=1|2
depends on CONFIG_WIDTH <= 1024
`;
const score = ({ CONFIG_LR, CONFIG_WIDTH, CONFIG_OPT }: Values): number =>
  -((Math.log10(Number(CONFIG_LR)) + 2) ** 2) + Math.log2(Number(CONFIG_WIDTH)) + (CONFIG_OPT === 'adam' ? 2 : 0);

test('a grid becomes half as wide a step around the best, beyond the end where the best lies on it, and what does nothing is fixed', () => {
  const text = refined(GRID, score);
  assert.equal(lineOf(text, 'CONFIG_LR'), 'CONFIG_LR=0.001|0.003162|0.01|0.03162|0.1   # the rate');
  const widths = lineOf(text, 'CONFIG_WIDTH').slice('CONFIG_WIDTH='.length).split('|').map(Number);
  assert.ok(widths.includes(256) && Math.max(...widths) > 256 && Math.min(...widths) >= 128, widths.join(' '));
  assert.match(reasonOf(text, 'CONFIG_WIDTH'), /# the best lies on the upper end \(256\): the range goes beyond it/);
  assert.equal(lineOf(text, 'CONFIG_OPT'), 'CONFIG_OPT=adam');
  assert.match(lineOf(text, 'CONFIG_DEAD'), /^CONFIG_DEAD=[12]$/);
  assert.match(reasonOf(text, 'CONFIG_DEAD'), /# no effect of it is shown: fixed/);
  assert.match(text, /^# why\n# the sweep\n[\s\S]*\ndepends on CONFIG_WIDTH <= 1024\n$/);
  assert.ok(define(text).design !== undefined, 'it reads back');
});

test('shorter lists of numbers have fewer half steps, down to the best alone', () => {
  assert.equal(lineOf(refined(GRID, score, { most: 3 }), 'CONFIG_LR').split('|').length, 3);
  assert.match(lineOf(refined(GRID, score, { most: 1 }), 'CONFIG_LR'), /^CONFIG_LR=0\.01 /);
});

test('laws keep their kind and steps, and their bounds close in', () => {
  const range = `CONFIG_X=~uniform(0,1)
CONFIG_LR=~loguniform(1e-5,1e-1)
CONFIG_N=~int(1,40)
CONFIG_D=~uniform(0,0.5,q=0.05)
CONFIG_KIND=~choice(good,bad,worse)
`;
  const text = refined(
    range,
    ({ CONFIG_X, CONFIG_LR, CONFIG_N, CONFIG_D, CONFIG_KIND }) =>
      -9 * (Number(CONFIG_X) - 0.4) ** 2 -
      (Math.log10(Number(CONFIG_LR)) + 3) ** 2 -
      0.01 * (Number(CONFIG_N) - 20) ** 2 -
      20 * (Number(CONFIG_D) - 0.2) ** 2 +
      (CONFIG_KIND === 'good' ? 4 : 0),
    { given: { MODE: 'random', SAMPLES: '80' } },
  );
  const [low = 0, high = 0] = (/~uniform\(([^,]+),([^,]+)\)/.exec(lineOf(text, 'CONFIG_X')) ?? []).slice(1).map(Number);
  assert.ok(low > 0 && low < 0.4 && high > 0.4 && high - low <= 0.51, `${low} to ${high}`);
  const [from = 0, to = 0] = (/~loguniform\(([^,]+),([^,]+)\)/.exec(lineOf(text, 'CONFIG_LR')) ?? [])
    .slice(1)
    .map(Number);
  assert.ok(from >= 1e-5 && from < 1e-3 && to > 1e-3 && to / from <= 110, `${from} to ${to}`);
  assert.match(lineOf(text, 'CONFIG_N'), /^CONFIG_N=~int\(\d+,\d+\)$/);
  assert.match(lineOf(text, 'CONFIG_D'), /^CONFIG_D=~uniform\(0(\.\d?[05])?,0\.\d?[05],q=0\.05\)$/);
  assert.equal(lineOf(text, 'CONFIG_KIND'), 'CONFIG_KIND=good');
  assert.ok(define(text, { MODE: 'random', SAMPLES: '20' }).design !== undefined, 'it reads back');
});

test('numbers that do not go below 0 never do, and zipped rows stay or go together', () => {
  const range = `CONFIG_DROP=~uniform(0,1)
CONFIG_DEPTH,CONFIG_NAME=2,small|4,base|8,huge
`;
  const text = refined(range, ({ CONFIG_DROP, CONFIG_DEPTH }) => -20 * Number(CONFIG_DROP) - Number(CONFIG_DEPTH), {
    given: { MODE: 'random', SAMPLES: '40' },
  });
  assert.match(lineOf(text, 'CONFIG_DROP'), /^CONFIG_DROP=~uniform\(0,0\.\d+\)$/);
  assert.equal(
    text.split('\n').find((line) => line.startsWith('CONFIG_DEPTH,')),
    'CONFIG_DEPTH,CONFIG_NAME=2,small',
  );
});

test('where lines come from another file all is written out', () => {
  const text = refined(
    'source "more"\nSWEEP_METRIC=y\nCONFIG_A=1|2|3\nexclude if CONFIG_A=9\n',
    ({ CONFIG_A, CONFIG_MORE }) => Number(CONFIG_A) + 5 * Number(CONFIG_MORE),
  );
  assert.doesNotMatch(text, /source/);
  assert.match(text, /SWEEP_METRIC="y"/);
  assert.match(text, /exclude if CONFIG_A = 9/);
  assert.match(lineOf(text, 'CONFIG_MORE'), /2/);
});

test('a model of a bowl finds its top between the points, and is less sure where nothing was run', () => {
  const draws = createDraws(createRng('bowl'));
  const points = Array.from({ length: 40 }, () => [draws.uniform(), draws.uniform()]);
  const values = points.map(([x = 0, y = 0]) => 3 - (x - 0.3) ** 2 - 2 * (y - 0.7) ** 2);
  const surface = fitSurface({ points, values });
  assert.ok(surface !== undefined);
  assert.ok(Math.abs(surface.expected([0.3, 0.7]) - 3) < 0.01, String(surface.expected([0.3, 0.7])));
  assert.ok(surface.spread([3, 3]) > 5 * surface.spread([0.5, 0.5]));
  assert.equal(fitSurface({ points, values: values.map(() => 1) }), undefined, 'equal values have no shape');
});

test('where nothing is shown the file begins with that it is a guess, and a mean has no more decimals than its seeds support', () => {
  const draws = createDraws(createRng('head'));
  const headOf = (effect: number): string => {
    const runs = [1, 2, 3, 4].flatMap((a) =>
      [1, 2, 3].map((seed) => ({
        values: { CONFIG_A: String(a), CONFIG_SEED: String(seed) },
        metric: 900 + effect * a + 10 * draws.normal(),
      })),
    );
    const view = simulatedView(runs);
    const statistics = settingStatistics(view, { seedSymbol: 'CONFIG_SEED', areSampled: false });
    assert.ok(statistics !== undefined);
    return refineHead(view, statistics.value, []).join('\n');
  };
  assert.match(headOf(0), /No effect was shown by these runs: nothing is fixed, and where the best lies is a guess/);
  assert.match(headOf(0), /the best y of 4 settings was \d+(\.\d)? \(/);
  assert.doesNotMatch(headOf(100), /guess/);
});

test('of zipped numbers with the best at their end one more row goes beyond it, evenly in each column', () => {
  const zipLine = (rows: string): string =>
    refined(
      `CONFIG_DEPTH,CONFIG_WIDTH=${rows}\nCONFIG_LR=1|2|3\n`,
      ({ CONFIG_DEPTH, CONFIG_LR }) => 5 * Number(CONFIG_DEPTH) - (Number(CONFIG_LR) - 2) ** 2,
    )
      .split('\n')
      .find((line) => line.startsWith('CONFIG_DEPTH,')) ?? '';
  assert.equal(zipLine('2,64|4,128|8,256'), 'CONFIG_DEPTH,CONFIG_WIDTH=8,256|16,512');
  assert.equal(zipLine('2,400|4,300|6,200'), 'CONFIG_DEPTH,CONFIG_WIDTH=6,200|8,100');
  assert.equal(zipLine('2,300|4,200|6,100'), 'CONFIG_DEPTH,CONFIG_WIDTH=6,100', 'none of these is 0');
  assert.equal(
    zipLine('2,64|4,128|8,200'),
    'CONFIG_DEPTH,CONFIG_WIDTH=8,200',
    'a column that is not even goes nowhere',
  );
});

test('what was drawn at random is drawn evenly the next time, in the place of the mode that the file has', () => {
  assert.equal(refinedMode('random')?.mode, 'sobol');
  for (const mode of ['sobol', 'latin', 'combination', 'pairwise', undefined])
    assert.equal(refinedMode(mode), undefined);
});
