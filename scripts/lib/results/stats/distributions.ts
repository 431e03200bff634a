// SPDX-License-Identifier: MIT
import { incompleteBeta, logGamma } from '../../core/beta.ts';

/** Returns P(T <= t) of Student's t distribution. */
export function tCdf(t: number, degrees: number): number {
  const tail = incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5) / 2;
  return t > 0 ? 1 - tail : tail;
}

/** Returns the probability of a t at least this far from 0, on both sides. */
export function tTwoSided(t: number, degrees: number): number {
  return incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5);
}

/** Returns P(F > f) of the F distribution: how likely chance alone gives such a ratio of mean squares. */
export function fSurvival(f: number, degrees1: number, degrees2: number): number {
  if (!(f > 0)) return 1;
  return incompleteBeta(degrees2 / (degrees2 + degrees1 * f), degrees2 / 2, degrees1 / 2);
}

/** Returns the t below which a share p of Student's t distribution lies; p between 0 and 1. */
export function tQuantile(p: number, degrees: number): number {
  if (p === 0.5) return 0;
  if (p < 0.5) return -tQuantile(1 - p, degrees);
  const tail = 1 - p;
  let low = 0;
  let high = 1;
  while (tTwoSided(high, degrees) / 2 > tail) high *= 2;
  let t = (low + high) / 2;
  for (let i = 0; i < 200; i += 1) {
    const excess = tTwoSided(t, degrees) / 2 - tail;
    if (excess > 0) low = t;
    else high = t;
    // Newton where it stays inside the bracket, else halve.
    const step = t + excess / tDensity(t, degrees);
    const next = step > low && step < high ? step : (low + high) / 2;
    if (Math.abs(next - t) <= 1e-15 * Math.abs(t)) return next;
    t = next;
  }
  return t;
}

function tDensity(t: number, degrees: number): number {
  const log = logGamma((degrees + 1) / 2) - logGamma(degrees / 2) - 0.5 * Math.log(degrees * Math.PI);
  return Math.exp(log - ((degrees + 1) / 2) * Math.log1p((t * t) / degrees));
}
