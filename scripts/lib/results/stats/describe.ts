// SPDX-License-Identifier: MIT
import { tQuantile } from './distributions.ts';

/** Returns the mean; NaN of nothing. Two passes, so that large offsets cost no digits. */
export function mean(values: ArrayLike<number>): number {
  const total = sum(values);
  // A sum beyond the largest double: of parts it is none.
  const rough = Number.isFinite(total) ? total / values.length : sumOfParts(values);
  let rest = 0;
  for (let i = 0; i < values.length; i += 1) rest += (values[i] ?? Number.NaN) - rough;
  return rough + rest / values.length;
}

/** Returns the standard deviation of a sample (n - 1); NaN of fewer than two values. Sizes from 1e-300 to 1e300 have one. */
export function standardDeviation(values: ArrayLike<number>): number {
  if (values.length < 2) return Number.NaN;
  const middle = mean(values);
  let widest = 0;
  for (let i = 0; i < values.length; i += 1) widest = Math.max(widest, Math.abs((values[i] ?? Number.NaN) - middle));
  if (widest === 0 || !Number.isFinite(widest)) return widest;
  // Squares of very small and very large numbers do not fit a double: those of their parts of the widest do.
  const unit = 2 ** Math.max(-1022, Math.floor(Math.log2(widest)));
  let squares = 0;
  for (let i = 0; i < values.length; i += 1) squares += (((values[i] ?? Number.NaN) - middle) / unit) ** 2;
  return unit * Math.sqrt(squares / (values.length - 1));
}

/** Returns the p-quantile with linear interpolation (numpy's default, R's type 7). */
export function quantile(values: readonly number[], p: number): number {
  return sortedQuantile(
    [...values].sort((a, b) => a - b),
    p,
  );
}

/** As `quantile`, of values that are sorted already. */
export function sortedQuantile(sorted: ArrayLike<number>, p: number): number {
  const at = (sorted.length - 1) * p;
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  return below + (above - below) * (at - Math.floor(at));
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Returns Student's t interval of a mean at a level of confidence; undefined for fewer than two values. */
export function meanInterval(values: readonly number[], level = 0.95): Interval | undefined {
  if (values.length < 2) return undefined;
  const half = (tQuantile((1 + level) / 2, values.length - 1) * standardDeviation(values)) / Math.sqrt(values.length);
  const middle = mean(values);
  return { low: middle - half, high: middle + half };
}

function sumOfParts(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i += 1) total += (values[i] ?? Number.NaN) / values.length;
  return total;
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i += 1) total += values[i] ?? Number.NaN;
  return total;
}

/**
 * Returns the mean of the middle half: a quarter of the values, rounded down, is left out at each end (scipy's
 * `trim_mean(x, 0.25)`, which rliable takes: Agarwal et al., "Deep RL at the Edge of the Statistical Precipice", 2021).
 */
export function interquartileMean(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  const cut = Math.floor(sorted.length / 4);
  return mean(sorted.subarray(cut, sorted.length - cut));
}

/** Count, mean, spread and extremes of some values; what needs two values is undefined for fewer. */
export interface Summary {
  readonly count: number;
  readonly mean: number | undefined;
  readonly sd: number | undefined;
  readonly min: number | undefined;
  readonly max: number | undefined;
}

/** A summary with how well the mean is known. */
interface Description extends Summary {
  /** 95 % interval of the mean (Student's t). */
  readonly interval: Interval | undefined;
}

/** Describes the values that are finite numbers. */
export function describe(values: readonly (number | null | undefined)[]): Description {
  return { ...summarize(values), interval: meanInterval(finite(values)) };
}

/** Summarizes the values that are finite numbers. */
export function summarize(values: readonly (number | null | undefined)[]): Summary {
  const numbers = finite(values);
  const none = numbers.length === 0;
  return {
    count: numbers.length,
    mean: none ? undefined : mean(numbers),
    sd: numbers.length < 2 ? undefined : standardDeviation(numbers),
    min: none ? undefined : numbers.reduce((a, b) => Math.min(a, b)),
    max: none ? undefined : numbers.reduce((a, b) => Math.max(a, b)),
  };
}

function finite(values: readonly (number | null | undefined)[]): readonly number[] {
  return values.filter((v): v is number => typeof v === 'number' && Number.isFinite(v));
}
