// SPDX-License-Identifier: MIT
import { type Assignment, type Value, valueIn, valueKeyIn } from '../../core/value.ts';
import type { Measured } from './classes.ts';

/** An upper bound for a combination of values that was not measured. */
export interface Bound {
  readonly amount: number;
  readonly why: string;
}

/** Kept above a bound that no run of the class confirmed. */
const MARGIN = 1.25;
/** Memory grows with a batch or a width by at most this power (attention is quadratic). */
const MOST_POWER = 2;

interface Point {
  readonly x: number;
  readonly amount: number;
}

/**
 * Bounds the amount of an unseen combination along one number among the symbols that matter, all others being equal: below
 * the largest value seen by the next larger run, beyond it by the growth seen between the two largest (taken as proportional
 * at least). Null when no number helps, when amounts do not grow with it, or when only one value was seen.
 */
export function extrapolate(
  measured: readonly Measured[],
  symbols: readonly string[],
  values: readonly Assignment[],
): Bound | null {
  let best: Bound | null = null;
  for (const symbol of symbols) {
    const x = numberOf(valueIn(values, symbol));
    if (x === null) continue;
    const others = symbols.filter((name) => name !== symbol);
    const points = pointsAlong(
      measured.filter((one) => areEqual(one.values, values, others)),
      symbol,
    );
    const amount = boundAt(points, x);
    if (amount !== null && (best === null || amount < best.amount))
      best = { amount, why: `growth with ${symbol} in earlier runs` };
  }
  return best;
}

function boundAt(points: readonly Point[], x: number): number | null {
  const last = points[points.length - 1];
  const before = points[points.length - 2];
  if (last === undefined || before === undefined) return null;
  const grows = points.every((point, i) => i === 0 || point.amount >= (points[i - 1]?.amount ?? 0));
  if (!grows) return null;
  const above = points.find((point) => point.x >= x);
  if (above !== undefined) return above.amount * MARGIN;
  if (before.x <= 0) return null;
  const power = Math.log(last.amount / before.amount) / Math.log(last.x / before.x);
  return last.amount * (x / last.x) ** Math.min(Math.max(power, 1), MOST_POWER) * MARGIN;
}

/** The largest amount at each value of the symbol, in ascending order of the value. */
function pointsAlong(measured: readonly Measured[], symbol: string): readonly Point[] {
  const most = new Map<number, number>();
  for (const one of measured) {
    const x = numberOf(valueIn(one.values, symbol));
    if (x !== null) most.set(x, Math.max(most.get(x) ?? 0, one.amount));
  }
  return [...most].map(([x, amount]) => ({ x, amount })).sort((a, b) => a.x - b.x);
}

function areEqual(a: readonly Assignment[], b: readonly Assignment[], names: readonly string[]): boolean {
  return names.every((name) => valueKeyIn(a, name) === valueKeyIn(b, name));
}

function numberOf(value: Value | undefined): number | null {
  if (value === undefined || (value.kind !== 'number' && value.kind !== 'hex')) return null;
  const x = Number(value.text);
  return Number.isFinite(x) ? x : null;
}
