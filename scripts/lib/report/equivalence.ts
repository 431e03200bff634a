// SPDX-License-Identifier: MIT
import { mean, meanInterval } from '../results/stats/describe.ts';

/** How much worse a value may be: an amount, or a share of the old value. */
export interface Tolerance {
  readonly amount: number;
  readonly isShare: boolean;
}

/** What two sweeps are to each other as a whole, by the mean change of the configurations that both have. */
export interface Equivalence {
  readonly pairs: number;
  /** After minus before. */
  readonly mean: number;
  /** 90 % interval of the mean change: within the tolerance on both sides the sweeps are equivalent. */
  readonly low: number;
  readonly high: number;
  /** The tolerance as an amount. */
  readonly delta: number;
  readonly isEquivalent: boolean;
}

/** Pairs that an interval needs. */
const FEWEST_PAIRS = 3;

/**
 * Returns whether the mean change lies within the tolerance on both sides: two one-sided t tests of 5 % (Schuirmann, "A comparison of the
 * two one-sided tests procedure and the power approach", 1987). That no change is shown does not show that there is none.
 * Undefined without a tolerance, and for fewer than three pairs.
 */
export function equivalenceOf(
  pairs: readonly { readonly change: number; readonly old: number }[],
  { amount, isShare }: Tolerance,
): Equivalence | undefined {
  if (!(amount > 0) || pairs.length < FEWEST_PAIRS) return undefined;
  const delta = isShare ? Math.abs(mean(pairs.map((p) => p.old))) * amount : amount;
  const changes = pairs.map((p) => p.change);
  const interval = meanInterval(changes, 0.9);
  if (interval === undefined) return undefined;
  const isEquivalent = -delta < interval.low && interval.high < delta;
  return { pairs: pairs.length, mean: mean(changes), ...interval, delta, isEquivalent };
}

/** Returns what is said of it: equivalent, different by more, or neither shown; nothing where nothing was asked. */
export function equivalenceLines(found: Equivalence | undefined, show: (x: number) => string): readonly string[] {
  if (found === undefined) return [];
  const { pairs, mean: change, low, high, delta, isEquivalent } = found;
  const facts = `mean change ${show(change)} over ${pairs} pairs, 90 %: ${show(low)} to ${show(high)}`;
  if (isEquivalent) return [`Equivalent within ${show(delta)}: ${facts}.`];
  const isBeyond = low >= delta || high <= -delta;
  return [
    `${isBeyond ? `Different by more than ${show(delta)}` : `Not shown to be equivalent within ${show(delta)}`}: ${facts}.`,
  ];
}
