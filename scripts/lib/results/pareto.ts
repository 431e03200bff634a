// SPDX-License-Identifier: MIT
import type { Goal } from './readers/metric-spec.ts';

/**
 * Returns the indices of the points that no other point dominates (is as good in all and better in one), in the order
 * of the first value, best first. Points with a value that is no number are never on the front; equal points all are.
 */
export function paretoFront(points: readonly (readonly number[])[], goals: readonly Goal[]): readonly number[] {
  const keys = points.map((p) => goals.map((g, i) => (g === 'max' ? -(p[i] ?? Number.NaN) : (p[i] ?? Number.NaN))));
  const sound = [...points.keys()].filter((i) => keys[i]?.every(Number.isFinite) === true);
  // One point that is good in everything beats most of the others, which then need no sorting.
  const best = bestAllRound(sound, keys);
  const order = sound.filter((i) => !dominates(best, keys[i] ?? []));
  order.sort((a, b) => compare(keys[a] ?? [], keys[b] ?? []));
  const front: number[] = [];
  for (const i of order) {
    const own = keys[i] ?? [];
    // Whoever dominates stands before: only the front found so far need be asked, its newest point first, which is the likeliest.
    let j = front.length - 1;
    while (j >= 0 && !dominates(keys[front[j] ?? 0] ?? [], own)) j -= 1;
    if (j < 0) front.push(i);
  }
  return front;
}

/** Returns the point with the least sum of its values, each scaled to the range that the points have. */
function bestAllRound(sound: readonly number[], keys: readonly (readonly number[])[]): readonly number[] {
  const [low, high]: [number[], number[]] = [[], []];
  for (const i of sound) {
    for (const [k, v] of (keys[i] ?? []).entries()) {
      low[k] = Math.min(low[k] ?? v, v);
      high[k] = Math.max(high[k] ?? v, v);
    }
  }
  let [best, least]: [readonly number[], number] = [[], Number.POSITIVE_INFINITY];
  for (const i of sound) {
    const own = keys[i] ?? [];
    let sum = 0;
    for (let k = 0; k < own.length; k += 1)
      sum += ((own[k] ?? 0) - (low[k] ?? 0)) / ((high[k] ?? 0) - (low[k] ?? 0) || 1);
    if (sum < least) [best, least] = [own, sum];
  }
  return best;
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) return (a[i] ?? 0) - (b[i] ?? 0);
  return 0;
}

function dominates(a: readonly number[], b: readonly number[]): boolean {
  let better = false;
  for (let i = 0; i < a.length; i += 1) {
    const [x = 0, y = 0] = [a[i], b[i]];
    if (x > y) return false;
    if (x < y) better = true;
  }
  return better;
}
