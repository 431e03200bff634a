// SPDX-License-Identifier: MIT
import { logChoose } from '../../core/beta.ts';

/** How many of two parts have something: `hits` of `of` in the part that is asked about, and the same for all others. */
export interface TwoParts {
  readonly hits: number;
  readonly of: number;
  readonly otherHits: number;
  readonly otherOf: number;
}

/**
 * Returns the chance that so many or more of all hits fall into the part when they fall anywhere alike: Fisher's exact test,
 * one-sided (scipy's `fisher_exact` with alternative greater).
 */
export function fisherGreater({ hits, of, otherHits, otherOf }: TwoParts): number {
  const [all, total] = [hits + otherHits, of + otherOf];
  const least = Math.max(hits, all - otherOf);
  let term = Math.exp(logChoose(of, least) + logChoose(otherOf, all - least) - logChoose(total, all));
  let sum = 0;
  for (let k = least; k <= Math.min(of, all); k += 1) {
    sum += term;
    term *= ((of - k) * (all - k)) / ((k + 1) * (otherOf - all + k + 1));
  }
  return Math.min(1, sum);
}
