// SPDX-License-Identifier: MIT
import { logGamma } from '../../core/beta.ts';
import { normalCdf, normalDensity } from './normal.ts';

/** P(Q > q) of the range of some means over their common standard error. */
export interface StudentizedRange {
  survival(q: number): number;
  /** Returns the q that is exceeded with chance p; p between 0 and 1. */
  quantile(p: number): number;
}

/** Ranges of standard normals beyond this have no chance that a double could hold beside 1. */
const WIDEST = 20;
/** The chance of a range is smooth: on pieces of this width a polynomial through so many nodes has 14 digits. */
const PIECE = 0.5;
const NODES = 14;
/** Step and reach of the sum over the place of the smallest of the normals. */
const STEP = 0.08;
const REACH = 8.6;

/**
 * Returns the studentized range distribution of so many means (2 or more) with so many degrees of freedom behind their
 * error; Infinity for a known error. The double integral of Tukey and Kramer, with equal spacing where the integrands
 * die away on both sides: there the sum is exact to rounding (Trefethen and Weideman, SIAM Review 56, 2014).
 */
export function studentizedRange(means: number, degrees: number): StudentizedRange {
  const key = `${means}/${degrees}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  if (made.size >= MOST_KEPT) made.clear();
  const fresh = makeRange(means, degrees);
  made.set(key, fresh);
  return fresh;
}

/** Making one takes longer than asking it, and a report asks for few. */
const made = new Map<string, StudentizedRange>();
const MOST_KEPT = 64;

function makeRange(means: number, degrees: number): StudentizedRange {
  const range = rangeSurvival(means);
  const scales = scalesOf(degrees);
  const survival = (q: number): number => {
    if (!(q > 0)) return Number.isNaN(q) ? Number.NaN : 1;
    let sum = 0;
    for (const { scale, weight } of scales) sum += weight * range(q * scale);
    return Math.min(1, Math.max(0, sum));
  };
  const quantiles = new Map<number, number>();
  const quantile = (p: number): number => {
    const known = quantiles.get(p) ?? quantileOf(survival, p);
    if (quantiles.size < MOST_KEPT) quantiles.set(p, known);
    return known;
  };
  return { survival, quantile };
}

interface Scale {
  readonly scale: number;
  readonly weight: number;
}

/** The distribution of the error's estimate over the error: the root of a mean square, in equal steps of its logarithm. */
function scalesOf(degrees: number): readonly Scale[] {
  if (!Number.isFinite(degrees)) return [{ scale: 1, weight: 1 }];
  const half = degrees / 2;
  const front = Math.log(2) + half * Math.log(half) - logGamma(half);
  const logDensity = (t: number): number => front + degrees * t - half * Math.exp(2 * t);
  const spread = 1 / Math.sqrt(2 * degrees);
  const step = 0.25 * Math.min(spread, 0.5);
  const scales: Scale[] = [];
  const add = (t: number): boolean => {
    const log = logDensity(t);
    if (log < -40) return false;
    scales.push({ scale: Math.exp(t), weight: Math.exp(log) * step });
    return true;
  };
  for (let t = 0; add(t); t += step);
  for (let t = -step; add(t); t -= step);
  const total = scales.reduce((sum, s) => sum + s.weight, 0);
  return scales.map((s) => ({ scale: s.scale, weight: s.weight / total }));
}

/** Returns P(range of so many standard normals > w) as a function of w, through polynomials on pieces that are made when they are asked. */
function rangeSurvival(means: number): (w: number) => number {
  const known = ranges.get(means);
  if (known !== undefined) return known;
  if (ranges.size >= MOST_KEPT) ranges.clear();
  const fresh = piecewise(means);
  ranges.set(means, fresh);
  return fresh;
}

const ranges = new Map<number, (w: number) => number>();

function piecewise(means: number): (w: number) => number {
  const exact = rangeIntegral(means);
  const pieces = new Map<number, Float64Array>();
  return (w) => {
    if (w >= WIDEST) return 0;
    if (w <= 0) return 1;
    const at = Math.floor(w / PIECE);
    let values = pieces.get(at);
    if (values === undefined) {
      values = Float64Array.from(CHEBYSHEV, (x) => exact((at + (x + 1) / 2) * PIECE));
      pieces.set(at, values);
    }
    return interpolated(values, 2 * (w / PIECE - at) - 1);
  };
}

/** Points of Chebyshev of the second kind, with the weights of the barycentric formula (Berrut and Trefethen 2004). */
const CHEBYSHEV: readonly number[] = Array.from({ length: NODES + 1 }, (_, i) => Math.cos((Math.PI * i) / NODES));
const BARYCENTRIC: readonly number[] = CHEBYSHEV.map(
  (_, i) => (i % 2 === 0 ? 1 : -1) * (i === 0 || i === NODES ? 0.5 : 1),
);

function interpolated(values: Float64Array, x: number): number {
  let [top, bottom] = [0, 0];
  for (let i = 0; i <= NODES; i += 1) {
    const off = x - (CHEBYSHEV[i] ?? 0);
    if (off === 0) return values[i] ?? 0;
    const weight = (BARYCENTRIC[i] ?? 0) / off;
    top += weight * (values[i] ?? 0);
    bottom += weight;
  }
  return top / bottom;
}

/** 1 - k times the integral of the density of the largest at z and all others within w below it. */
function rangeIntegral(means: number): (w: number) => number {
  const steps = Math.ceil((2 * REACH) / STEP);
  const places = Float64Array.from({ length: steps + 1 }, (_, i) => -REACH + i * STEP);
  const below = places.map(normalCdf);
  const weights = places.map((z) => means * normalDensity(z) * STEP);
  return (w) => {
    let sum = 0;
    for (let i = 0; i <= steps; i += 1) {
      const within = (below[i] ?? 0) - normalCdf((places[i] ?? 0) - w);
      if (within > 0) sum += (weights[i] ?? 0) * within ** (means - 1);
    }
    return 1 - sum;
  };
}

function quantileOf(survival: (q: number) => number, p: number): number {
  let [low, high] = [0, 1];
  while (survival(high) > p && high < 1e12) [low, high] = [high, 2 * high];
  let [atLow, atHigh] = [survival(low) - p, survival(high) - p];
  // Illinois: the secant, with the weight of an end that stays halved.
  for (let i = 0; i < 200 && high - low > 1e-14 * high; i += 1) {
    const q = high - (atHigh * (high - low)) / (atHigh - atLow);
    const at = survival(q) - p;
    if (at === 0) return q;
    if (at > 0) [low, atLow, atHigh] = [q, at, atHigh / 2];
    else [high, atHigh, atLow] = [q, at, atLow / 2];
    if (Math.abs(at) < 1e-15) return q;
  }
  return (low + high) / 2;
}
