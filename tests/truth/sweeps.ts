// SPDX-License-Identifier: MIT
import type { Statistics } from '../../scripts/lib/report/statistics-form.ts';
import { statisticsOf } from '../../scripts/lib/report/statistics-of.ts';
import type { Draws } from '../../scripts/lib/results/stats/draws.ts';
import { type SimulatedRun, simulatedView } from './simulated-view.ts';

/** How the error of one run is drawn, with mean 0 (or a common one) and a spread of about 1. */
export type Noise = (draws: Draws) => number;

export const normal: Noise = (draws) => draws.normal();
/** Student's t with three degrees: a variance of 3, and no fourth moment. */
export const t3: Noise = (draws) => draws.studentT(3);
export const lognormal: Noise = (draws) => Math.exp(draws.normal());
/** A normal value, rounded to about three times its own spread. */
export const rounded: Noise = (draws) => Math.round(0.3 * draws.normal());
/** An accuracy counted over 100 examples. */
export const binomial =
  (chance: number): Noise =>
  (draws) => {
    let hits = 0;
    for (let i = 0; i < 100; i += 1) if (draws.uniform() < chance) hits += 1;
    return hits / 100;
  };

/** A sweep of settings with known true means over shared seeds. */
export interface SettingSweep {
  readonly means: readonly number[];
  readonly seeds: number;
  readonly noise: Noise;
  /** Standard deviation of the errors, times what `noise` draws. */
  readonly scale?: number;
  /** Standard deviation of the seeds' common luck. */
  readonly seedSpread?: number;
  readonly failures?: number;
  /** True when every setting has seeds of its own. */
  readonly areDisjoint?: boolean;
}

/** A drawn sweep: what its report says, and what its seeds did, which no report can know. */
export interface DrawnSweep {
  readonly statistics: Statistics;
  readonly runs: readonly SimulatedRun[];
  /** Luck of each seed, by its number from 1. */
  readonly luck: readonly number[];
}

/** Draws one sweep and asks the product for its statistics. */
export function drawSweep(sweep: SettingSweep, draws: Draws): DrawnSweep {
  const { means, seeds, noise, scale = 1, seedSpread = 0, failures = 0, areDisjoint = false } = sweep;
  const luck = Array.from({ length: areDisjoint ? seeds * means.length : seeds }, () => seedSpread * draws.normal());
  const runs = means.flatMap((mean, setting) =>
    Array.from({ length: seeds }, (_, k): SimulatedRun => {
      const seed = areDisjoint ? setting * seeds + k : k;
      const value = mean + (luck[seed] ?? 0) + scale * noise(draws);
      return {
        values: { CONFIG_A: `s${setting}`, CONFIG_SEED: String(seed + 1) },
        metric: draws.uniform() < failures ? undefined : value,
      };
    }),
  );
  const statistics = statisticsOf(simulatedView(runs), { seedSymbol: 'CONFIG_SEED' });
  if (statistics === undefined) throw new Error('a simulated sweep has a metric and runs');
  return { statistics, runs, luck };
}

/** Returns the number of the setting that an entry is about. */
export function settingOf(entry: Statistics['settings'][number] | undefined): number {
  return Number(String(entry?.values['CONFIG_A'] ?? 's-1').slice(1));
}
