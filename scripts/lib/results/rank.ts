// SPDX-License-Identifier: MIT
import type { Goal } from './readers/metric-spec.ts';

/** One metric to rank by: how to read it off an item, and which way is better. */
export interface Criterion<T> {
  readonly goal: Goal;
  /** The value; null when it is NaN or infinite, undefined when there is none. */
  value(item: T): number | null | undefined;
}

/** An item with its rank: equal items share one, and the next rank counts them all (1, 1, 3). */
export interface Ranked<T> {
  readonly item: T;
  readonly rank: number;
  readonly tied: boolean;
}

export interface Ranking<T> {
  /** Best first; equal items in the order they came in. */
  readonly ranked: readonly Ranked<T>[];
  /** Without any value of a criterion. */
  readonly missing: readonly T[];
  /** With NaN or Infinity as the value of a criterion. */
  readonly notFinite: readonly T[];
}

/** Ranks items by the first criterion, equal ones by the second, and so on. */
export function rankItems<T>(items: readonly T[], criteria: readonly Criterion<T>[]): Ranking<T> {
  const missing: T[] = [];
  const notFinite: T[] = [];
  const keyed: { readonly item: T; readonly keys: readonly number[] }[] = [];
  for (const item of items) {
    const values = criteria.map((c) => c.value(item));
    if (values.some((v) => v === undefined)) missing.push(item);
    else if (values.some((v) => v === null || !Number.isFinite(v))) notFinite.push(item);
    // Smaller keys are better, whatever the goal; the checks above leave numbers only.
    else keyed.push({ item, keys: values.map((v, i) => (criteria[i]?.goal === 'max' ? -Number(v) : Number(v))) });
  }
  keyed.sort((a, b) => compareKeys(a.keys, b.keys));
  return { ranked: criteria.length === 0 ? [] : withRanks(keyed), missing, notFinite };
}

function compareKeys(a: readonly number[], b: readonly number[]): number {
  for (const [i, x] of a.entries()) {
    const y = b[i] ?? x;
    if (x !== y) return x - y;
  }
  return 0;
}

function withRanks<T>(sorted: readonly { readonly item: T; readonly keys: readonly number[] }[]): Ranked<T>[] {
  let rank = 1;
  return sorted.map(({ item, keys }, i) => {
    const before = sorted[i - 1];
    const after = sorted[i + 1];
    const sameAsBefore = before !== undefined && compareKeys(before.keys, keys) === 0;
    const sameAsAfter = after !== undefined && compareKeys(after.keys, keys) === 0;
    if (!sameAsBefore) rank = i + 1;
    return { item, rank, tied: sameAsBefore || sameAsAfter };
  });
}
