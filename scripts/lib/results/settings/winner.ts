// SPDX-License-Identifier: MIT
import { type Interval, mean, sortedQuantile } from '../stats/describe.ts';
import type { Draws } from '../stats/draws.ts';
import { type Estimates, shrunkenMean } from './shrinkage.ts';
import type { Posterior } from './posterior.ts';

/** The mean of the setting that was picked, without the luck that it was picked for. */
export interface Winner {
  /** Posterior mean, over all seeds. */
  readonly corrected: number;
  /** 95 % interval of its mean over all seeds, not these alone. */
  readonly interval: Interval;
}

/** Standard error of the mean of all settings over all seeds, and its degrees of freedom. */
export interface MeanOfAll {
  readonly error: number;
  readonly degrees: number;
  readonly draws: Draws;
}

/**
 * Returns the corrected mean of the first setting: how far it is ahead of the mean of all settings by the posterior
 * (empirical Bayes: Efron, "Tweedie's formula and selection bias", 2011, with its own doubt about the shrinkage), plus the mean of all with the
 * doubt that the drawn seeds leave in it (Student's t).
 */
export function correctedWinner(
  estimates: Estimates,
  posterior: Posterior,
  { error, degrees, draws }: MeanOfAll,
): Winner {
  const { shrinkage } = posterior;
  const centre = mean(estimates.means);
  const all = estimates.means.map((_, i) => shrunkenMean(estimates, shrinkage, i));
  const lead = (all[0] ?? 0) - mean(all);
  // Draws of the lead come in the order of the spread: the others know nothing of that.
  const values = posterior.lead.map((ahead) => centre + ahead + error * draws.studentT(degrees)).sort();
  const at = (p: number): number => sortedQuantile(values, p);
  return { corrected: centre + lead, interval: { low: at(0.025), high: at(0.975) } };
}
