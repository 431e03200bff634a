// SPDX-License-Identifier: MIT
import { mean, meanInterval, type Interval, standardDeviation } from './stats/describe.ts';

/** Count, mean, spread and extremes of some values; what needs two values is undefined for fewer. */
export interface Summary {
  readonly count: number;
  readonly mean: number | undefined;
  readonly sd: number | undefined;
  readonly min: number | undefined;
  readonly max: number | undefined;
}

/** A summary with how well the mean is known. */
export interface Description extends Summary {
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
