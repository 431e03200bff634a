// SPDX-License-Identifier: MIT
import { type Decimal, mantissaAt } from '../../core/decimal.ts';

/** Numbers start + i * step for i from 0 to size - 1. */
export interface Series {
  readonly start: Decimal;
  readonly step: Decimal;
  readonly size: number;
}

/** Returns the index of a number in a series, or undefined when it is not one of its values. */
export function indexInSeries(series: Series, number: Decimal): number | undefined {
  const scale = Math.max(series.start.scale, series.step.scale, number.scale);
  const distance = mantissaAt(number, scale) - mantissaAt(series.start, scale);
  const step = mantissaAt(series.step, scale);
  if (distance % step !== 0n) return undefined;
  const index = distance / step;
  return index >= 0n && index < BigInt(series.size) ? Number(index) : undefined;
}

/** Tells whether two series have a value in common, however long they are (Chinese remainder theorem). */
export function seriesMeet(a: Series, b: Series): boolean {
  const scale = Math.max(a.start.scale, a.step.scale, b.start.scale, b.step.scale);
  const left = whole(a, scale);
  const right = whole(b, scale);
  const { gcd, x } = extendedGcd(left.step, right.step);
  const distance = right.low - left.low;
  if (distance % gcd !== 0n) return false;
  const period = (left.step / gcd) * right.step;
  const common = left.low + left.step * modulo((distance / gcd) * x, right.step / gcd);
  const from = left.low > right.low ? left.low : right.low;
  const to = left.high < right.high ? left.high : right.high;
  return common + ceilDivide(from - common, period) * period <= to;
}

interface WholeSeries {
  readonly low: bigint;
  readonly high: bigint;
  readonly step: bigint;
}

function whole(series: Series, scale: number): WholeSeries {
  const start = mantissaAt(series.start, scale);
  const step = mantissaAt(series.step, scale);
  const end = start + step * BigInt(series.size - 1);
  return start <= end
    ? { low: start, high: end, step: step < 0n ? -step : step }
    : { low: end, high: start, step: -step };
}

/** Returns gcd(a, b) and an x with a * x = gcd (modulo b). */
function extendedGcd(a: bigint, b: bigint): { gcd: bigint; x: bigint } {
  let [r0, r1, x0, x1] = [a, b, 1n, 0n];
  while (r1 !== 0n) {
    const quotient = r0 / r1;
    [r0, r1] = [r1, r0 - quotient * r1];
    [x0, x1] = [x1, x0 - quotient * x1];
  }
  return { gcd: r0, x: x0 };
}

function modulo(a: bigint, n: bigint): bigint {
  const rest = a % n;
  return rest < 0n ? rest + n : rest;
}

function ceilDivide(a: bigint, b: bigint): bigint {
  return a > 0n ? (a + b - 1n) / b : -(-a / b);
}
