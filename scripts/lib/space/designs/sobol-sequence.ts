// SPDX-License-Identifier: MIT
import { createRng } from '../../core/rng.ts';
import { SOBOL_ROWS } from './sobol-numbers.ts';

/** Bits of a direction number, so also the logarithm of how many points the sequence has before it repeats. */
const BITS = 32;

/** Dimensions of the table; further ones use it again on shuffled indexes. */
const TABLE_DIMENSIONS = 1 + SOBOL_ROWS.split(';').length;

/** Coordinates from 0 (included) to 1 by index and dimension, both from 0. */
export type SobolSequence = (index: number, dimension: number) => number;

/**
 * Returns a Sobol sequence scrambled by a seed: nested uniform (Owen) scrambling by hashing, and for dimensions beyond
 * the table padding with shuffled indexes (B. Burley, "Practical hash-based Owen scrambling", JCGT 9(4), 2020).
 */
export function sobolSequence(seed: string): SobolSequence {
  const scrambles: number[] = [];
  const fillers: number[] = [];
  const shuffles: number[] = [];
  const seedOf = (seeds: number[], kind: string, which: number): number => {
    const known = seeds[which] ?? createRng(`${seed}/sobol/${kind}/${which}`).uint32();
    seeds[which] = known;
    return known;
  };
  return (index, dimension) => {
    const block = Math.floor(dimension / TABLE_DIMENSIONS);
    const shuffled = block === 0 ? index : scramble(index >>> 0, seedOf(shuffles, 'index', block));
    const point = scramble(
      sobolBits(shuffled, dimension % TABLE_DIMENSIONS),
      seedOf(scrambles, 'dimension', dimension),
    );
    const filler = hash(index ^ seedOf(fillers, 'filler', dimension)) >>> 11; // the bits behind the 32nd are random
    return (point + filler / 2097152) / 4294967296;
  };
}

/** Returns the coordinate of an unscrambled Sobol point as 32 bits; the dimension lies in the table. */
function sobolBits(index: number, dimension: number): number {
  const directions = directionsOf(dimension);
  let bits = 0;
  for (let rest = index >>> 0, bit = 0; rest !== 0; rest >>>= 1, bit += 1) {
    if ((rest & 1) === 1) bits ^= directions[bit] ?? 0;
  }
  return bits >>> 0;
}

const rows: string[] = SOBOL_ROWS.split(';');
/** Direction numbers by dimension, computed when first needed. */
const knownDirections: (readonly number[])[] = [];

function directionsOf(dimension: number): readonly number[] {
  const directions = knownDirections[dimension] ?? computeDirections(dimension);
  knownDirections[dimension] = directions;
  return directions;
}

function computeDirections(dimension: number): number[] {
  if (dimension === 0) return Array.from({ length: BITS }, (_, bit) => (1 << (BITS - 1 - bit)) >>> 0);
  const [polynomial = 3, ...initial] = (rows[dimension - 1] ?? '').split(',').map(Number);
  const degree = initial.length;
  const directions = initial.map((m, i) => (m << (BITS - 1 - i)) >>> 0);
  for (let i = degree; i < BITS; i += 1) {
    const back = directions[i - degree] ?? 0;
    let next = back ^ (back >>> degree);
    for (let k = 1; k < degree; k += 1) {
      if (((polynomial >>> (degree - k)) & 1) === 1) next ^= directions[i - k] ?? 0;
    }
    directions.push(next >>> 0);
  }
  return directions;
}

/** Nested uniform scrambling of 32 bits: each bit is flipped by a hash of the bits above it. */
function scramble(bits: number, seed: number): number {
  return reverseBits(permute(reverseBits(bits), seed));
}

/** The permutation of Laine and Karras with Burley's constants: each bit depends on the bits below it only. */
function permute(bits: number, seed: number): number {
  let x = (bits + seed) | 0;
  for (const factor of [0x6c50b47c, 0xb82f1e52, 0xc7afe638, 0x8d22f6e6]) x ^= Math.imul(x, factor);
  return x >>> 0;
}

function reverseBits(bits: number): number {
  let x = bits;
  x = ((x >>> 1) & 0x55555555) | ((x & 0x55555555) << 1);
  x = ((x >>> 2) & 0x33333333) | ((x & 0x33333333) << 2);
  x = ((x >>> 4) & 0x0f0f0f0f) | ((x & 0x0f0f0f0f) << 4);
  x = ((x >>> 8) & 0x00ff00ff) | ((x & 0x00ff00ff) << 8);
  return ((x >>> 16) | (x << 16)) >>> 0;
}

/** Mixes 32 bits (the finalizer of MurmurHash3). */
function hash(bits: number): number {
  let x = bits;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}
