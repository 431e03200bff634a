// SPDX-License-Identifier: MIT
import { dot } from '../stats/dot.ts';
import { inverseOf } from '../stats/symmetric.ts';
import type { SettingObservation } from './layout.ts';

/** Settings and blocks fitted by least squares: value = setting + block + error. */
export interface TwoWay {
  /** Runs, and their plain mean, of each setting; NaN for one without runs. */
  readonly counts: Float64Array;
  readonly means: Float64Array;
  /** Mean of each setting over all blocks alike, whichever of them it has. */
  readonly adjusted: Float64Array;
  /** Effects of the blocks, which add up to 0. */
  readonly blockEffects: Float64Array;
  readonly sumOfSquares: number;
  readonly degrees: number;
  /** Sum of the variances of the block effects, in units of the error's. */
  readonly blockVariance: number;
  /** Variance of an adjusted mean, in units of the error's. */
  variance(setting: number): number;
  /** Variance of the difference of two adjusted means, in units of the error's. */
  contrastVariance(a: number, b: number): number;
  /** What the adjusted mean of `a` minus that of `b` is without one observation, and its variance; undefined when it cannot be told then. */
  without(
    observation: SettingObservation,
    a: number,
    b: number,
  ): { readonly difference: number; readonly variance: number } | undefined;
}

const EMPTY = new Float64Array(0);

/** Size of the layout that is fitted: settings and blocks are numbered from 0. */
export interface TwoWaySize {
  readonly settings: number;
  readonly blocks: number;
}

/**
 * Fits settings and blocks (Searle, "Linear Models", 7.1: settings are eliminated, which leaves one equation a block).
 * All observations must be of one part (`connectedParts`); with a single block it is the analysis of settings alone.
 */
export function fitTwoWay(observations: readonly SettingObservation[], size: TwoWaySize): TwoWay | undefined {
  const { settings, blocks } = size;
  const counts = new Float64Array(settings);
  const means = new Float64Array(settings);
  for (const o of observations) {
    counts[o.setting] = (counts[o.setting] ?? 0) + 1;
    means[o.setting] = (means[o.setting] ?? 0) + o.value;
  }
  for (let i = 0; i < settings; i += 1) means[i] = (means[i] ?? 0) / (counts[i] ?? 0);
  const profiles = profilesOf(observations, size, counts);
  const inverse = blockInverse(observations, size, { counts, profiles });
  if (inverse === undefined) return undefined;
  const rights = new Float64Array(blocks);
  for (const o of observations) rights[o.block] = (rights[o.block] ?? 0) + o.value - (means[o.setting] ?? 0);
  const blockEffects = times(inverse, rights);
  const profile = (setting: number): Float64Array => profiles.subarray(setting * blocks, (setting + 1) * blocks);
  // The inverse times each profile: what every variance is made of. An even profile gives 0, since the effects add up to 0.
  const reaches = Array.from({ length: settings }, (_, i) => times(inverse, profile(i)));
  const form = (x: number, y: number): number => dot(profile(x), reaches[y] ?? EMPTY);
  const adjusted = Float64Array.from(means, (mean, i) => mean - dot(profile(i), blockEffects));
  const residual = (o: SettingObservation): number =>
    o.value - (adjusted[o.setting] ?? 0) - (blockEffects[o.block] ?? 0);
  const variance = (setting: number): number => 1 / (counts[setting] ?? 0) + form(setting, setting);
  const contrastVariance = (a: number, b: number): number => variance(a) + variance(b) - 2 * form(a, b);
  return {
    counts,
    means,
    adjusted,
    blockEffects,
    sumOfSquares: observations.reduce((sum, o) => sum + residual(o) ** 2, 0),
    degrees: observations.length - counts.filter((n) => n > 0).length - blocks + 1,
    blockVariance: Array.from({ length: blocks }, (_, j) => inverse[j * blocks + j] ?? 0).reduce((a, b) => a + b, 0),
    variance,
    contrastVariance,
    without: (o, a, b) => {
      const { setting: s, block } = o;
      const own = inverse[block * (blocks + 1)] ?? 0;
      const left = 1 - variance(s) - own + 2 * (reaches[s]?.[block] ?? 0);
      const side = s === a ? 1 : s === b ? -1 : 0;
      const across = (reaches[a]?.[block] ?? 0) - (reaches[b]?.[block] ?? 0) - form(s, a) + form(s, b);
      const pull = side / (counts[s] ?? 0) - across;
      // The only run of its seed settles that seed's effect and nothing else; the only run of a setting is all that is known of it.
      const isTheOnly = left < 1e-9;
      if (isTheOnly && Math.abs(pull) > 1e-9) return undefined;
      const share = isTheOnly ? 0 : pull / left;
      return {
        difference: (adjusted[a] ?? 0) - (adjusted[b] ?? 0) - share * residual(o),
        variance: contrastVariance(a, b) + share * pull,
      };
    },
  };
}

/** The share of each block among the runs of each setting. */
function profilesOf(
  observations: readonly SettingObservation[],
  { settings, blocks }: TwoWaySize,
  counts: Float64Array,
): Float64Array {
  const profiles = new Float64Array(settings * blocks);
  for (const o of observations) {
    const at = o.setting * blocks + o.block;
    profiles[at] = (profiles[at] ?? 0) + 1 / (counts[o.setting] ?? 0);
  }
  return profiles;
}

/** The generalized inverse of the equations of the blocks, the one whose effects add up to 0. */
function blockInverse(
  observations: readonly SettingObservation[],
  { settings, blocks }: TwoWaySize,
  { counts, profiles }: { readonly counts: Float64Array; readonly profiles: Float64Array },
): Float64Array | undefined {
  const matrix = new Float64Array(blocks * blocks).fill(1 / blocks);
  for (const o of observations) matrix[o.block * (blocks + 1)] = (matrix[o.block * (blocks + 1)] ?? 0) + 1;
  for (let i = 0; i < settings; i += 1) {
    for (let a = 0; a < blocks; a += 1) {
      const share = profiles[i * blocks + a] ?? 0;
      if (share === 0) continue;
      for (let b = 0; b < blocks; b += 1) {
        const at = a * blocks + b;
        matrix[at] = (matrix[at] ?? 0) - (counts[i] ?? 0) * share * (profiles[i * blocks + b] ?? 0);
      }
    }
  }
  return inverseOf(matrix, blocks)?.map((x) => x - 1 / blocks);
}

function times(matrix: Float64Array, x: Float64Array): Float64Array {
  const size = x.length;
  return Float64Array.from(x, (_, row) => {
    let sum = 0;
    for (let k = 0; k < size; k += 1) sum += (matrix[row * size + k] ?? 0) * (x[k] ?? 0);
    return sum;
  });
}
