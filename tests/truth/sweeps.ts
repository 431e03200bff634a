// SPDX-License-Identifier: MIT
import { compareSweep, sweepSettings } from '../../scripts/lib/report/compared-sweep.ts';
import type { SettingEntry } from '../../scripts/lib/report/statistics-form.ts';
import type { SweepView } from '../../scripts/lib/report/view.ts';
import { judgeSettings } from '../../scripts/lib/results/settings/compare.ts';
import type { SettingComparison, SettingVerdict } from '../../scripts/lib/results/settings/comparison.ts';
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
  /** How many times as widely as the others the last setting scatters. */
  readonly wild?: number;
}

/** A drawn sweep, and what its seeds did, which no report can know. */
export interface DrawnSweep {
  readonly view: SweepView;
  readonly runs: readonly SimulatedRun[];
  /** Luck of each seed, by its number from 1. */
  readonly luck: readonly number[];
}

export const SEED_SYMBOL = 'CONFIG_SEED';

/** Draws one sweep. */
export function drawSweep(sweep: SettingSweep, draws: Draws): DrawnSweep {
  const { means, seeds, noise, scale = 1, seedSpread = 0, failures = 0, areDisjoint = false, wild = 1 } = sweep;
  const luck = Array.from({ length: areDisjoint ? seeds * means.length : seeds }, () => seedSpread * draws.normal());
  const runs = means.flatMap((mean, setting) =>
    Array.from({ length: seeds }, (_, k): SimulatedRun => {
      const seed = areDisjoint ? setting * seeds + k : k;
      const times = setting === means.length - 1 ? wild : 1;
      const value = mean + (luck[seed] ?? 0) + times * scale * noise(draws);
      return {
        values: { CONFIG_A: `s${setting}`, [SEED_SYMBOL]: String(seed + 1) },
        metric: draws.uniform() < failures ? undefined : value,
      };
    }),
  );
  return { view: simulatedView(runs), runs, luck };
}

/** What a report says of the settings of a drawn sweep, best first. */
export interface ToldSettings {
  readonly settings: readonly SettingEntry[];
  readonly comparison: SettingComparison;
}

/** Asks the product's report how the settings compare: the part of `statisticsOf` that the claims about settings are made in. */
export function tellSettings({ view }: DrawnSweep): ToldSettings {
  const compared = compareSweep(view, SEED_SYMBOL);
  if (compared === undefined) throw new Error('a simulated sweep has a metric and runs');
  return compared;
}

/** Asks the product for its verdicts alone, which draw nothing: by the number of a setting, none of the leader. */
export function tellVerdicts({ view }: DrawnSweep): ReadonlyMap<number, SettingVerdict> {
  const given = sweepSettings(view, SEED_SYMBOL);
  if (given === undefined) throw new Error('a simulated sweep has a metric and runs');
  return judgeSettings(given.values, given.metric.goal).test?.verdicts ?? new Map<number, SettingVerdict>();
}

/** Returns the number of the setting that an entry is about. */
export function settingOf(entry: SettingEntry | undefined): number {
  return Number(String(entry?.values['CONFIG_A'] ?? 's-1').slice(1));
}
