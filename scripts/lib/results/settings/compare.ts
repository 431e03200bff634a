// SPDX-License-Identifier: MIT
import { createRng } from '../../core/rng.ts';
import type { Goal } from '../readers/metric-spec.ts';
import { resolutionOf } from '../resolution.ts';
import type { ComparedSetting, PickedWinner, SettingComparison } from './comparison.ts';
import { describeSetting } from './describe-setting.ts';
import type { SettingRuns } from './layout.ts';
import { modelOf, type SettingModel } from './model.ts';
import { detectableBySeeds } from './power.ts';
import { type RobustLine, robustLine } from './robust.ts';
import { settingsOfOwnSpread } from './own-spread.ts';
import { type Scale, scaleOf } from './scale.ts';
import { type Spreads, spreadsOf } from './spreads.ts';
import { type SettingTests, testSettings } from './tests.ts';
import { correctedWinner, type Winner } from './winner.ts';
import { standardDeviation } from '../stats/describe.ts';
import { createDraws } from '../stats/draws.ts';
import { drawPosterior } from './posterior.ts';
import type { Estimates } from './shrinkage.ts';

const ALPHA = 0.05;
/** Settings that the robust line compares. */
const MOST_ROBUST = 5;
/** Parts of the scale that tell two adjusted means apart. */
const EQUAL = 1e12;
const UNKNOWN: Spreads = { seed: undefined, setting: undefined, rest: undefined };

/** Settings under their model, in their order, and tested: everything of a comparison that is not drawn. */
export interface JudgedSettings {
  readonly scale: Scale;
  /** Inside the scale. */
  readonly settings: readonly SettingRuns[];
  readonly model: SettingModel;
  /** Settings too wild for the spread of the others, each judged by its own. */
  readonly apart: ReadonlySet<number>;
  /** Places of all settings, best first; and of those that have a value. */
  readonly order: readonly number[];
  readonly ranked: readonly number[];
  readonly resolution: number;
  /** Standard deviation in use, and whether the resolution decides it. */
  readonly error: number;
  readonly isFloored: boolean;
  /** Undefined where nothing can be tested. */
  readonly test: SettingTests | undefined;
}

/**
 * Fits and tests settings of the parameters over their seeds: adjusted means by least squares on setting and seed, one spread
 * for all (not below what the metric's resolution hides), Tukey's test against the best. Settings that share no seed with the
 * others, or are too wild for one spread with them, are compared by Welch's test. Sizes from 1e-300 to 1e300 are alike to it.
 */
export function judgeSettings(given: readonly SettingRuns[], goal: Goal): JudgedSettings {
  const values = given.flatMap(({ runs }) => runs.map((r) => r.value));
  const scale = scaleOf(values, goal);
  const settings = given.map((s) => ({ ...s, runs: s.runs.map((r) => ({ ...r, value: scale.inside(r.value) })) }));
  const resolution = resolutionOf(values);
  const least = scale.sizeInside(resolution) / Math.sqrt(12);
  const apart = settingsOfOwnSpread(settings, least);
  const model = modelOf(settings, apart);
  const { fit, seeds } = model;
  const order = bestFirst(model, settings);
  const ranked = order.filter((i) => (settings[i]?.runs.length ?? 0) > 0);
  const seen = Math.sqrt(fit.sumOfSquares / fit.degrees);
  const isTested = !seeds.changeNothing && fit.degrees > 0 && ranked.length > 1;
  const error = Math.max(seen, least);
  const test = isTested
    ? testSettings({ settings, model, apart, order: ranked, error, least, alpha: ALPHA })
    : undefined;
  const isFloored = isTested && least > seen;
  return { scale, settings, model, apart, order, ranked, resolution, error, isFloored, test };
}

/** What a comparison holds: all of it, or without what is drawn (chances, the corrected winner, interquartile means), which takes most of its time. */
export type ComparisonParts = 'all' | 'undrawn';

/** Compares settings of the parameters over their seeds: what `judgeSettings` finds, and what is drawn beside it. */
export function compareSettings(
  given: readonly SettingRuns[],
  goal: Goal,
  parts: ComparisonParts = 'all',
): SettingComparison {
  const judged = judgeSettings(given, goal);
  const { scale, settings, model, order, ranked, resolution, error, isFloored, test } = judged;
  const { fit, seeds, hasBlocks } = model;
  const isTested = test !== undefined;
  const spreads = isTested ? spreadsOf(model, error) : UNKNOWN;
  const isDrawn = isTested && parts === 'all';
  const leader = isDrawn ? drawLeader(judged, spreads.seed ?? 0) : undefined;
  const compared = order.map((index) =>
    describeSetting({
      index,
      runs: settings[index] ?? { runs: [], failed: 0 },
      model,
      error: isTested ? error : undefined,
      best: ranked[0],
      contrast: test?.contrasts.get(index),
      chance: leader?.chances.get(index),
      verdict: test?.verdicts.get(index),
      scale,
    }),
  );
  const plan = { settings: ranked.length, error: scale.size(error), alpha: ALPHA, hasBlocks };
  return {
    settings: compared,
    method: test === undefined ? 'none' : test.isTukey ? 'tukey' : 'welch',
    model: hasBlocks ? 'setting+seed' : 'setting',
    alpha: ALPHA,
    spreads: outside(spreads, scale),
    degrees: isTested ? fit.degrees : 0,
    resolution,
    isFloored,
    seedsChangeNothing: seeds.changeNothing,
    ownSpread: isTested ? order.flatMap((i, place) => (judged.apart.has(i) ? [place] : [])) : [],
    seedsDiffer: seeds.areRepeated && !seeds.areShared && ranked.length > 1,
    detectable: isTested
      ? detectableBySeeds(
          compared.map((s) => s.n),
          plan,
        )
      : new Map<number, number>(),
    robust: isDrawn ? robustOf(ranked.slice(0, MOST_ROBUST), model, scale) : undefined,
    winner: pickedWinner(compared, leader?.winner, scale),
  };
}

