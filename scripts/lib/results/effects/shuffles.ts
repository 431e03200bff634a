// SPDX-License-Identifier: MIT
import type { Rng } from '../../core/rng.ts';
import { createDraws, type Draws } from '../stats/draws.ts';
import { normalScores, standardScores } from '../stats/ranks.ts';
import { dot } from '../stats/dot.ts';
import { EFFECT_ALPHA } from './effect.ts';
import type { Shapes } from './shapes.ts';

/** How surely a factor has an effect: of itself, and among all that were asked. */
export interface ShuffledChance {
  readonly p: number;
  /** Corrected by the largest score of all factors that are no surer (Westfall and Young 1993, step-down). */
  readonly pAdjusted: number;
  /** How far the values follow the factor; comparable between factors. */
  readonly score: number;
}

export const SHUFFLES = 1999;
/** Shuffles that score as much as the surest factor from which on none can be shown: the chance is known well enough then (Besag and Clifford, "Sequential Monte Carlo p-values", 1991). */
const REACHED_IN_VAIN = Math.ceil(EFFECT_ALPHA * (1 + SHUFFLES)) - 1;
/** Settings beyond which what shuffles give is drawn from its normal limit. */
export const MANY_SETTINGS = 500;

/**
 * Tests factors by shuffling the values among the settings: a score is how far the values follow the best fitting question of a factor,
 * made comparable between questions, and its chance how often shuffled values score as much. What a factor needs among all that are asked comes
 * from the largest scores of the same shuffles. Values count as they are and by their normal scores: among the latter a few huge ones decide nothing. `taken` is how many columns were taken out of the values before.
 */
export function shuffledChances(
  shapes: readonly Shapes[],
  values: readonly number[],
  rng: Rng,
  taken = 0,
): readonly ShuffledChance[] {
  const n = values.length;
  const whole = shapes.some((s) => s.settings.length === n) ? formsOf(values) : [];
  // Factors that all settings have see the same values: those are put in their order once a shuffle.
  const moved = whole.map((scores) => scores.slice());
  const reorder = (order: Uint32Array): void => {
    for (const [form, scores] of whole.entries()) permute(scores, order, moved[form] ?? scores);
  };
  const asked = shapes.map((shape) =>
    askedOf(shape, values, shape.settings.length === n ? { forms: whole, moved } : undefined),
  );
  // Values from which columns were taken out lie where the questions are; shuffled ones lie everywhere.
  const stretch = (n - 1) / (n - 1 - taken);
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  const seen = asked.map(({ score }) => score(order, 1));
  const sorted = [...seen.keys()].sort((a, b) => (seen[b] ?? 0) - (seen[a] ?? 0));
  const own = new Uint32Array(shapes.length);
  const joint = new Uint32Array(shapes.length);
  const draws = createDraws(rng);
  const [surest = 0] = sorted;
  let made = 0;
  while (made < SHUFFLES && (joint[surest] ?? 0) < REACHED_IN_VAIN) {
    made += 1;
    if (n <= MANY_SETTINGS) {
      shuffle(order, rng);
      reorder(order);
    }
    let largest = Number.NEGATIVE_INFINITY;
    for (let place = sorted.length - 1; place >= 0; place -= 1) {
      const factor = sorted[place] ?? 0;
      const one = asked[factor];
      const score = (n <= MANY_SETTINGS ? one?.score(order, stretch) : one?.drawn(draws)) ?? 0;
      largest = Math.max(largest, score);
      const reached = (seen[factor] ?? 0) - 1e-12;
      if (score >= reached) own[factor] = (own[factor] ?? 0) + 1;
      if (largest >= reached) joint[factor] = (joint[factor] ?? 0) + 1;
    }
  }
  let floor = 0;
  const adjusted = new Float64Array(shapes.length);
  for (const factor of sorted) {
    floor = Math.max(floor, (1 + (joint[factor] ?? 0)) / (1 + made));
    adjusted[factor] = floor;
  }
  return shapes.map((_, i) => ({
    p: (1 + (own[i] ?? 0)) / (1 + made),
    pAdjusted: adjusted[i] ?? 1,
    score: seen[i] ?? 0,
  }));
}

