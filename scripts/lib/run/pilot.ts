// SPDX-License-Identifier: MIT
import type { QueuedRun } from './placement.ts';
import { createRng, shuffled } from '../core/rng.ts';
import { valueTextIn } from '../core/value.ts';

/** What the choice of pilots needs of a configuration. */
export type PilotCandidate = Pick<QueuedRun, 'number' | 'values' | 'swept'>;

/**
 * Returns `count` configurations that stand for all of them, in order of number. One is the middle of every axis; several
 * are the points of a Latin design, so that each axis is seen along its whole length, each taken to the configuration
 * nearest to it that is there. Seeded: the same call chooses the same.
 */
export function choosePilots<C extends PilotCandidate>(
  candidates: readonly C[],
  count: number,
  seed: string,
): readonly C[] {
  const axes = placesOnAxes(candidates);
  const steps = Array.from({ length: Math.min(count, candidates.length) }, (_, i) => i);
  const orders = axes.map((_, a) => (a === 0 ? steps : shuffled(steps, createRng(`${seed}/pilot/${a}`))));
  const chosen = new Set<number>();
  for (const step of steps) {
    const target = orders.map((order) => ((order[step] ?? 0) + 0.5) / steps.length);
    chosen.add(nearest(axes, target, { count: candidates.length, taken: chosen }));
  }
  return candidates.filter((_, i) => chosen.has(i));
}

interface Places {
  readonly count: number;
  readonly taken: ReadonlySet<number>;
}

function nearest(axes: readonly (readonly number[])[], target: readonly number[], { count, taken }: Places): number {
  let [best, least] = [-1, Number.POSITIVE_INFINITY];
  for (let i = 0; i < count; i += 1) {
    if (taken.has(i)) continue;
    const distance = axes.reduce((sum, places, a) => sum + ((places[i] ?? 0) - (target[a] ?? 0)) ** 2, 0);
    if (distance < least) [best, least] = [i, distance];
  }
  return best;
}

/** Where each configuration stands on each axis, from 0 to 1. Symbols that move together are one axis. */
function placesOnAxes(candidates: readonly PilotCandidate[]): readonly (readonly number[])[] {
  const axes = new Map<string, readonly number[]>();
  for (const symbol of candidates[0]?.swept ?? []) {
    const texts = candidates.map(({ values }) => valueTextIn(values, symbol));
    const order = inOrder([...new Set(texts)]);
    const rank = new Map(order.map((text, i) => [text, i]));
    if (order.length > 1)
      axes.set(
        texts.map((text) => rank.get(text)).join(),
        texts.map((text) => ((rank.get(text) ?? 0) + 0.5) / order.length),
      );
  }
  return [...axes.values()];
}

/** Numbers by size; words as they stand in the range file, which is the order they come in. */
function inOrder(texts: readonly string[]): readonly string[] {
  const isNumeric = texts.every((text) => text !== '' && Number.isFinite(Number(text)));
  return isNumeric ? [...texts].sort((a, b) => Number(a) - Number(b)) : texts;
}
