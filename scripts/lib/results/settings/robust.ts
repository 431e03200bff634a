// SPDX-License-Identifier: MIT
import type { Rng } from '../../core/rng.ts';
import { interquartileMean, type Interval, sortedQuantile } from '../stats/describe.ts';

/** Who is best by interquartile means, which single lucky and unlucky runs do not move. */
export interface RobustLine {
  /** Place of the best one among those that were given. */
  readonly best: number;
  readonly value: number;
  /** 95 % bootstrap interval of its interquartile mean. */
  readonly interval: Interval;
  /** Part of the draws in which the first one given has the best interquartile mean. */
  readonly firstShare: number;
}

const DRAWS = 1000;

/**
 * Compares interquartile means with a stratified bootstrap, as rliable does (Agarwal et al. 2021): the runs of each
 * setting are drawn again among themselves. Larger is better; undefined for fewer than two settings with two values.
 */
export function robustLine(groups: readonly (readonly number[])[], rng: Rng): RobustLine | undefined {
  if (groups.length < 2 || groups.some((values) => values.length < 2)) return undefined;
  const own = groups.map(interquartileMean);
  const best = own.reduce((top, value, i) => (value > (own[top] ?? 0) ? i : top), 0);
  const redrawn = groups.map((values) => redrawnMean(values, rng));
  const drawn = new Float64Array(DRAWS);
  let firsts = 0;
  for (let draw = 0; draw < DRAWS; draw += 1) {
    const means = redrawn.map((next) => next());
    const top = means.reduce((a, b) => Math.max(a, b));
    // Equal ones share the draw.
    if (means[0] === top) firsts += 1 / means.filter((m) => m === top).length;
    drawn[draw] = means[best] ?? 0;
  }
  drawn.sort();
  return {
    best,
    value: own[best] ?? 0,
    interval: { low: sortedQuantile(drawn, 0.025), high: sortedQuantile(drawn, 0.975) },
    firstShare: firsts / DRAWS,
  };
}

/** Returns what draws the values again, with replacement, and gives their interquartile mean: counts of sorted values need no sorting. */
function redrawnMean(values: readonly number[], rng: Rng): () => number {
  const sorted = Float64Array.from(values).sort();
  const size = sorted.length;
  const cut = Math.floor(size / 4);
  const counts = new Uint32Array(size);
  return () => {
    counts.fill(0);
    for (let i = 0; i < size; i += 1) {
      const at = rng.below(size);
      counts[at] = (counts[at] ?? 0) + 1;
    }
    let [passed, sum] = [0, 0];
    for (let i = 0; i < size; i += 1) {
      const next = passed + (counts[i] ?? 0);
      sum += (sorted[i] ?? 0) * Math.max(0, Math.min(next, size - cut) - Math.max(passed, cut));
      passed = next;
    }
    return sum / (size - 2 * cut);
  };
}
