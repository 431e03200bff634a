// SPDX-License-Identifier: MIT
import type { Goal } from './metric-spec.ts';

/**
 * Returns the indices of the points that no other point dominates (is as good in all and better in one), in the order
 * of the first value, best first. Points with a value that is no number are never on the front; equal points all are.
 */
export function paretoFront(points: readonly (readonly number[])[], goals: readonly Goal[]): readonly number[] {
  const keys = points.map((p) => goals.map((g, i) => (g === 'max' ? -(p[i] ?? Number.NaN) : (p[i] ?? Number.NaN))));
  const order = [...points.keys()].filter((i) => keys[i]?.every(Number.isFinite) === true);
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
