// SPDX-License-Identifier: MIT
import { type Assignment, displayText } from '../core/value.ts';

/** Runs that differ in nothing but the seed. */
export interface SeededRuns {
  /** Values of the first of them. */
  readonly values: readonly Assignment[];
  /** Their seeds as they are written; a run without one has ''. */
  readonly seeds: readonly string[];
}

/**
 * Returns for each setting the seeds that it lacks until it has `wanted` of them: those that other settings have first, so that settings share
 * their seeds, then whole numbers beyond the largest.
 */
export function furtherSeeds(
  settings: readonly SeededRuns[],
  known: readonly string[],
  wanted: number,
): readonly (readonly string[])[] {
  const numbers = [...new Set(known)]
    .filter((text) => /^\d+$/.test(text))
    .map(Number)
    .sort((a, b) => a - b);
  const last = numbers.at(-1) ?? 0;
  const pool = [...numbers, ...Array.from({ length: wanted }, (_, i) => last + i + 1)].map(String);
  return settings.map(({ seeds }) => {
    const own = new Set(seeds);
    return pool.filter((seed) => !own.has(seed)).slice(0, Math.max(0, wanted - seeds.length));
  });
}

/** Returns the values of a setting with another seed; one that had none gets it as its last value. */
export function withSeed(values: readonly Assignment[], symbol: string, seed: string): readonly Assignment[] {
  const value = { kind: 'number', text: seed } as const;
  return values.some((v) => v.name === symbol)
    ? values.map((v) => (v.name === symbol ? { name: symbol, value } : v))
    : [...values, { name: symbol, value }];
}

/** Returns the seed of some values as it is written; '' where they have none. */
export function seedIn(values: readonly Assignment[], symbol: string): string {
  const value = values.find((v) => v.name === symbol)?.value;
  return value === undefined ? '' : displayText(value);
}