/** Best adjusted mean first, equal ones as they came, those without a value last. */
function bestFirst(model: SettingModel, settings: readonly SettingRuns[]): readonly number[] {
  // Equal means differ by the rounding of a double: what is inside the scale has a size of about 1.
  const scores = settings.map(({ runs }, i) =>
    runs.length === 0 ? Number.NEGATIVE_INFINITY : Math.round(model.adjusted(i) * EQUAL) / EQUAL,
  );
  return [...settings.keys()].sort((a, b) => {
    const [x = 0, y = 0] = [scores[a], scores[b]];
    return x === y ? a - b : y - x;
  });
}

/** The values without their seed's luck, as interquartile means. */
function robustOf(order: readonly number[], model: SettingModel, scale: Scale): RobustLine | undefined {
  const groups = order.map((i) =>
    (model.observations[i] ?? []).map((o) => o.value - (model.fit.blockEffects[o.block] ?? 0)),
  );
  const line = robustLine(groups, createRng('interquartile means'));
  return line === undefined
    ? undefined
    : { ...line, value: scale.value(line.value), interval: scale.values(line.interval) };
}

function outside({ seed, setting, rest }: Spreads, scale: Scale): Spreads {
  const size = (x: number | undefined): number | undefined => (x === undefined ? undefined : scale.size(x));
  return { seed: size(seed), setting: size(setting), rest: size(rest) };
}

/** Returns the setting in front with its corrected mean; of a single setting nothing was picked, and its mean stands as it is. */
function pickedWinner(
  settings: readonly ComparedSetting[],
  winner: Winner | undefined,
  scale: Scale,
): PickedWinner | undefined {
  const [best, second] = settings;
  if (best?.adjusted === undefined) return undefined;
  if (winner !== undefined)
    return { raw: best.adjusted, corrected: scale.value(winner.corrected), interval: scale.values(winner.interval) };
  const isAlone = second?.adjusted === undefined;
  return {
    raw: best.adjusted,
    corrected: isAlone ? best.adjusted : undefined,
    interval: isAlone ? best.interval : undefined,
  };
}

/** What the posterior says of the settings and of the one in front. */
interface Leader {
  /** Chance of each setting that its true mean is the best. */
  readonly chances: ReadonlyMap<number, number>;
  readonly winner: Winner;
}

/**
 * Draws the posterior of all settings with a value, best first. The corrected winner is told by its lead over all settings, so those with a
 * spread of their own, of which little is known, stay out of that unless one of them leads.
 */
function drawLeader(judged: JudgedSettings, seedSpread: number): Leader {
  const { ranked, apart } = judged;
  const draws = createDraws(createRng('posterior of settings'));
  const estimates = estimatesOf(judged, ranked, seedSpread);
  const posterior = drawPosterior(estimates, draws);
  const chances = new Map(ranked.map((setting, place) => [setting, posterior.chances[place] ?? 0]));
  if (apart.size === 0 || apart.has(ranked[0] ?? -1))
    return { chances, winner: correctedWinner(estimates, posterior, { ...meanOfAll(judged, estimates), draws }) };
  const tame = estimatesOf(
    judged,
    ranked.filter((i) => !apart.has(i)),
    seedSpread,
  );
  return { chances, winner: correctedWinner(tame, drawPosterior(tame, draws), { ...meanOfAll(judged, tame), draws }) };
}

/**
 * Returns what is known of the means of some settings. A setting with seeds of its own is known less well by the spread of the seeds, over
 * as many as it has; one with a spread of its own by that.
 */
function estimatesOf(
  { model, settings, apart, error }: JudgedSettings,
  order: readonly number[],
  seedSpread: number,
): Estimates {
  const { fit } = model;
  const foreign = 1 + (error > 0 ? seedSpread / error : 0) ** 2;
  const varianceOf = (i: number): number => {
    if (model.isFitted(i)) return fit.variance(i);
    const own = (settings[i]?.runs ?? []).map((r) => r.value);
    const spread = apart.has(i) ? (standardDeviation(own) / Math.max(error, LEAST_ERROR)) ** 2 : foreign;
    return spread / Math.max(1, own.length);
  };
  return {
    means: Float64Array.from(order, (i) => model.adjusted(i)),
    variances: Float64Array.from(order, varianceOf),
    sumOfSquares: Math.max(error, LEAST_ERROR) ** 2 * fit.degrees,
    degrees: fit.degrees,
  };
}

/** Returns how well the mean of all these settings over all seeds is known. */
function meanOfAll(
  { model: { fit }, error }: JudgedSettings,
  { variances }: Estimates,
): { readonly error: number; readonly degrees: number } {
  const blocks = fit.blockEffects.length;
  return blocks > 1
    ? { error: standardDeviation(fit.blockEffects) / Math.sqrt(blocks), degrees: blocks - 1 }
    : { error: (error * Math.sqrt(variances.reduce((a, b) => a + b, 0))) / variances.length, degrees: fit.degrees };
}

/** Of values about 1 in size: seeds that explain everything to the last digit leave no error. */
const LEAST_ERROR = 1e-12;
