// SPDX-License-Identifier: MIT
/** What is known of the true means of settings, before anything is learnt from the settings together. */
export interface Estimates {
  readonly means: Float64Array;
  /** Variance of each mean, in units of the error's. */
  readonly variances: Float64Array;
  /** Of the errors, with its degrees of freedom. */
  readonly sumOfSquares: number;
  readonly degrees: number;
}

/** The posterior of the settings' spread, on a grid of its ratio to the error's, and of what goes with each. */
export interface Shrinkage {
  /** Variance of the true means over that of the errors. */
  readonly ratios: Float64Array;
  /** Posterior chance of each ratio. */
  readonly chances: Float64Array;
  /** The common mean, the variance of that in units of the error's, and the sum of squares of the error's posterior. */
  readonly centres: Float64Array;
  readonly centreVariances: Float64Array;
  readonly squares: Float64Array;
  readonly degrees: number;
}

/** Grid of the spread of the true means over that of the errors: from a hundredth to a thousand, even in the logarithm. */
const GRID = 120;
const [LEAST, MOST] = [0.01, 1000];
/**
 * What is believed of that spread before the settings are seen: about a half (within a factor of 2.5 either way), with a
 * tenth of the belief even over the whole grid. Simulations chose it: with it the claims of three settings come as true
 * for spreads of 0.3 as for spreads of 3 (docs/results.md); more settings soon outweigh it.
 */
const [USUAL, FACTOR, OPEN] = [0.55, 0.9, 0.1];

/**
 * Learns from the settings how far true means lie apart: normal means with a common centre (flat), error variance
 * (1 / variance) and the belief above on their spread. Centre and error are integrated out exactly, the spread over a
 * grid (Gelman et al., "Bayesian Data Analysis", 5.4).
 */
export function learnShrinkage({ means, variances, sumOfSquares, degrees }: Estimates): Shrinkage {
  const ratios = new Float64Array(GRID);
  const logs = new Float64Array(GRID);
  const [centres, centreVariances, squares] = [new Float64Array(GRID), new Float64Array(GRID), new Float64Array(GRID)];
  const all = degrees + means.length - 1;
  const width = Math.log(MOST / LEAST);
  for (let g = 0; g < GRID; g += 1) {
    const log = Math.log(LEAST) + (width * g) / (GRID - 1);
    const ratio = Math.exp(2 * log);
    let [weights, sum, logVariances] = [0, 0, 0];
    for (const [i, v] of variances.entries()) {
      const variance = v + ratio;
      weights += 1 / variance;
      sum += (means[i] ?? 0) / variance;
      logVariances += Math.log(variance);
    }
    const centre = sum / weights;
    let between = 0;
    for (const [i, v] of variances.entries()) between += ((means[i] ?? 0) - centre) ** 2 / (v + ratio);
    ratios[g] = ratio;
    centres[g] = centre;
    centreVariances[g] = 1 / weights;
    squares[g] = sumOfSquares + between;
    const off = (log - Math.log(USUAL)) / FACTOR;
    const belief = ((1 - OPEN) * Math.exp(-0.5 * off * off)) / (FACTOR * Math.sqrt(2 * Math.PI)) + OPEN / width;
    logs[g] =
      Math.log(belief) - 0.5 * (logVariances + Math.log(weights)) - (all / 2) * Math.log(sumOfSquares + between);
  }
  const top = logs.reduce((a, b) => Math.max(a, b));
  const chances = logs.map((log) => Math.exp(log - top));
  const total = chances.reduce((a, b) => a + b, 0);
  return { ratios, chances: chances.map((c) => c / total), centres, centreVariances, squares, degrees: all };
}

/** Returns the posterior mean of one setting's true mean. */
export function shrunkenMean({ means, variances }: Estimates, shrinkage: Shrinkage, setting: number): number {
  const [mean, variance] = [means[setting] ?? 0, variances[setting] ?? 0];
  return shrinkage.chances.reduce((sum, chance, g) => {
    const [ratio, centre] = [shrinkage.ratios[g] ?? 0, shrinkage.centres[g] ?? 0];
    return sum + chance * (centre + (ratio / (ratio + variance)) * (mean - centre));
  }, 0);
}
