// SPDX-License-Identifier: MIT
import type { Factor } from '../results/factors.ts';

/** Part of a range of drawn numbers that is its edge. */
const DRAWN_EDGE = 0.05;
/** Numbers of more levels than this are drawn rather than listed. */
const LISTED = 12;
/** Values that a line goes beyond the edge by. */
const FURTHER = 3;

/** Returns the end of its numbers that a value lies on; undefined inside, for words, and for fewer than three numbers: each would be an end. */
export function endOf(factor: Factor, value: number): 'low' | 'high' | undefined {
  const { numbers } = factor;
  if (numbers === undefined || numbers.length < 3) return undefined;
  const [low = 0, high = 0] = [numbers[0], numbers.at(-1)];
  const isLog = isByFactors(factor);
  const place = (x: number): number => (isLog ? Math.log(x / low) / Math.log(high / low) : (x - low) / (high - low));
  const near = numbers.length > LISTED ? DRAWN_EDGE : 0;
  if (place(value) <= near) return 'low';
  return place(value) >= 1 - near ? 'high' : undefined;
}

/** Returns a line of a range file that goes on from a value beyond the end; undefined where that would lead below 0 from above it. */
export function beyondLine(factor: Factor, value: number, side: 'low' | 'high'): string | undefined {
  const { numbers, name } = factor;
  if (numbers === undefined) return undefined;
  const [low = 0, high = 0] = [numbers[0], numbers.at(-1)];
  if (numbers.length > LISTED) return drawnLine(factor, { low, high, side });
  const [a = 0, b = 0] = side === 'high' ? [numbers.at(-2), high] : [low, numbers[1]];
  if (isByFactors(factor)) {
    const factorUp = short(b / a, 6);
    const end = side === 'high' ? value * factorUp ** FURTHER : value / factorUp ** FURTHER;
    const isWhole = Number.isInteger(factorUp);
    if (side === 'high' && isWhole) return `${name}=${short(value)}:*${factorUp}:${short(end)}`;
    if (numbers.every(Number.isInteger) && side === 'low' && !Number.isInteger(end)) return undefined;
    return side === 'high'
      ? `${name}=${short(value)}:*/${FURTHER + 1}:${short(end, 4)}`
      : `${name}=${short(end, 4)}:*/${FURTHER + 1}:${short(value)}`;
  }
  const step = short(b - a);
  const end = side === 'high' ? value + FURTHER * step : value - FURTHER * step;
  if (low >= 0 && end < 0) return undefined;
  return side === 'high'
    ? `${name}=${short(value)}:${step}:${short(end)}`
    : `${name}=${short(end)}:${step}:${short(value)}`;
}

function drawnLine(
  factor: Factor,
  { low, high, side }: { low: number; high: number; side: 'low' | 'high' },
): string | undefined {
  const { name, numbers } = factor;
  const areWhole = numbers?.every(Number.isInteger) === true;
  const print = (x: number): number => (areWhole ? Math.round(x) : short(x, 4));
  const law = `${isByFactors(factor) ? 'log' : ''}${areWhole ? 'int' : 'uniform'}`;
  const at = side === 'high' ? 1 : 0;
  const ends = [at - 0.25, at + 0.25].map((place) =>
    isByFactors(factor) ? low * (high / low) ** place : low + (high - low) * place,
  );
  const [from = 0, to = 0] = ends.map(print);
  if (low >= 0 && from < 0) return low > 0 ? `${name}=~${law}(0,${to})` : undefined;
  return from < to ? `${name}=~${law}(${from},${to})` : undefined;
}

function isByFactors({ numbers = [], isLog }: Factor): boolean {
  const [a = 0, b = 0, c = 0] = [numbers[0], numbers[1], numbers[2]];
  if (a <= 0) return false;
  return (
    isLog || (numbers.length <= LISTED && numbers.length > 2 && Math.abs(b / a / (c / b) - 1) < 0.01 && b / a > 1.2)
  );
}

function short(x: number, digits = 12): number {
  return Number(x.toPrecision(digits));
}
