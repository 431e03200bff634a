// SPDX-License-Identifier: MIT
// Sweeps whose reports were wrong about what mattered once.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRng } from '../../scripts/lib/core/rng.ts';
import { effectLines } from '../../scripts/lib/report/effects-text.ts';
import type { Statistics } from '../../scripts/lib/report/statistics-form.ts';
import { statisticsOf } from '../../scripts/lib/report/statistics-of.ts';
import { createDraws } from '../../scripts/lib/results/stats/draws.ts';
import { isDrawn } from '../../scripts/lib/space/designs/index.ts';
import { type Configuration, configurationsOf, type RangeSweep } from '../truth/designs.ts';
import { simulatedView } from '../truth/simulated-view.ts';

interface Told {
  readonly statistics: Statistics;
  readonly text: string;
}

/** The report of a sweep whose metric a function of values and seed gives; undefined is a failed run. */
function told(
  sweep: RangeSweep & { readonly seeds?: number },
  metricOf: (values: Configuration, seed: number, noise: () => number) => number | undefined,
): Told {
  const draws = createDraws(createRng(sweep.range));
  const seeds = sweep.seeds ?? 1;
  const runs = configurationsOf(sweep, '3').flatMap((values) =>
    Array.from({ length: seeds }, (_, seed) => ({
      values: seeds === 1 ? values : { ...values, CONFIG_SEED: String(seed + 1) },
      metric: metricOf(values, seed, () => draws.normal()),
    })),
  );
  const view = simulatedView(runs);
  const statistics = statisticsOf(view, { seedSymbol: 'CONFIG_SEED', areSampled: isDrawn(sweep.mode) });
  assert.ok(statistics !== undefined);
  return { statistics, text: (effectLines(view, statistics) ?? []).join('\n') };
}

const effectOf = ({ effects }: Statistics, ...symbols: readonly string[]) =>
  effects.find((e) => e.symbols.join(' ') === symbols.map((s) => `CONFIG_${s}`).join(' '));
const n = (values: Configuration, name: string): number => Number(values[`CONFIG_${name}`]);

test('seeds are no settings: of 20 settings with 5 seeds what the program never reads is not shown', () => {
  const range = 'CONFIG_A=~uniform(0,1)\nCONFIG_B=~uniform(0,1)\nCONFIG_C=~uniform(0,1)\nCONFIG_D=1|2|3';
  const { statistics, text } = told(
    { range, mode: 'random', samples: 20, seeds: 5 },
    (v, seed, noise) => 10 * n(v, 'A') + seed + noise(),
  );
  assert.equal(effectOf(statistics, 'A')?.shown, true);
  assert.match(text, /Not shown by these runs: (CONFIG_[BCD](, )?){3}$/m);
  assert.equal(effectOf(statistics, 'C')?.share, null);
  assert.equal(effectOf(statistics, 'C')?.n, 20);
});

test('a complete grid with a zip has its largest effect shown, as one factor', () => {
  const range = 'CONFIG_LR=0.1|0.01|0.001\nCONFIG_DEPTH,CONFIG_WIDTH=2,64|4,128|8,256\nCONFIG_OPT="a"|"b"|"c"|"d"';
  const { statistics } = told(
    { range, mode: 'combination' },
    (v, _seed, noise) => 4 * Math.log10(n(v, 'LR')) + 2 * n(v, 'DEPTH') ** 0.5 + 0.3 * noise(),
  );
  assert.equal(statistics.design.kind, 'full');
  const lr = effectOf(statistics, 'LR');
  assert.ok(lr?.shown === true && (lr.p_adjusted ?? 1) < 1e-9 && (lr.share ?? 0) > 0.7, `${lr?.share}`);
  assert.deepEqual({ ...effectOf(statistics, 'DEPTH', 'WIDTH')?.best }, { CONFIG_DEPTH: 8, CONFIG_WIDTH: 256 });
});

test('an ablation with seeds shows what a part is worth', () => {
  const range = Array.from({ length: 6 }, (_, i) => `CONFIG_P${i}=1|0`).join('\n');
  const { statistics, text } = told(
    { range, mode: 'independent', seeds: 5 },
    (v, seed, noise) => 90 - 3.24 * (1 - n(v, 'P0')) + 2 * seed + 0.5 * noise(),
  );
  assert.equal(statistics.design.kind, 'one_at_a_time');
  const [first] = statistics.effects;
  assert.deepEqual([first?.symbols, first?.shown], [['CONFIG_P0'], true]);
  assert.match(text, /^ {2}CONFIG_P0: .*best 1 \(/m);
});

test('the best value is that of complete data: a hole in the bad half makes no value good', () => {
  const range = 'CONFIG_A=0|1|2\nCONFIG_B=0|1|2\nCONFIG_C=0|1';
  const { statistics } = told({ range, mode: 'combination' }, (v) =>
    n(v, 'A') === 2 && n(v, 'C') === 0 && n(v, 'B') < 2 ? undefined : 80 + 5 * n(v, 'C') - n(v, 'A'),
  );
  assert.deepEqual({ ...effectOf(statistics, 'A')?.best }, { CONFIG_A: 0 });
  const levels = effectOf(statistics, 'A')?.levels.map((l) => [l.n, l.failed]);
  assert.deepEqual(levels, [
    [6, 0],
    [6, 0],
    [4, 2],
  ]);
});

test('a value nine of whose ten runs diverged is not the best', () => {
  const range = 'CONFIG_LR=0.1|1|10';
  const { statistics, text } = told({ range, mode: 'combination', seeds: 10 }, (v, seed, noise) =>
    n(v, 'LR') === 10 && seed > 0 ? undefined : 70 + 4 * Math.log10(n(v, 'LR')) + noise(),
  );
  assert.deepEqual({ ...effectOf(statistics, 'LR')?.best }, { CONFIG_LR: 1 });
  assert.match(text, /best 1 \(.*n = 10\)/);
});

test('one failed run of 72 deletes no interaction', () => {
  const range = 'CONFIG_A=0|1|2|3\nCONFIG_B=0|1|2\nCONFIG_C=0|1';
  let run = 0;
  const { statistics } = told({ range, mode: 'combination', seeds: 3 }, (v, seed, noise) => {
    run += 1;
    return run === 17 ? undefined : 5 * ((n(v, 'A') + n(v, 'B')) % 2) + 0.3 * seed + 0.5 * noise();
  });
  const pair = effectOf(statistics, 'A', 'B');
  assert.ok(pair?.shown === true && (pair.share ?? 0) > 0.8, `${pair?.share}`);
  assert.equal(statistics.effects.filter((e) => e.kind === 'interaction').length, 3);
});

test('of 40 samples of 15 parameters the one whose chart climbs from 65 to 95 is shown, and first', () => {
  const range = `CONFIG_LR=~loguniform(1e-5,1e-1)\n${Array.from({ length: 14 }, (_, i) => `CONFIG_P${i}=~uniform(0,1)`).join('\n')}`;
  const { statistics, text } = told(
    { range, mode: 'random', samples: 40 },
    (v, _seed, noise) => 102.5 + 7.5 * Math.log10(n(v, 'LR')) + 5 * noise(),
  );
  assert.deepEqual([statistics.effects[0]?.symbols[0], statistics.effects[0]?.shown], ['CONFIG_LR', true]);
  assert.doesNotMatch(text, /noise/);
  assert.equal(text.match(/best/g)?.length, statistics.effects.filter((e) => e.shown).length, 'one best a line');
});
