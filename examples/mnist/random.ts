// SPDX-License-Identifier: MIT

/** A seeded source of numbers in [0, 1). */
export type Random = () => number;

/**
 * Makes a random source from an integer seed: the same seed gives the same numbers on every machine.
 * Source: mulberry32 by Tommy Ettinger (public domain), 32 bits of state.
 */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Draws from the normal distribution with mean 0 and standard deviation 1 (Box-Muller, one of the pair). */
export function drawNormal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random())); // 1 - u is never 0
  return radius * Math.cos(2 * Math.PI * random());
}

/** Shuffles in place, each order equally likely (Fisher-Yates). */
export function shuffle(items: Uint32Array, random: Random): void {
  for (let last = items.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    const kept = items[last] ?? 0;
    items[last] = items[other] ?? 0;
    items[other] = kept;
  }
}
