// SPDX-License-Identifier: MIT
import { dot } from '../stats/dot.ts';
import { mean, standardDeviation } from '../stats/describe.ts';
import { factorInPlace, solveLower, solveUpper } from './cholesky.ts';

/** What is known of the metric between the settings that were run. */
export interface Surface {
  /** Returns what is expected at a point. */
  expected(point: ArrayLike<number>): number;
  /** Returns how sure that is: the standard deviation of the truth there, without the error of a run. */
  spread(point: ArrayLike<number>): number;
  /** Returns what draws the truth at some points together. */
  posterior(points: readonly ArrayLike<number>[]): SurfaceDraws;
  /** How far one may go along each coordinate before the metric is another one. */
  readonly lengths: readonly number[];
  /** Standard deviation of the error of one setting. */
  readonly error: number;
}

/** Draws of the truth at some points. */
export interface SurfaceDraws {
  /** Returns the values at all of them in one world; `normal` gives standard normals. */
  draw(normal: () => number): Float64Array;
}

/** Settings as points whose coordinates lie between 0 and 1, with their values. */
export interface SurfacePoints {
  readonly points: readonly ArrayLike<number>[];
  readonly values: readonly number[];
}

/** Points from which lengths are learnt; and points that the surface goes through. */
const [MOST_LEARNT, MOST_KEPT] = [120, 300];
/** Before the data: logarithm of a length (mean and spread), and of the error's share of the variance. */
const LENGTH = { middle: Math.log(1), spread: 1 };
const ERROR = { middle: Math.log(0.05), spread: 1.5 };
const BOWL = { middle: 0, spread: 1.5 };
const ROUNDS = 14;

/**
 * Fits a Gaussian process with a squared exponential kernel that has a length for each coordinate (Rasmussen and Williams, "Gaussian
 * Processes for Machine Learning", 2006, algorithm 2.1); lengths and error are the likeliest ones, by pattern search.
 * Undefined for fewer than three points, or values that are all equal.
 */
export function fitSurface({ points, values }: SurfacePoints): Surface | undefined {
  const [middle, scale] = [mean(values), standardDeviation(values)];
  if (points.length < 3 || !(scale > 0) || !Number.isFinite(scale)) return undefined;
  const scaled = values.map((v) => (v - middle) / scale);
  const learnt = spreadOver(points.length, MOST_LEARNT);
  const shape = likeliest(
    learnt.map((i) => points[i] ?? []),
    learnt.map((i) => scaled[i] ?? 0),
  );
  const kept = spreadOver(points.length, MOST_KEPT);
  const own = kept.map((i) => points[i] ?? []);
  const fitted = conditioned(
    own,
    kept.map((i) => scaled[i] ?? 0),
    shape,
  );
  if (fitted === undefined) return undefined;
  const { lower, weights, variance } = fitted;
  const row = (point: ArrayLike<number>): Float64Array => Float64Array.from(own, (p) => likeness(p, point, shape));
  return {
    expected: (point) => middle + scale * dot(row(point), weights),
    spread: (point) => {
      const half = solveLower(lower, own.length, row(point));
      return scale * Math.sqrt(variance * Math.max(0, likeness(point, point, shape) - dot(half, half)));
    },
    posterior: (points) => {
      const rows = points.map(row);
      const halves = rows.map((r) => solveLower(lower, own.length, r));
      const size = points.length;
      const cover = new Float64Array(size * size);
      for (let i = 0; i < size; i += 1)
        for (let j = 0; j <= i; j += 1)
          cover[i * size + j] =
            likeness(points[i] ?? [], points[j] ?? [], shape) -
            dot(halves[i] ?? NOTHING, halves[j] ?? NOTHING) +
            (i === j ? JITTER : 0);
      if (!factorInPlace(cover, size)) throw new Error('internal: a posterior covariance is positive');
      const middles = rows.map((r) => dot(r, weights));
      const sd = Math.sqrt(variance);
      return {
        draw: (normal) => {
          const z = Float64Array.from({ length: size }, normal);
          return Float64Array.from(middles, (at, i) => {
            let sum = 0;
            for (let k = 0; k <= i; k += 1) sum += (cover[i * size + k] ?? 0) * (z[k] ?? 0);
            return middle + scale * (at + sd * sum);
          });
        },
      };
    },
    lengths: shape.lengths.map(Math.exp),
    error: scale * Math.sqrt(variance * Math.exp(shape.error)),
  };
}

