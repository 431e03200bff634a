// SPDX-License-Identifier: MIT
import { dot } from '../stats/dot.ts';
import { mean, standardDeviation } from '../stats/describe.ts';
import {
  fillLikenesses,
  kernelOf,
  likeness,
  type PointColumns,
  pointColumns,
  type SurfaceKernel,
  type SurfaceModel,
  type SurfaceShape,
} from './kernel.ts';
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
  readonly model: SurfaceModel & { readonly kernel: SurfaceKernel };
  /** Places among the given points of those that it goes by. */
  readonly kept: readonly number[];
  /**
   * Returns which part of the variance of the values is foreseen at a point that is left out, below 0 where a mean would do better
   * (Rasmussen and Williams, 5.4.2, with the lengths that all points gave).
   */
  foreseen(): number;
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
  /** How many of them lengths and error are learnt from; fewer take less time. */
  readonly learntFrom?: number;
  /** How many of them the surface goes through. */
  readonly keptOf?: number;
  /**
   * To look for the best by, `sums`: up to twelve coordinates each bend by themselves as well, and there is less of a bowl; it takes longer.
   * `smooth`: the truth is believed to have no corners either, as near a best that many points lie around.
   */
  readonly beliefs?: 'sums' | 'smooth';
}

/** Points from which lengths are learnt; and points that the surface goes through. */
const [MOST_LEARNT, MOST_KEPT] = [120, 300];
/** What is believed before the data: logarithms of lengths, of the error's share of the variance, and of the weights of bowl and sum. */
interface Beliefs {
  readonly length: Belief;
  readonly error: Belief;
  readonly bowl: Belief;
  readonly sum: Belief | undefined;
  readonly isSmooth: boolean;
}
interface Belief {
  readonly middle: number;
  readonly spread: number;
}
const PLAIN: Beliefs = {
  length: { middle: 0, spread: 1 },
  error: { middle: Math.log(0.05), spread: 1.5 },
  bowl: { middle: 0, spread: 1.5 },
  sum: undefined,
  isSmooth: false,
};
/**
 * A bowl hides valleys: several of them are more often told where each coordinate bends by itself. Lengths may be longer than elsewhere: of
 * a few drawn settings some coordinates do nothing.
 */
const SUMS: Beliefs = {
  length: { middle: -0.5, spread: 1.4 },
  error: { middle: -4, spread: 1.5 },
  bowl: { middle: -2, spread: 1.5 },
  sum: { middle: 1, spread: 1.5 },
  isSmooth: false,
};
const BELIEFS = { sums: SUMS, smooth: { ...SUMS, length: { middle: 0, spread: 1.4 }, isSmooth: true } } as const;
/** Coordinates beyond which a sum would take longer than a second. */
const MOST_SUMMED = 12;
const ROUNDS = 14;

/**
 * Fits a Gaussian process with a Matern kernel (5/2), or a Gaussian one, that has a length for each coordinate, and a bowl under it (Rasmussen and Williams,
 * "Gaussian Processes for Machine Learning", 2006, algorithm 2.1 and formula 4.17); lengths and error are the likeliest ones, by pattern search.
 * Undefined for fewer than three points, or values that are all equal.
 */
export function fitSurface({
  points,
  values,
  learntFrom = MOST_LEARNT,
  keptOf = MOST_KEPT,
  beliefs,
}: SurfacePoints): Surface | undefined {
  const [middle, scale] = [mean(values), standardDeviation(values)];
  if (points.length < 3 || !(scale > 0) || !Number.isFinite(scale)) return undefined;
  const scaled = values.map((v) => (v - middle) / scale);
  const learnt = spreadOver(points.length, learntFrom);
  const shape = likeliest(
    learnt.map((i) => points[i] ?? []),
    learnt.map((i) => scaled[i] ?? 0),
    beliefs === undefined || (points[0]?.length ?? 0) > MOST_SUMMED ? PLAIN : BELIEFS[beliefs],
  );
  const kept = spreadOver(points.length, keptOf);
  const own = kept.map((i) => points[i] ?? []);
  const keptValues = kept.map((i) => scaled[i] ?? 0);
  const fitted = conditioned({ columns: pointColumns(own), values: keptValues }, shape);
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
    kept,
    model: { points: own, weights, kernel: shape, middle, scale },
    foreseen: () => leftOutPart(fitted, keptValues),
    error: scale * Math.sqrt(variance * Math.exp(shape.error)),
  };
}

