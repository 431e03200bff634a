// SPDX-License-Identifier: MIT
import type { Draws } from '../stats/draws.ts';
import { type Estimates, learnShrinkage, type Shrinkage } from './shrinkage.ts';

/** What draws from the posterior of the true means say. */
export interface Posterior {
  readonly shrinkage: Shrinkage;
  /** Chance of each setting that its true mean is the best. */
  readonly chances: Float64Array;
  /** Draws of the true mean of the first setting minus the mean of all true means. */
  readonly lead: Float64Array;
}

/** Draws, and how many numbers they may take in all. */
const MOST_DRAWS = 4000;
const FEWEST_DRAWS = 1000;
const MOST_NUMBERS = 200_000;
/** Standard errors behind the first setting from which a setting has no chance that draws could show. */
const HOPELESS = 8;

/**
 * Draws the true means from the posterior that `learnShrinkage` describes. Settings come best first, larger is better.
 * The same draws (seeded) give the same answer.
 */
export function drawPosterior(estimates: Estimates, draws: Draws): Posterior {
  const shrinkage = learnShrinkage(estimates);
  const { means, variances } = estimates;
  const runners = contenders(estimates, shrinkage);
  const count = Math.max(FEWEST_DRAWS, Math.min(MOST_DRAWS, Math.floor(MOST_NUMBERS / runners)));
  const chances = new Float64Array(means.length);
  const lead = new Float64Array(count);
  const others = averagesOf(estimates, shrinkage);
  let [grid, reached] = [0, shrinkage.chances[0] ?? 0];
  for (let draw = 0; draw < count; draw += 1) {
    // Even steps through the chances of the spread waste no draws on its luck.
    const wanted = (draw + draws.uniform()) / count;
    while (reached < wanted && grid < shrinkage.chances.length - 1) {
      grid += 1;
      reached += shrinkage.chances[grid] ?? 0;
    }
    const ratio = shrinkage.ratios[grid] ?? 0;
    const error = Math.sqrt((shrinkage.squares[grid] ?? 0) / draws.chiSquare(shrinkage.degrees));
    const centre =
      (shrinkage.centres[grid] ?? 0) + error * Math.sqrt(shrinkage.centreVariances[grid] ?? 0) * draws.normal();
    let [best, top, first] = [0, Number.NEGATIVE_INFINITY, 0];
    for (let i = 0; i < runners; i += 1) {
      const variance = variances[i] ?? 0;
      const kept = ratio / (ratio + variance);
      const value = centre + kept * ((means[i] ?? 0) - centre) + error * Math.sqrt(variance * kept) * draws.normal();
      if (i === 0) first = value;
      if (value > top) [best, top] = [i, value];
    }
    chances[best] = (chances[best] ?? 0) + 1 / count;
    const rest = others(grid, centre);
    const share = 1 / means.length;
    lead[draw] = first - (share * first + rest.mean + error * Math.sqrt(rest.variance) * draws.normal());
  }
  return { shrinkage, chances, lead };
}

/** How many of the first settings have a chance at all; at least two. */
function contenders({ means, variances, sumOfSquares, degrees }: Estimates, { squares }: Shrinkage): number {
  if (degrees < 30) return means.length;
  const least = squares.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const error = Math.sqrt(Math.min(least, sumOfSquares) / degrees);
  const from = [...means.keys()].find(
    (i) =>
      i > 1 &&
      (means[0] ?? 0) - (means[i] ?? 0) > HOPELESS * error * Math.sqrt((variances[0] ?? 0) + (variances[i] ?? 0)),
  );
  return from ?? means.length;
}

/** Returns mean and variance (in units of the error's) of the mean of all settings but the first, which is over all of them. */
function averagesOf({ means, variances }: Estimates, { ratios }: Shrinkage) {
  const size = means.length;
  const parts = Array.from(ratios, (ratio) => {
    let [kept, scaled, variance] = [0, 0, 0];
    for (let i = 1; i < size; i += 1) {
      const own = variances[i] ?? 0;
      const share = ratio / (ratio + own);
      kept += share / size;
      scaled += (share * (means[i] ?? 0)) / size;
      variance += (own * share) / size ** 2;
    }
    return { kept, scaled, variance };
  });
  return (grid: number, centre: number): { readonly mean: number; readonly variance: number } => {
    const { kept, scaled, variance } = parts[grid] ?? { kept: 0, scaled: 0, variance: 0 };
    return { mean: centre * ((size - 1) / size - kept) + scaled, variance };
  };
}