const NOTHING = new Float64Array(0);
/** Keeps the covariance of points that are nearly equal positive. */
const JITTER = 1e-6;

/** Logarithms of the lengths, and of the error's variance over that of the surface. */
interface Shape {
  readonly lengths: readonly number[];
  readonly error: number;
  /** Logarithm of the weight of a bowl (all squares and products) beside what bends freely. */
  readonly bowl: number;
  /** One over each length, and the weight itself: every pair of points asks for them. */
  readonly scales: Float64Array;
  readonly bowlWeight: number;
}

function likeness(a: ArrayLike<number>, b: ArrayLike<number>, { scales, bowlWeight }: Shape): number {
  let [far, along] = [0, 1];
  for (let i = 0; i < scales.length; i += 1) {
    const [x, y, scale] = [a[i] ?? 0, b[i] ?? 0, scales[i] ?? 0];
    far += ((x - y) * scale) ** 2;
    along += (2 * x - 1) * (2 * y - 1) * Math.min(1, scale * scale * 4);
  }
  return Math.exp(-0.5 * far) + bowlWeight * along * along;
}

interface Conditioned {
  readonly lower: Float64Array;
  readonly weights: Float64Array;
  /** Of the surface, the likeliest for the shape. */
  readonly variance: number;
  readonly logLikelihood: number;
}

function conditioned(
  points: readonly ArrayLike<number>[],
  values: readonly number[],
  shape: Shape,
): Conditioned | undefined {
  const n = points.length;
  const lower = new Float64Array(n * n);
  const error = Math.exp(shape.error) + 1e-8;
  for (let i = 0; i < n; i += 1)
    for (let j = 0; j <= i; j += 1)
      lower[i * n + j] = likeness(points[i] ?? [], points[j] ?? [], shape) + (i === j ? error : 0);
  if (!factorInPlace(lower, n)) return undefined;
  const half = solveLower(lower, n, values);
  const variance = dot(half, half) / n;
  let logs = 0;
  for (let i = 0; i < n; i += 1) logs += Math.log(lower[i * n + i] ?? 1);
  return {
    lower,
    weights: solveUpper(lower, n, half),
    variance,
    logLikelihood: -0.5 * n * Math.log(variance) - logs,
  };
}

function likeliest(points: readonly ArrayLike<number>[], values: readonly number[]): Shape {
  const scoreOf = (all: readonly number[]): number => {
    const shape = shapeOf(all);
    const found = conditioned(points, values, shape);
    if (found === undefined) return Number.NEGATIVE_INFINITY;
    const belief = shape.lengths.reduce((sum, l) => sum + ((l - LENGTH.middle) / LENGTH.spread) ** 2, 0);
    return (
      found.logLikelihood -
      0.5 * belief -
      0.5 * ((shape.error - ERROR.middle) / ERROR.spread) ** 2 -
      0.5 * ((shape.bowl - BOWL.middle) / BOWL.spread) ** 2
    );
  };
  const size = points[0]?.length ?? 0;
  let best = [...new Array<number>(size).fill(LENGTH.middle - 0.5), ERROR.middle, BOWL.middle];
  let score = scoreOf(best);
  let step = 1;
  for (let round = 0; round < ROUNDS; round += 1) {
    let hasMoved = false;
    for (let i = 0; i < best.length; i += 1) {
      for (const way of [step, -step]) {
        const tried = best.with(i, (best[i] ?? 0) + way);
        const other = scoreOf(tried);
        if (other <= score) continue;
        [best, score, hasMoved] = [tried, other, true];
        break;
      }
    }
    if (!hasMoved) step /= 2;
    if (step < 0.1) break;
  }
  return shapeOf(best);
}

function shapeOf(all: readonly number[]): Shape {
  const [lengths, bowl] = [all.slice(0, -2), all.at(-1) ?? 0];
  return {
    lengths,
    error: all.at(-2) ?? 0,
    bowl,
    scales: Float64Array.from(lengths, (l) => Math.exp(-l)),
    bowlWeight: Math.exp(bowl),
  };
}

/** Places of at most so many of n, evenly. */
function spreadOver(n: number, most: number): readonly number[] {
  if (n <= most) return [...new Array<number>(n).keys()];
  return Array.from({ length: most }, (_, i) => Math.floor((i * n) / most));
}
