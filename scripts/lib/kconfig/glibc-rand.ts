// SPDX-License-Identifier: MIT

/**
 * Returns the numbers that rand() of the GNU C library gives for a seed, each from 0 to 2^31 - 1: with them a random
 * configuration is the one that `conf` makes of the same seed. An additive feedback generator over 31 numbers that a
 * linear congruential one starts (Park and Miller, 16807).
 */
export function glibcRand(seed: number): () => number {
  const state = new Uint32Array(34);
  state[0] = seed === 0 ? 1 : seed >>> 0;
  let word = (state[0] ?? 1) | 0;
  for (let i = 1; i < 31; i += 1) {
    const high = Math.trunc(word / 127773);
    const low = word % 127773;
    word = 16807 * low - 2836 * high;
    if (word < 0) word += 2147483647;
    state[i] = word;
  }
  let front = 3;
  let back = 0;
  const next = (): number => {
    const sum = ((state[front] ?? 0) + (state[back] ?? 0)) >>> 0;
    state[front] = sum;
    front = front === 30 ? 0 : front + 1;
    back = back === 30 ? 0 : back + 1;
    return sum >>> 1;
  };
  for (let i = 0; i < 310; i += 1) next();
  return next;
}
