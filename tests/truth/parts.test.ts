// SPDX-License-Identifier: MIT
// `make truth` asks reports for the parts that it counts: they must be what the whole report says.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRng } from '../../scripts/lib/core/rng.ts';
import { statisticsOf } from '../../scripts/lib/report/statistics-of.ts';
import { createDraws } from '../../scripts/lib/results/stats/draws.ts';
import { drawnView, tellEffects } from './designs.ts';
import { isDrawn } from '../../scripts/lib/space/designs/index.ts';
import { NULL_SWEEPS } from './nulls.ts';
import {
  binomial,
  drawSweep,
  SEED_SYMBOL,
  type SettingSweep,
  settingOf,
  tellSettings,
  tellVerdicts,
} from './sweeps.ts';

const SWEEPS: readonly SettingSweep[] = [
  { means: [0, 0, 3, 9], seeds: 3, noise: (draws) => draws.normal(), failures: 0.2 },
  { means: new Array<number>(12).fill(0), seeds: 5, noise: binomial(0.9), seedSpread: 1 },
  { means: [0, 5, 5, 5, 5], seeds: 6, noise: (draws) => draws.normal(), areDisjoint: true },
];

test('what is counted of settings is what the report says of them', () => {
  const draws = createDraws(createRng('parts'));
  for (const sweep of SWEEPS) {
    const drawn = drawSweep(sweep, draws);
    const whole = statisticsOf(drawn.view, { seedSymbol: SEED_SYMBOL });
    assert.ok(whole !== undefined);
    const { settings, comparison } = tellSettings(drawn);
    assert.deepEqual(settings, whole.settings);
    assert.deepEqual(
      [comparison.winner?.interval?.low, comparison.winner?.interval?.high, comparison.spreads.rest],
      [whole.winner?.ci_low, whole.winner?.ci_high, whole.comparison.sd_rest],
    );
    const verdicts = tellVerdicts(drawn);
    for (const entry of whole.settings.slice(1)) assert.equal(verdicts.get(settingOf(entry)), entry.verdict);
    assert.ok(whole.settings.some((s) => s.verdict === 'worse' || s.verdict === 'tied'));
  }
});

test('what is counted of effects is what the report says mattered', () => {
  const draws = createDraws(createRng('parts of effects'));
  for (const sweep of NULL_SWEEPS.filter((_, i) => i % 5 === 3)) {
    const view = drawnView(sweep, draws);
    const whole = statisticsOf(view, { seedSymbol: SEED_SYMBOL, areSampled: isDrawn(sweep.mode) });
    assert.deepEqual(tellEffects(view, sweep), whole?.effects);
  }
});
