// SPDX-License-Identifier: MIT
/** How often something came true in independent sweeps. */
export interface Rate {
  readonly hits: number;
  readonly of: number;
}

/** One line of the table: what is claimed, what was seen, and what it must keep within. */
export interface Figure {
  readonly name: string;
  /** In words: `at most 6 %`. */
  readonly nominal: string;
  readonly observed: string;
  readonly error: string;
  readonly holds: boolean;
}

/** Returns the share of hits; NaN of none. */
export function shareOf({ hits, of }: Rate): number {
  return hits / of;
}

/** Returns the Monte Carlo error of a rate, one standard error. */
export function errorOf(rate: Rate): number {
  const share = shareOf(rate);
  return Math.sqrt((share * (1 - share)) / rate.of);
}

/** Returns a figure that holds while the share lies between two bounds. */
export function rateFigure(
  name: string,
  rate: Rate,
  { least = 0, most = 1 }: { least?: number; most?: number },
): Figure {
  const share = shareOf(rate);
  const nominal =
    least > 0 && most < 1
      ? `${percent(least)} to ${percent(most)}`
      : least > 0
        ? `at least ${percent(least)}`
        : `at most ${percent(most)}`;
  return {
    name,
    nominal,
    observed: percent(share),
    error: percent(errorOf(rate)),
    holds: rate.of > 0 && share >= least && share <= most,
  };
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
