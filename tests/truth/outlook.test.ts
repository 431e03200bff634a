// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { createRng } from '../../scripts/lib/core/rng.ts';
import { statisticsOf } from '../../scripts/lib/report/statistics-of.ts';
import { createDraws, type Draws } from '../../scripts/lib/results/stats/draws.ts';
import { needs } from '../rig/needs.ts';
import { type SimulatedRun, simulatedView } from './simulated-view.ts';

/** Designs with failures: of a value, beyond a threshold, of a setting, of a seed, of nothing. */
const DESIGNS: readonly ((draws: Draws) => readonly SimulatedRun[])[] = [
  (draws) => grid(draws, 3, (_, b) => (b === 2 ? 0.8 : 0.05)),
  (draws) => grid(draws, 1, (a) => (a === 3 ? 0.9 : 0.1)),
  (draws) => grid(draws, 5, () => 0.2),
  (draws) => grid(draws, 2, (_, __, seed) => (seed === 1 ? 0.6 : 0)),
  (draws) => sample(draws, 40, (x) => (x > 0.7 ? 1 : 0)),
  (draws) => sample(draws, 90, (x, y) => (x < 0.2 || y > 0.9 ? 0.8 : 0.05)),
  (draws) => sample(draws, 25, () => 0.3),
];

function grid(
  draws: Draws,
  seeds: number,
  chance: (a: number, b: number, seed: number) => number,
): readonly SimulatedRun[] {
  return [0, 1, 2, 3].flatMap((a) =>
    [0, 1, 2].flatMap((b) =>
      Array.from({ length: seeds }, (_, seed): SimulatedRun => {
        const values = { CONFIG_A: String(a), CONFIG_B: `b${b}`, CONFIG_SEED: String(seed + 1) };
        return { values, metric: draws.uniform() < chance(a, b, seed) ? undefined : a + draws.normal() };
      }),
    ),
  );
}

function sample(draws: Draws, count: number, chance: (x: number, y: number) => number): readonly SimulatedRun[] {
  return Array.from({ length: count }, (): SimulatedRun => {
    const [x, y] = [draws.uniform(), draws.uniform()];
    const values = { CONFIG_X: x.toFixed(6), CONFIG_Y: y.toFixed(6) };
    return { values, metric: draws.uniform() < chance(x, y) ? null : x + draws.normal() };
  });
}

test('failure rates and the expected best are recomputed by python, on designs of each kind', (t) => {
  if (!needs(t, 'python3-statsmodels')) return;
  const cases = DESIGNS.flatMap((design, i) =>
    (['max', 'min'] as const).map((goal) => {
      const runs = design(createDraws(createRng(`outlook ${i} ${goal}`)));
      return {
        name: `design ${i + 1}, ${goal}`,
        runs: runs.map((run) => ({ values: run.values, y: run.metric ?? null })),
        statistics: statisticsOf(simulatedView(runs, goal), { seedSymbol: 'CONFIG_SEED' }),
      };
    }),
  );
  const script = join(import.meta.dirname, 'recompute_outlook.py');
  const python = spawnSync('python3', [script], { input: JSON.stringify(cases), encoding: 'utf8' });
  assert.equal(python.stderr, '');
  const lines = python.stdout.trimEnd().split('\n');
  assert.deepEqual(lines.slice(0, -1), [], 'numbers that differ');
  assert.ok(Number.parseInt(lines.at(-1) ?? '', 10) > 500, lines.at(-1));
});
