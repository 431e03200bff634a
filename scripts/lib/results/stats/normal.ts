// SPDX-License-Identifier: MIT
/**
 * Returns P(Z <= z) of the standard normal distribution, to about 1e-15 (absolute): the rational approximation of Hart
 * ("Computer Approximations", 1968, algorithm 5666) with the continued fraction beyond 7.07, as West gives both ("Better
 * approximations to cumulative normal functions", Wilmott, 2005).
 */
export function normalCdf(z: number): number {
  const x = Math.abs(z);
  const tail = x > 37 ? 0 : upperTail(x);
  return z > 0 ? 1 - tail : tail;
}

/** Returns the density of the standard normal distribution. */
export function normalDensity(z: number): number {
  return Math.exp(-0.5 * z * z) * 0.3989422804014327;
}

function upperTail(x: number): number {
  const density = Math.exp(-0.5 * x * x);
  if (x >= 7.07106781186547) return density / (x + 1 / (x + 2 / (x + 3 / (x + 4 / (x + 0.65))))) / 2.506628274631;
  const top =
    (((((0.0352624965998911 * x + 0.700383064443688) * x + 6.37396220353165) * x + 33.912866078383) * x +
      112.079291497871) *
      x +
      221.213596169931) *
      x +
    220.206867912376;
  const bottom =
    ((((((0.0883883476483184 * x + 1.75566716318264) * x + 16.064177579207) * x + 86.7807322029461) * x +
      296.564248779674) *
      x +
      637.333633378831) *
      x +
      793.826512519948) *
      x +
    440.413735824752;
  return (density * top) / bottom;
}
