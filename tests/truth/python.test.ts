// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { createRng } from '../../scripts/lib/core/rng.ts';
import { statisticsOf } from '../../scripts/lib/report/statistics-of.ts';
import { createDraws } from '../../scripts/lib/results/stats/draws.ts';
import { needs } from '../rig/needs.ts';
import { type SimulatedRun, simulatedView } from './simulated-view.ts';

/** Sweeps of different design: settings, seeds, how much fails, how the metric is rounded and scaled, whose seeds they are. */
interface Case {
  readonly settings: number;
  readonly seeds: number;
  readonly failures?: number;
  readonly decimals?: number;
  readonly size?: number;
  readonly offset?: number;
  readonly goal?: 'max' | 'min';
  readonly areDisjoint?: boolean;
  readonly seedSpread?: number;
  /** How many times as widely as the others the setting in the middle scatters; its mean is the worst. */
  readonly wild?: number;
}

const CASES: readonly Case[] = [
  { settings: 2, seeds: 2 },
  { settings: 2, seeds: 5, seedSpread: 9 },
  { settings: 3, seeds: 3, goal: 'min' },
  { settings: 5, seeds: 3, failures: 0.2 },
  { settings: 10, seeds: 5, failures: 0.2, seedSpread: 3 },
  { settings: 10, seeds: 2, decimals: 1 },
  { settings: 4, seeds: 4, decimals: 0 },
  { settings: 6, seeds: 3, decimals: 2, failures: 0.3 },
  { settings: 30, seeds: 2 },
  { settings: 12, seeds: 10, seedSpread: 1, goal: 'min' },
  { settings: 2, seeds: 10, areDisjoint: true },
  { settings: 5, seeds: 4, areDisjoint: true, failures: 0.1 },
  { settings: 8, seeds: 3, areDisjoint: true, goal: 'min' },
  { settings: 4, seeds: 5, size: 1e-9 },
  { settings: 4, seeds: 5, size: 1e12, goal: 'min', failures: 0.15 },
  { settings: 7, seeds: 3, offset: 1e5 },
  { settings: 3, seeds: 7, size: 1e-60 },
  { settings: 9, seeds: 4, seedSpread: 20, failures: 0.4 },
  { settings: 20, seeds: 1 },
  { settings: 15, seeds: 3, failures: 0.05 },
  { settings: 8, seeds: 3, wild: 100 },
  { settings: 6, seeds: 5, areDisjoint: true, wild: 50, goal: 'min' },
];

function runsOf(c: Case, name: string): readonly SimulatedRun[] {
  const draws = createDraws(createRng(name));
  const { settings, seeds, failures = 0, size = 1, offset = 0, areDisjoint = false, seedSpread = 0.5, wild = 1 } = c;
  const luck = Array.from({ length: seeds * settings }, () => seedSpread * draws.normal());
  return Array.from({ length: settings }, (_, s) => s).flatMap((s) => {
    const isWild = wild > 1 && s === settings >> 1;
    const mean = draws.normal() - (isWild ? (c.goal === 'min' ? -1 : 1) * 10 * wild : 0);
    return Array.from({ length: seeds }, (_, k): SimulatedRun => {
      const seed = areDisjoint ? s * seeds + k : k;
      const exact = offset + size * (mean + (luck[seed] ?? 0) + (isWild ? wild : 1) * 0.5 * draws.normal());
      const value = c.decimals === undefined ? exact : Number(exact.toFixed(c.decimals));
      const isLost = draws.uniform() < failures;
      const values = { CONFIG_A: `s${s}`, CONFIG_SEED: String(seed + 1) };
      return { values, metric: isLost ? undefined : value, others: { held_out: draws.normal() } };
    });
  });
}

test('every number of sweep_statistics.json that is not drawn is recomputed by python, on twenty-two designs', (t) => {
  if (!needs(t, 'python3-statsmodels')) return;
  const cases = CASES.map((c, i) => {
    const name = `case ${i + 1}`;
    const runs = runsOf(c, name);
    const view = simulatedView(runs, c.goal ?? 'max');
    const statistics = statisticsOf(view, { seedSymbol: 'CONFIG_SEED', testMetric: 'held_out' });
    assert.equal((statistics?.comparison.own_spread ?? []).length > 0, c.wild !== undefined, name);
    const told = runs.map((run) => ({
      setting: run.values['CONFIG_A'],
      seed: run.values['CONFIG_SEED'],
      y: run.metric ?? null,
      test: run.others?.['held_out'],
    }));
    return { name, runs: told, statistics };
  });
  const script = join(import.meta.dirname, 'recompute.py');
  const python = spawnSync('python3', [script], { input: JSON.stringify(cases), encoding: 'utf8' });
  assert.equal(python.stderr, '');
  const lines = python.stdout.trimEnd().split('\n');
  assert.deepEqual(lines.slice(0, -1), [], 'numbers that differ');
  assert.ok(Number.parseInt(lines.at(-1) ?? '', 10) > 2000, lines.at(-1));
});
