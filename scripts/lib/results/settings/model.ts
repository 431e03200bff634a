// SPDX-License-Identifier: MIT
import { settingLayout, type SettingObservation, connectedParts, type SettingRuns } from './layout.ts';
import { mean } from '../stats/describe.ts';
import { fitTwoWay, type TwoWay } from './two-way.ts';

/** What the seeds of a sweep allow. */
export interface SeedUse {
  /** Some setting has two values. */
  readonly areRepeated: boolean;
  /** Some seed was run with two settings. */
  readonly areShared: boolean;
  /** No setting that was repeated has two different values. */
  readonly changeNothing: boolean;
}

/** The settings of a sweep under the one model that fits them. */
export interface SettingModel {
  readonly seeds: SeedUse;
  /** True for setting and seed, false for settings alone. */
  readonly hasBlocks: boolean;
  readonly fit: TwoWay;
  /** Observations of each setting, as the fit numbers their blocks; -1 for a block that it does not know. */
  readonly observations: readonly (readonly SettingObservation[])[];
  /** Tells whether the fit knows a setting: whether it shares seeds with the others, directly or through some of them, and their spread. */
  isFitted(setting: number): boolean;
  /** Mean over all blocks alike; the plain mean of a setting that shares none; NaN without runs. */
  adjusted(setting: number): number;
}

/** Steps that the equations of the blocks may take; more would take seconds, and no sweep has so many seeds that settings share. */
const MOST_STEPS = 1.5e9;

const NONE: ReadonlySet<number> = new Set();

/** Returns the model: setting and seed where seeds are shared, else settings alone; without those that have a spread of their own. */
export function modelOf(settings: readonly SettingRuns[], apart: ReadonlySet<number> = NONE): SettingModel {
  const layout = settingLayout(settings);
  const seeds = seedUse(settings, layout.observations);
  const isSmall = layout.blocks.length ** 2 * (layout.blocks.length + settings.length) <= MOST_STEPS;
  const alone = withoutBlocks(layout.observations, settings.length, { seeds, apart });
  if (!seeds.areRepeated || !seeds.areShared || layout.blocks.length < 2 || !isSmall) return alone;
  const parts = connectedParts({ ...layout, observations: layout.observations.filter((o) => !apart.has(o.setting)) });
  const isFitted = (setting: number): boolean => parts[setting] === 0;
  const placeOf = new Map(
    [...new Set(layout.observations.filter((o) => isFitted(o.setting)).map((o) => o.block))].map((b, place) => [
      b,
      place,
    ]),
  );
  const observations = layout.observations.map((o) => ({ ...o, block: placeOf.get(o.block) ?? -1 }));
  const fit = fitTwoWay(
    observations.filter((o) => isFitted(o.setting)),
    { settings: settings.length, blocks: placeOf.size },
  );
  if (fit === undefined) return alone;
  return {
    seeds,
    hasBlocks: true,
    fit,
    observations: bySetting(observations, settings.length),
    isFitted,
    adjusted: (setting) => (isFitted(setting) ? (fit.adjusted[setting] ?? Number.NaN) : alone.adjusted(setting)),
  };
}

/** Returns the model of settings alone, which pools their spreads whatever the seeds. */
export function settingsAlone(settings: readonly SettingRuns[]): SettingModel {
  const { observations } = settingLayout(settings);
  return withoutBlocks(observations, settings.length, { seeds: seedUse(settings, observations), apart: NONE });
}

function withoutBlocks(
  given: readonly SettingObservation[],
  settings: number,
  { seeds, apart }: { readonly seeds: SeedUse; readonly apart: ReadonlySet<number> },
): SettingModel {
  const observations = bySetting(
    given.map((o) => ({ ...o, block: 0 })),
    settings,
  );
  const fit = fitTwoWay(
    observations.flatMap((own, setting) => (apart.has(setting) ? [] : own)),
    { settings, blocks: 1 },
  );
  if (fit === undefined) throw new Error('internal: one block has no equations to solve');
  return {
    seeds,
    hasBlocks: false,
    fit,
    observations,
    isFitted: (setting) => (fit.counts[setting] ?? 0) > 0,
    adjusted: (setting) =>
      apart.has(setting) ? mean((observations[setting] ?? []).map((o) => o.value)) : (fit.means[setting] ?? Number.NaN),
  };
}

function seedUse(settings: readonly SettingRuns[], observations: readonly SettingObservation[]): SeedUse {
  const settingsOf = new Map<number, Set<number>>();
  for (const { block, setting } of observations) {
    const own = settingsOf.get(block) ?? new Set();
    settingsOf.set(block, own.add(setting));
  }
  const repeated = settings.filter(({ runs }) => runs.length > 1);
  return {
    areRepeated: repeated.length > 0,
    areShared: [...settingsOf.values()].some((own) => own.size > 1),
    changeNothing:
      repeated.length > 0 && repeated.every(({ runs }) => runs.every(({ value }) => value === runs[0]?.value)),
  };
}

function bySetting(
  observations: readonly SettingObservation[],
  settings: number,
): readonly (readonly SettingObservation[])[] {
  const groups = Array.from({ length: settings }, (): SettingObservation[] => []);
  for (const o of observations) groups[o.setting]?.push(o);
  return groups;
}