const NOTHING = new Float64Array(0);
/** Keeps the covariance of points that are nearly equal positive. */
const JITTER = 1e-6;

interface Conditioned {
  readonly lower: Float64Array;
  readonly weights: Float64Array;
  /** Of the surface, the likeliest for the shape. */
  readonly variance: number;
  readonly logLikelihood: number;
}

/** `lower` is what the factor is written into. */
function conditioned(
  { columns, values }: { readonly columns: PointColumns; readonly values: readonly number[] },
  shape: SurfaceShape,
  lower: Float64Array = new Float64Array(columns.count * columns.count),
): Conditioned | undefined {
  const n = columns.count;
  fillLikenesses(lower, columns, shape);
  const error = Math.exp(shape.error) + 1e-8;
  for (let i = 0; i < n; i += 1) lower[i * n + i] = (lower[i * n + i] ?? 0) + error;
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

function likeliest(
  points: readonly ArrayLike<number>[],
  values: readonly number[],
  { length, error, bowl, sum, isSmooth }: Beliefs,
): SurfaceShape {
  const columns = pointColumns(points);
  const lower = new Float64Array(columns.count * columns.count);
  const beliefs = [...new Array<Belief>(columns.size).fill(length), error, bowl, ...(sum === undefined ? [] : [sum])];
  const reckoned = new Map<string, number>();
  /** A search comes back to where it was: once in eight times. */
  const scoreOf = (all: readonly number[]): number => {
    const key = all.join();
    const known = reckoned.get(key) ?? reckon(all);
    reckoned.set(key, known);
    return known;
  };
  const reckon = (all: readonly number[]): number => {
    const found = conditioned({ columns, values }, shapeOf(all, columns.size, isSmooth), lower);
    if (found === undefined) return Number.NEGATIVE_INFINITY;
    const belief = beliefs.reduce(
      (total, { middle, spread }, i) => total + (((all[i] ?? 0) - middle) / spread) ** 2,
      0,
    );
    return found.logLikelihood - 0.5 * belief;
  };
  let best = beliefs.map(({ middle }, i) => (i < columns.size ? middle - 0.5 : middle));
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
  return shapeOf(best, columns.size, isSmooth);
}

/** A shape of the logarithms of its lengths, its error, its bowl and, where it has one, its sum. */
function shapeOf(all: readonly number[], size: number, isSmooth: boolean): SurfaceShape {
  const lengths = all.slice(0, size);
  const [error = 0, bowl = 0, sum = Number.NEGATIVE_INFINITY] = all.slice(size);
  return { lengths, error, ...kernelOf(lengths, bowl, sum, isSmooth) };
}

/** A value less what the others foresee of it is its weight over its place on the diagonal of the inverse covariance. */
function leftOutPart({ lower, weights }: Conditioned, values: readonly number[]): number {
  const n = values.length;
  const diagonal = new Float64Array(n);
  for (let i = 0; i < n; i += 1) {
    const unit = new Float64Array(n - i); // above it all is 0
    for (let row = i; row < n; row += 1) {
      let sum = row === i ? 1 : 0;
      for (let k = i; k < row; k += 1) sum -= (lower[row * n + k] ?? 0) * (unit[k - i] ?? 0);
      unit[row - i] = sum / (lower[row * n + row] ?? 1);
    }
    diagonal[i] = dot(unit, unit);
  }
  const missed = values.reduce((sum, _, i) => sum + ((weights[i] ?? 0) / (diagonal[i] ?? 1)) ** 2, 0);
  const about = mean(values);
  return 1 - missed / values.reduce((sum, v) => sum + (v - about) ** 2, 0);
}

/** Places of at most so many of n, evenly. */
function spreadOver(n: number, most: number): readonly number[] {
  if (n <= most) return [...new Array<number>(n).keys()];
  return Array.from({ length: most }, (_, i) => Math.floor((i * n) / most));
}
