// SPDX-License-Identifier: MIT
import { createHash } from 'node:crypto';

/** A seeded stream of random numbers; the same seed gives the same stream on every machine. */
export interface Rng {
  /** An integer in [0, 2^32). */
  uint32(): number;
  /** A double in [0, 1) with 53 random bits. */
  float(): number;
  /** An integer in [0, n), without bias; n is from 1 to 2^53. */
  below(n: number): number;
}

/**
 * Returns a stream for a seed text. Streams of different texts are independent, so each consumer takes its own:
 * createRng(`${seed}/latin/${axis}`). xoshiro128** (Blackman and Vigna, "Scrambled linear pseudorandom number
 * generators", 2021), seeded from SHA-256 of the text.
 */
export function createRng(seed: string): Rng {
  const digest = createHash('sha256').update(seed).digest();
  let a = digest.readUInt32LE(0);
  let b = digest.readUInt32LE(4);
  let c = digest.readUInt32LE(8);
  let d = digest.readUInt32LE(12) | 1; // the state must not be all zero

  const uint32 = (): number => {
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = rotateLeft(d, 11);
    return result;
  };
  const float = (): number => ((uint32() >>> 5) * 67108864 + (uint32() >>> 6)) / 9007199254740992;
  const below = (n: number): number => {
    if (!Number.isSafeInteger(n) || n < 1) throw new Error(`internal: below(${n})`);
    if (n <= 4294967296) return belowUint32(uint32, n);
    const limit = 9007199254740992 - (9007199254740992 % n);
    for (;;) {
      const draw = float() * 9007199254740992;
      if (draw < limit) return draw % n;
    }
  };
  return { uint32, float, below };
}

function belowUint32(uint32: () => number, n: number): number {
  const limit = 4294967296 - (4294967296 % n);
  for (;;) {
    const draw = uint32();
    if (draw < limit) return draw % n;
  }
}

function rotateLeft(x: number, k: number): number {
  return (x << k) | (x >>> (32 - k));
}

/** Returns the items in a random order, by the rng (Fisher-Yates); the input is left as it is. */
export function shuffled<T>(items: readonly T[], rng: Rng): T[] {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i -= 1) {
    const j = rng.below(i + 1);
    [result[i], result[j]] = [result[j] as T, result[i] as T];
  }
  return result;
}
