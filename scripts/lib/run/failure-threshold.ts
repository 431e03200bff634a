// SPDX-License-Identifier: MIT
import type { Assignment } from '../core/value.ts';
import { logChoose } from '../core/beta.ts';

/** A run with its values. */
interface ValuedRun {
  readonly values: readonly Assignment[];
}

/** Numbers that lie on one side of all others by chance more often than this, over all symbols and both sides, say nothing. */
const CHANCE = 0.05;

/**
 * Returns the thresholds that part some runs from others: NAME>=value where the numbers of all of these lie above those of all
 * others, NAME<=value where they lie below. Equal numbers are told as such elsewhere, and runs that lack the symbol
 * part nothing.
 */
export function thresholdsBetween(
  runs: readonly ValuedRun[],
  others: readonly ValuedRun[],
  names: readonly string[],
): readonly string[] {
  // Some runs are the outermost of all with the chance of one in (all over some).
  const chance = 2 * names.length * Math.exp(-logChoose(runs.length + others.length, runs.length));
  if (chance > CHANCE) return [];
  return names.flatMap((name): readonly string[] => {
    const [own, theirs] = [runs, others].map((some) => some.map((run) => numberIn(run, name)));
    if (own === undefined || theirs === undefined) return [];
    const numbers = own.flatMap((n) => n ?? []);
    const known = theirs.flatMap((n) => n ?? []);
    if (numbers.length < own.length || known.length === 0 || new Set(numbers.map((n) => n.number)).size < 2) return [];
    const [low, high] = [
      numbers.reduce((a, b) => (b.number < a.number ? b : a)),
      numbers.reduce((a, b) => (b.number > a.number ? b : a)),
    ];
    if (known.every((n) => n.number < low.number)) return [`${name}>=${low.text}`];
    return known.every((n) => n.number > high.number) ? [`${name}<=${high.text}`] : [];
  });
}

function numberIn({ values }: ValuedRun, name: string): { readonly number: number; readonly text: string } | undefined {
  const value = values.find((v) => v.name === name)?.value;
  return value?.kind === 'number' ? { number: Number(value.text), text: value.text } : undefined;
}
