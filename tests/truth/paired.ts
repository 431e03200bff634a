// SPDX-License-Identifier: MIT
import { mean, standardDeviation } from '../../scripts/lib/results/stats/describe.ts';
import { tTwoSided } from '../../scripts/lib/results/stats/distributions.ts';

/** Returns the chance of such a lead of `own` over `other` on the seeds both have, by a paired t test; 1 where it is none. */
export function pairedP(own: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): number {
  const differences = [...own].flatMap(([seed, value]) => {
    const theirs = other.get(seed);
    return theirs === undefined ? [] : [value - theirs];
  });
  if (differences.length < 2 || mean(differences) <= 0) return 1;
  const error = standardDeviation(differences) / Math.sqrt(differences.length);
  return error === 0 ? 0 : tTwoSided(mean(differences) / error, differences.length - 1);
}
