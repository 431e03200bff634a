// SPDX-License-Identifier: MIT
import { quantile, standardDeviation } from '../stats/describe.ts';
import { fSurvival } from '../stats/distributions.ts';
import type { SettingObservation, SettingRuns } from './layout.ts';
import { modelOf } from './model.ts';

/** A setting has a spread of its own when its runs scatter so many times as widely as the others', */
const TIMES = 4;
/** and that is so unlikely to come from one spread for all, among all settings at once. */
const CHANCE = 0.001;
/** Settings with two runs that the others' spread needs, and its degrees of freedom. */
const [FEWEST_SETTINGS, FEWEST_DEGREES] = [3, 3];

const NONE: ReadonlySet<number> = new Set();

/**
 * Returns the settings that are too wild for one spread with the others: a rate at which one seed of two diverges. In one pool they would
 * hide every difference of the others. Those that stand out among the settings are held against the spread of all that do not, by an F test
 * of two variances (Snedecor and Cochran, "Statistical Methods", 6.12), corrected for the number of settings (Bonferroni). `least` is the
 * smallest spread that the metric's resolution allows.
 */
export function settingsOfOwnSpread(settings: readonly SettingRuns[], least: number): ReadonlySet<number> {
  const spreads = centredOnBlocks(settings).map((values) =>
    values.length < 2 ? undefined : Math.max(standardDeviation(values), least),
  );
  const known = spreads.filter((s) => s !== undefined);
  const bound = TIMES * quantile(known, 0.5);
  const suspects = new Set(spreads.flatMap((s, i) => (s !== undefined && s > bound ? [i] : [])));
  if (suspects.size === 0 || known.length - suspects.size < FEWEST_SETTINGS) return NONE;
  // What does not pass goes back to the others, and the rest is held against these again.
  for (let apart = suspects; ; ) {
    const wild = wildAmong(apart, { settings, least, most: CHANCE / known.length });
    if (wild.size === apart.size || wild.size === 0) return wild;
    apart = wild;
  }
}

/** Returns those of some settings whose runs scatter more than those of all others, by the largest chance of one test. */
function wildAmong(
  apart: ReadonlySet<number>,
  {
    settings,
    least,
    most,
  }: { readonly settings: readonly SettingRuns[]; readonly least: number; readonly most: number },
): Set<number> {
  const { fit, observations } = modelOf(settings, apart);
  if (fit.degrees < FEWEST_DEGREES) return new Set();
  const error = Math.max(Math.sqrt(fit.sumOfSquares / fit.degrees), least);
  const isWild = (setting: number): boolean => {
    const own = (observations[setting] ?? []).map((o) => withoutBlock(o, fit.blockEffects));
    const ratio = standardDeviation(own) / error;
    return ratio > TIMES && fSurvival(ratio ** 2, own.length - 1, fit.degrees) < most;
  };
  return new Set([...apart].filter(isWild));
}

/**
 * Returns the values of each setting less what its block does to the middle setting: medians of settings, then of what is left in a block,
 * as in the first sweep of a median polish (Tukey, "Exploratory Data Analysis", 1977). One wild setting moves no median.
 */
function centredOnBlocks(settings: readonly SettingRuns[]): readonly (readonly number[])[] {
  const left = new Map<string, number[]>();
  for (const { runs } of settings) {
    const middle = quantile(
      runs.map((r) => r.value),
      0.5,
    );
    for (const { block, value } of runs) {
      const values = left.get(block) ?? [];
      values.push(value - middle);
      left.set(block, values);
    }
  }
  const effects = new Map([...left].map(([block, values]) => [block, values.length < 2 ? 0 : quantile(values, 0.5)]));
  return settings.map(({ runs }) => runs.map(({ block, value }) => value - (effects.get(block) ?? 0)));
}

function withoutBlock({ block, value }: SettingObservation, effects: Float64Array): number {
  return value - (effects[block] ?? 0);
}
