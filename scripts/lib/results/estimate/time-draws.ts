// SPDX-License-Identifier: MIT
import type { Rng } from '../../core/rng.ts';
import { mean, quantile, standardDeviation } from '../stats/describe.ts';
import { createDraws, type Draws } from '../stats/draws.ts';
import type { TimeModel } from './time-model.ts';

/** One way the world may be, as far as the finished runs allow: what each place means, and how far single runs lie from it. */
export interface TimeWorld {
  /** Returns the logarithm of the time that is expected at a place of the model. */
  expected(place: readonly number[]): number;
  /** Draws what one run adds to it. */
  single(): number;
}

/** Draws from a Dirichlet process weigh a smooth guess like so many finished runs. */
const GUESS_WEIGHT = 3;
/** Usual spreads from the middle, from which a run is of another kind: it may lie as far from where it was seen as the usual ones do. */
const FAR = 3;
/** A much longer run that was seen stands for more of its kind than one: of what is rare, few runs show too little. */
const LONG_WEIGHT = 1.5;
/** Logarithms further off than this are no time that anybody waits for. */
const FARTHEST = 12;

/**
 * Returns a source of worlds. What the model leaves is resampled with random weights (Rubin, "The Bayesian bootstrap", 1981), smoothed by Silverman's rule,
 * and mixed with a normal guess (a Dirichlet process), so that times with a few very long runs keep them, and the longest run
 * to come may be longer than all before.
 */
export function timeWorlds({ weights, residuals, degrees }: TimeModel, rng: Rng): () => TimeWorld {
  const draws = createDraws(rng);
  const spread = Math.sqrt(residuals.reduce((sum, r) => sum + r * r, 0) / Math.max(1, residuals.length));
  const middle = mean(residuals);
  const centred = residuals.map((r) => r - middle);
  const usual = usualSpread(centred);
  const width = 0.9 * usual * centred.length ** -0.2;
  const shrunk = 1 / Math.sqrt(1 + (width / (spread || 1)) ** 2);
  const isFar = farFrom(centred);
  const widths = centred.map((r) => (isFar(r) ? usual : width));
  const shapes = [...centred.map((r) => (isFar(r) && r > 0 ? LONG_WEIGHT : 1)), GUESS_WEIGHT];
  return () => {
    const scale = Math.sqrt(degrees / draws.chiSquare(Math.max(1, degrees)));
    const own = weights.map((w) => w + spread * scale * draws.normal());
    const pick = weightedPick(shapes, draws);
    return {
      expected: (place) => place.reduce((sum, at, k) => sum + at * (own[k] ?? 0), 0),
      single: () => {
        const place = pick();
        const chosen = centred[place];
        const value =
          chosen === undefined
            ? spread * scale * draws.normal()
            : shrunk * (chosen + (widths[place] ?? 0) * draws.normal()) * scale;
        return Math.max(-FARTHEST, Math.min(FARTHEST, value));
      },
    };
  };
}

/** Returns what tells a run of another kind: one whose time is far from what most runs with its values take. */
export function farFrom(residuals: readonly number[]): (residual: number) => boolean {
  const [middle, usual] = [quantile(residuals, 0.5), usualSpread(residuals)];
  return (residual) => usual > 0 && Math.abs(residual - middle) > FAR * usual;
}

/** The spread of most values: a few far off do not count. */
function usualSpread(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const quartiles = (quantile(values, 0.75) - quantile(values, 0.25)) / 1.349;
  return Math.min(standardDeviation(values), quartiles);
}

/** Returns a source of places whose chances are one draw from a Dirichlet distribution. */
function weightedPick(shapes: readonly number[], draws: Draws): () => number {
  let total = 0;
  const sums = shapes.map((shape) => {
    total += draws.chiSquare(2 * shape);
    return total;
  });
  return () => {
    const at = draws.uniform() * total;
    let [low, high] = [0, sums.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? 0) > at) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}
