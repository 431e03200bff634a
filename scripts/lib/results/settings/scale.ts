// SPDX-License-Identifier: MIT
import type { Goal } from '../readers/metric-spec.ts';
import type { Interval } from '../stats/describe.ts';

/** A metric as the comparison computes with it: larger is better, about 1 in size, so that squares fit a double. */
export interface Scale {
  inside(value: number): number;
  /** Back: a value, a difference of two values, the size of a spread, the ends of an interval of values or differences. */
  value(inside: number): number;
  difference(inside: number): number;
  size(inside: number): number;
  values(inside: Interval): Interval;
  differences(inside: Interval): Interval;
  /** Size inside of a size outside. */
  sizeInside(outside: number): number;
}

/** Returns the scale of some values: from their middle, by a power of two, so that no digit is lost. */
export function scaleOf(values: readonly number[], goal: Goal): Scale {
  const sign = goal === 'max' ? 1 : -1;
  const low = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const middle = values.length === 0 ? 0 : low / 2 + high / 2;
  const reach = Math.max(high - middle, middle - low);
  const unit = reach > 0 && Number.isFinite(reach) ? 2 ** Math.max(-1022, Math.floor(Math.log2(reach))) : 1;
  const value = (x: number): number => middle + sign * (x * unit);
  const difference = (x: number): number => (x === 0 ? 0 : sign * (x * unit));
  const ends = (of: (x: number) => number, { low: a, high: b }: Interval): Interval =>
    sign > 0 ? { low: of(a), high: of(b) } : { low: of(b), high: of(a) };
  return {
    inside: (x) => (sign * (x - middle)) / unit,
    value,
    difference,
    size: (x) => x * unit,
    values: (interval) => ends(value, interval),
    differences: (interval) => ends(difference, interval),
    sizeInside: (x) => x / unit,
  };
}
