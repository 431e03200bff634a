// SPDX-License-Identifier: MIT
import { createRng } from '../../core/rng.ts';
import { bestFirst, bestRange } from '../best-range.ts';
import { type Factor, presentPart } from '../factors.ts';
import { mean, standardDeviation } from '../stats/describe.ts';
import { densityOf } from './parzen.ts';

/** How a factor's values among the best tenth of the settings differ from those among all. */
export interface Separation {
  /** Of the sum over all factors. */
  readonly share: number;
  /** Chance that shuffled values separate any factor as far, by its own measure; corrected over all factors. */
  readonly pAdjusted: number;
  /** Codes between which the best settings lie; undefined for what is no number. */
  readonly best: { readonly low: number; readonly high: number } | undefined;
}

const BEST_SHARE = 0.1;
const FEWEST_BEST = 5;
const FEWEST_SETTINGS = 20;
const SHUFFLES = 199;
/** Settings of which the shuffles take so long that fewer must do. */
const MANY_SETTINGS = 3000;
const FEW_SHUFFLES = 59;

/**
 * Returns by PED-ANOVA (Watanabe, Bansal and Hutter, IJCAI 2023), with the smoothing of Optuna's, how far the best tenth of the settings, larger values
 * being better, lie apart from all of them in each factor. A factor that some settings lack counts among those that have it: by how many they are, and by how
 * many of them are among the best (condPED-ANOVA, Baba, Ozaki and Watanabe, arXiv 2601.20800). Undefined for fewer than 20 settings.
 */
export function separations(factors: readonly Factor[], values: readonly number[]): readonly Separation[] | undefined {
  const n = values.length;
  if (n < FEWEST_SETTINGS) return undefined;
  const order = Uint32Array.from(bestFirst(values, 'max'));
  const count = bestCount(Float64Array.from(order, (at) => values[at] ?? Number.NaN));
  const measures = factors.map((factor) => separationIn(factor));
  const seen = measures.map((measure) => measure(order.subarray(0, count)));
  const rng = createRng('separation');
  const shuffles = n > MANY_SETTINGS ? FEW_SHUFFLES : SHUFFLES;
  const drawn = Array.from({ length: shuffles }, () => {
    for (let i = 0; i < count; i += 1) {
      const j = i + rng.below(n - i);
      const kept = order[i] ?? 0;
      order[i] = order[j] ?? 0;
      order[j] = kept;
    }
    return measures.map((measure) => measure(order.subarray(0, count)));
  });
  // Each factor has a chance level of its own, so it is its distance from that which is compared.
  const scales = measures.map((_, i) => {
    const own = drawn.map((one) => one[i] ?? 0);
    return { middle: mean(own), spread: standardDeviation(own) || 1 };
  });
  const scored = (one: readonly number[]): readonly number[] =>
    one.map((x, i) => (x - (scales[i]?.middle ?? 0)) / (scales[i]?.spread ?? 1));
  const largest = drawn.map((one) => scored(one).reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY));
  const scores = scored(seen);
  const total = seen.reduce((a, b) => a + b, 0);
  return factors.map((factor, i) => ({
    share: total > 0 ? (seen[i] ?? 0) / total : 0,
    pAdjusted: (1 + largest.filter((x) => x >= (scores[i] ?? 0) - 1e-12).length) / (1 + shuffles),
    best: bestOf(factor, values),
  }));
}

/**
 * Returns how many of the values, best first, are the best tenth (five at least): equal ones belong to them together, or not at all where they
 * are more than a half and enough others are better. Else the order of the settings would look like an effect.
 */
export function bestCount(sorted: ArrayLike<number>): number {
  const wanted = Math.max(FEWEST_BEST, Math.ceil(BEST_SHARE * sorted.length));
  const last = sorted[wanted - 1];
  let [better, withEqual] = [wanted - 1, wanted];
  while (better > 0 && sorted[better - 1] === last) better -= 1;
  while (withEqual < sorted.length && sorted[withEqual] === last) withEqual += 1;
  return withEqual > sorted.length / 2 && better >= FEWEST_BEST ? better : withEqual;
}

/** Returns the measure of one factor: the Pearson divergence of some settings from all, weighed for settings that lack the factor. */
function separationIn(whole: Factor): (some: Uint32Array) => number {
  const { factor, places } = presentPart(whole);
  const all = [...factor.codes.keys()];
  const settings = whole.codes.length;
  if (all.length === 0 || factor.levels.length < 2) return () => 0;
  const density = densityOf(factor);
  const base = density(all).slice();
  const placeOf = new Int32Array(settings).fill(-1);
  for (const [own, setting] of (places ?? all).entries()) placeOf[setting] = own;
  const inside = new Uint32Array(settings);
  return (some) => {
    let count = 0;
    for (let i = 0; i < some.length; i += 1) {
      const own = placeOf[some[i] ?? 0] ?? -1;
      if (own < 0) continue;
      inside[count] = own;
      count += 1;
    }
    if (count === 0) return 0;
    const best = density(inside.subarray(0, count));
    let sum = 0;
    for (let i = 0; i < base.length; i += 1) sum += (base[i] ?? 0) * ((best[i] ?? 0) / (base[i] ?? 1) - 1) ** 2;
    const among = all.length / settings;
    // Part of these settings that are among the best, over the same part of all.
    const rate = count / all.length / (some.length / settings);
    return among * rate ** 2 * sum;
  };
}

function bestOf(whole: Factor, values: readonly number[]): Separation['best'] {
  const { factor, places } = presentPart(whole);
  const own = places === undefined ? values : places.map((i) => values[i] ?? Number.NaN);
  if (factor.numbers === undefined || own.length < 8) return undefined;
  const { low, high } = bestRange(factor, own, 'max');
  return { low, high };
}
