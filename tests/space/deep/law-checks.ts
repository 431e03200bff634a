// SPDX-License-Identifier: MIT
/** Returns the chi-square value above which only one in a thousand right samples lies (Wilson and Hilferty, 1931). */
export function chiSquareLimit(degrees: number): number {
  const z = 3.0902;
  return degrees * (1 - 2 / (9 * degrees) + z * Math.sqrt(2 / (9 * degrees))) ** 3;
}

/** Asserts by throwing that counts follow expected shares: Pearson's chi-square at the 0.1 % level. */
export function checkShares(values: readonly string[], shares: ReadonlyMap<string, number>): void {
  const counts = new Map<string, number>();
  for (const value of values) {
    if (!shares.has(value)) throw new Error(`${value} cannot be drawn`);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  let chiSquare = 0;
  for (const [value, share] of shares) {
    const expected = share * values.length;
    if (expected < 5) throw new Error(`too few samples for ${value}`);
    chiSquare += ((counts.get(value) ?? 0) - expected) ** 2 / expected;
  }
  const limit = chiSquareLimit(shares.size - 1);
  if (chiSquare > limit) throw new Error(`chi-square is ${chiSquare}, at most ${limit} was expected`);
}

/** Asserts by throwing that numbers follow a distribution function: Kolmogorov and Smirnov at the 0.1 % level. */
export function checkDistribution(numbers: readonly number[], distribution: (x: number) => number): void {
  const sorted = [...numbers].sort((a, b) => a - b);
  const n = sorted.length;
  const gap = sorted.reduce(
    (max, x, i) => Math.max(max, Math.abs(distribution(x) - i / n), Math.abs(distribution(x) - (i + 1) / n)),
    0,
  );
  const limit = 1.9495 / Math.sqrt(n);
  if (gap > limit) throw new Error(`the largest gap is ${gap}, at most ${limit} was expected`);
}

/** The standard normal distribution function, by the series of Marsaglia (2004): independent of the quantile's code. */
export function normalDistribution(x: number): number {
  let sum = x;
  let term = x;
  for (let i = 3; Math.abs(term) > 1e-18 && i < 400; i += 2) {
    term *= (x * x) / i;
    sum += term;
  }
  return 0.5 + sum * Math.exp(-0.5 * x * x - 0.9189385332046728);
}
