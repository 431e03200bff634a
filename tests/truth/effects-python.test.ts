// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { createRng } from '../../scripts/lib/core/rng.ts';
import { statisticsOf } from '../../scripts/lib/report/statistics-of.ts';
import { createDraws } from '../../scripts/lib/results/stats/draws.ts';
import { needs } from '../rig/needs.ts';
import { type Configuration, configurationsOf, type TrueEffects } from './designs.ts';
import { NULL_SWEEPS } from './nulls.ts';
import { type SimulatedRun, simulatedView } from './simulated-view.ts';

/** Something that every symbol of a configuration does, some of them together. */
function effectOf(values: Configuration): number {
  const own = Object.values(values).map(
    (text, i) => (((text.length * 7 + text.charCodeAt(text.length - 1)) * (i + 3)) % 5) / 3,
  );
  return own.reduce((a, b) => a + b, 0) + (own[0] ?? 0) * (own[1] ?? 0);
}

/** Settings whose seeds scatter a hundred times as widely as those of the others. */
const WILD: Readonly<Record<string, (values: Configuration) => boolean>> = {
  'full grid of 3, 3 seeds': (v) => v['CONFIG_A'] === '1' && v['CONFIG_B'] === '1' && v['CONFIG_C'] === '1',
  // With all settings of a value.
  'zip, 3 seeds, 10 % failed': (v) => v['CONFIG_OPT'] === 'b',
  'one at a time, 8 symbols, 5 seeds': (v) => v['CONFIG_P3'] === '2',
  'conditions, one live, 3 seeds': (v) => v['CONFIG_LR'] === '2' && v['CONFIG_MOMENTUM'] === '0.9',
};

const CASES: readonly (TrueEffects & { readonly name: string })[] = [
  ...NULL_SWEEPS.filter((s) => s.mode !== 'random' && s.mode !== 'latin'),
  ...NULL_SWEEPS.filter((s) => s.mode === 'combination').map((s) => ({
    ...s,
    name: `${s.name}, all live`,
    truth: effectOf,
  })),
  ...NULL_SWEEPS.flatMap((s) => {
    const isWild = WILD[s.name];
    if (isWild === undefined) return [];
    const scatter = (values: Configuration): number => (isWild(values) ? 100 : 1);
    return [{ ...s, name: `${s.name}, with wild settings`, truth: effectOf, scatter }];
  }),
];

test('what is said of effects by least squares is recomputed by python, on sweeps of every design', (t) => {
  if (!needs(t, 'python3-statsmodels')) return;
  const cases = CASES.flatMap((sweep) => {
    const draws = createDraws(createRng(`python ${sweep.name}`));
    const luck = Array.from({ length: sweep.seeds ?? 1 }, () => 2 * draws.normal());
    const runs = configurationsOf(sweep, '0').flatMap((values) =>
      luck.map((own, seed): SimulatedRun => {
        const y = (sweep.truth?.(values) ?? 0) + own + (sweep.scatter?.(values) ?? 1) * draws.normal();
        const isLost = draws.uniform() < (sweep.failures ?? 0);
        return {
          values: luck.length === 1 ? values : { ...values, CONFIG_SEED: String(seed + 1) },
          metric: isLost ? undefined : y,
        };
      }),
    );
    const statistics = statisticsOf(simulatedView(runs), { seedSymbol: 'CONFIG_SEED', areSampled: false });
    const apart = statistics?.comparison.own_spread ?? [];
    assert.equal(apart.length > 0, sweep.scatter !== undefined, sweep.name);
    if (statistics?.effects_model?.method !== 'least_squares') return [];
    return [{ name: sweep.name, runs: runs.map(({ values, metric }) => ({ values, y: metric ?? null })), statistics }];
  });
  assert.ok(cases.length >= 25, `${cases.length} sweeps`);
  const wild = cases.filter((c) => c.statistics.comparison.own_spread.length > 0);
  assert.equal(wild.length, Object.keys(WILD).length, 'sweeps with wild settings');
  const script = join(import.meta.dirname, 'recompute_effects.py');
  const python = spawnSync('python3', [script], { input: JSON.stringify(cases), encoding: 'utf8', maxBuffer: 1e8 });
  assert.equal(python.stderr.replace(/^.*Warning.*\n(?: .*\n)?/gm, ''), '');
  const lines = python.stdout.trimEnd().split('\n');
  assert.deepEqual(lines.slice(0, -1), [], 'numbers that differ');
  assert.ok(Number.parseInt(lines.at(-1) ?? '', 10) > 3000, lines.at(-1));
});
