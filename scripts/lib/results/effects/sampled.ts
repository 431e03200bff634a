// SPDX-License-Identifier: MIT
import { MOST_LISTED } from './adjusted-means.ts';
import { createRng } from '../../core/rng.ts';
import type { SweepDesign } from '../design/design.ts';
import { mean, meanInterval } from '../stats/describe.ts';
import { ownLevels } from './columns.ts';
import { EFFECT_ALPHA, type EffectLevel, type Effects, type FactorEffect, shownFirst } from './effect.ts';
import { forestShares, whyNoForest } from './forest-shares.ts';
import { separations } from './separation.ts';
import { shapesOf } from './shapes.ts';
import { steppedChances } from './stepwise.ts';

/** Fewer settings say nothing. */
const FEWEST_SETTINGS = 5;

/**
 * Returns the main effects of settings that were drawn, one point a setting, tested by shuffling; a factor that only some settings
 * have is judged among those. Undefined for fewer than five settings.
 */
export function sampledEffects({ factors }: SweepDesign, values: readonly number[]): Effects | undefined {
  if (values.length < FEWEST_SETTINGS) return undefined;
  const asked = factors.map(({ factor }) => shapesOf(factor));
  const tested = asked.flatMap((shapes, place) => (shapes === undefined ? [] : [{ shapes, place }]));
  const chances = steppedChances(
    tested.map((t) => t.shapes),
    values,
    createRng('effects'),
  );
  const chanceOf = new Map(tested.map(({ place }, i) => [place, chances[i]]));
  const columns = factors.map(({ factor }) => factor);
  const separated = separations(columns, values);
  const shown = [...factors.keys()].filter((place) => isBelow(chanceOf.get(place)?.pAdjusted));
  // What is not shown would only take from what is.
  const own = shown.map((place) => columns[place]).filter((c) => c !== undefined);
  const isDecided = (i: number): boolean => factors[shown[i] ?? -1]?.nesting?.parent !== undefined;
  const grown = shown.length === 0 ? undefined : forestShares(own, values, isDecided);
  const shares = grown === undefined ? undefined : new Map([...grown].map(([i, share]) => [shown[i] ?? -1, share]));
  const effects = factors.map((own, place): FactorEffect => {
    const chance = chanceOf.get(place);
    const present = own.factor.codes.filter((code) => code !== own.factor.absent).length;
    return {
      kind: 'main',
      factors: [place],
      method: chance === undefined ? 'none' : 'permutation',
      n: present,
      share: shares?.get(place)?.share,
      sumOfSquares: undefined,
      degrees: undefined,
      f: undefined,
      p: chance?.p,
      pAdjusted: chance?.pAdjusted,
      isShown: isBelow(chance?.pAdjusted),
      separation: separated?.[place],
      curve: shares?.get(place)?.curve,
      levels: levelsOf(own, values),
    };
  });
  const leftOut = shown.length > 0 && shares === undefined ? whyNoForest(values.length) : undefined;
  return { method: 'permutation', error: undefined, leftOut, effects: shownFirst(effects) };
}

function isBelow(p: number | undefined): boolean {
  return p !== undefined && p < EFFECT_ALPHA;
}

/** Means of the values of a factor, where settings share them. */
function levelsOf(own: SweepDesign['factors'][number], values: readonly number[]): readonly EffectLevel[] {
  const levels = ownLevels(own);
  if (levels > MOST_LISTED || 2 * levels > values.length) return [];
  return Array.from({ length: levels }, (_, code) => {
    const points = values.filter((_value, setting) => own.factor.codes[setting] === code);
    return {
      codes: [code],
      n: points.length,
      mean: mean(points),
      adjusted: mean(points),
      interval: meanInterval(points),
    };
  });
}