function shuffle(order: Uint32Array, rng: Rng): void {
  for (let i = order.length - 1; i > 0; i -= 1) {
    const j = rng.below(i + 1);
    const kept = order[i] ?? 0;
    order[i] = order[j] ?? 0;
    order[j] = kept;
  }
}

/** The values in the two forms in which they count. */
function formsOf(values: readonly number[]): readonly Float64Array[] {
  return [normalScores(values), standardScores(values)];
}

interface Asked {
  /** The score of an order of the settings; those that lack the factor are passed over. */
  readonly score: (order: Uint32Array, stretch: number) => number;
  /** A score as many shuffled settings would give it: what they explain by each column is normal then, and both forms go together as they do. */
  readonly drawn: (draws: Draws) => number;
}

/** The forms of the values that all settings have, and the same in the order of the shuffle at hand. */
interface CommonForms {
  readonly forms: readonly Float64Array[];
  readonly moved: readonly Float64Array[];
}

const NOTHING = new Float64Array(0);

function permute(scores: Float64Array, order: Uint32Array, into: Float64Array): void {
  for (let i = 0; i < into.length; i += 1) into[i] = scores[order[i] ?? 0] ?? 0;
}

function askedOf(
  { settings, columns, questions }: Shapes,
  values: readonly number[],
  common: CommonForms | undefined,
): Asked {
  const n = settings.length;
  const forms = common?.forms ?? formsOf(settings.map((i) => values[i] ?? Number.NaN));
  const moved = common?.moved ?? forms.map((scores) => scores.slice());
  const own = new Int32Array(values.length).fill(-1);
  for (const [place, setting] of settings.entries()) own[setting] = place;
  const isAsked = Uint8Array.from(columns, (_, k) => (questions.includes(k + 1) ? 1 : 0));
  const scorers = columns.map((_, k) => scorerOf(k + 1, n));
  const places = new Uint32Array(n);
  const score = (order: Uint32Array, stretch: number): number => {
    if (common === undefined) {
      let next = 0;
      for (let i = 0; i < order.length; i += 1) {
        const place = own[order[i] ?? 0] ?? -1;
        if (place >= 0) places[next++] = place;
      }
      for (const [form, scores] of forms.entries()) permute(scores, places, moved[form] ?? scores);
    }
    let best = Number.NEGATIVE_INFINITY;
    for (const scores of moved) {
      let explained = 0;
      for (let k = 0; k < columns.length; k += 1) {
        const share = dot(columns[k] ?? scores, scores);
        explained += stretch * share * share;
        if (isAsked[k] === 1) best = Math.max(best, scorers[k]?.(explained) ?? 0);
      }
    }
    return best;
  };
  const [first = NOTHING, second = NOTHING] = forms;
  const together = dot(first, second);
  const apart = Math.sqrt(Math.max(0, 1 - together * together));
  const drawn = (draws: Draws): number => {
    let [best, one, other] = [Number.NEGATIVE_INFINITY, 0, 0];
    for (let k = 0; k < columns.length; k += 1) {
      const x = draws.normal();
      one += (x * x) / (n - 1);
      other += (together * x + apart * draws.normal()) ** 2 / (n - 1);
      if (isAsked[k] === 1) best = Math.max(best, scorers[k]?.(Math.max(one, other)) ?? 0);
    }
    return best;
  };
  return { score, drawn };
}

/** A share of the variance explained by so many columns as a normal deviate (Bartlett's logarithm, then Wilson and Hilferty's cube root). */
function scorerOf(columns: number, n: number): (share: number) => number {
  const degrees = n - 1 - (columns + 1) / 2;
  const part = 2 / (9 * columns);
  const spread = Math.sqrt(part);
  return (share) => {
    const chiSquare = -degrees * Math.log(Math.max(1e-300, 1 - share));
    return (Math.cbrt(Math.max(0, chiSquare) / columns) - 1 + part) / spread;
  };
}
