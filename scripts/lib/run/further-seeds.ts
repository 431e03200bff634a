// SPDX-License-Identifier: MIT
import type { Assignment } from '../core/value.ts';

/** The symbol of the seed, and those that have the same value in each of its runs. */
export interface SeedSymbols {
  readonly symbol: string;
  readonly along: readonly string[];
}

/** How many seeds each setting is to have, and which ones are taken where that is said: they in their order, and no others. */
export interface WantedSeeds {
  readonly count: number;
  readonly list?: readonly string[] | undefined;
}

/**
 * Returns for each setting the seeds that it lacks until it has as many as wanted, given those that it has ('' for a run without one). Where no
 * list says which, those that other settings have (`known`) come first, so that settings share their seeds, then whole numbers beyond the largest.
 */
export function furtherSeeds(
  settings: readonly (readonly string[])[],
  known: readonly string[],
  { count, list }: WantedSeeds,
): readonly (readonly string[])[] {
  const pool = list ?? sharedFirst(known, count);
  return settings.map((seeds) => {
    const own = new Set(seeds);
    return pool.filter((seed) => !own.has(seed)).slice(0, Math.max(0, count - seeds.length));
  });
}

function sharedFirst(known: readonly string[], count: number): readonly string[] {
  const numbers = [...new Set(known)]
    .filter((text) => /^\d+$/.test(text))
    .map(Number)
    .sort((a, b) => a - b);
  const last = numbers.at(-1) ?? 0;
  return [...numbers, ...Array.from({ length: count }, (_, i) => last + i + 1)].map(String);
}

/** Returns the values of a setting with another seed; a symbol that it lacks comes last. */
export function withSeed(
  values: readonly Assignment[],
  { symbol, along }: SeedSymbols,
  seed: string,
): readonly Assignment[] {
  const value = { kind: 'number', text: seed } as const;
  const names = [symbol, ...along];
  const missing = names.filter((name) => values.every((v) => v.name !== name));
  return [
    ...values.map((v) => (names.includes(v.name) ? { name: v.name, value } : v)),
    ...missing.map((name) => ({ name, value })),
  ];
}
