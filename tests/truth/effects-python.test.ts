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

const CASES: readonly (TrueEffects & { readonly name: string })[] = [
  ...NULL_SWEEPS.filter((s) => s.mode !== 'random' && s.mode !== 'latin'),
  ...NULL_SWEEPS.filter((s) => s.mode === 'combination').map((s) => ({
    ...s,
    name: `${s.name}, all live`,
    truth: effectOf,
  })),
];

test('what is said of effects by least squares is recomputed by python, on sweeps of every design', (t) => {
  if (!needs(t, 'python3-statsmodels')) return;
  const cases = CASES.flatMap((sweep) => {
    const draws = createDraws(createRng(`python ${sweep.name}`));
    const luck = Array.from({ length: sweep.seeds ?? 1 }, () => 2 * draws.normal());
    const runs = configurationsOf(sweep, '0').flatMap((values) =>
      luck.map((own, seed): SimulatedRun => {
        const y = (sweep.truth?.(values) ?? 0) + own + draws.normal();
        const isLost = draws.uniform() < (sweep.failures ?? 0);
        return {
          values: luck.length === 1 ? values : { ...values, CONFIG_SEED: String(seed + 1) },
          metric: isLost ? undefined : y,
        };
      }),
    );
    const statistics = statisticsOf(simulatedView(runs), { seedSymbol: 'CONFIG_SEED', areSampled: false });
    if (statistics?.effects_model?.method !== 'least_squares') return [];
    return [{ name: sweep.name, runs: runs.map(({ values, metric }) => ({ values, y: metric ?? null })), statistics }];
  });
  assert.ok(cases.length >= 20, `${cases.length} sweeps`);
  const script = join(import.meta.dirname, 'recompute_effects.py');
  const python = spawnSync('python3', [script], { input: JSON.stringify(cases), encoding: 'utf8', maxBuffer: 1e8 });
  assert.equal(python.stderr.replace(/^.*Warning.*\n(?: .*\n)?/gm, ''), '');
  const lines = python.stdout.trimEnd().split('\n');
  assert.deepEqual(lines.slice(0, -1), [], 'numbers that differ');
  assert.ok(Number.parseInt(lines.at(-1) ?? '', 10) > 3000, lines.at(-1));
});
