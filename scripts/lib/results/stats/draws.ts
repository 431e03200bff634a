// SPDX-License-Identifier: MIT
import type { Rng } from '../../core/rng.ts';

/** Random numbers of the distributions that a posterior is made of. */
export interface Draws {
  /** Between 0 and 1, without both. */
  uniform(): number;
  normal(): number;
  /** A sum of so many squares of normals; degrees above 0. */
  chiSquare(degrees: number): number;
  studentT(degrees: number): number;
}

/** Returns draws from a seeded stream. */
export function createDraws(rng: Rng): Draws {
  const uniform = (): number => (rng.uint32() + 0.5) / 4294967296;
  const normal = zigguratNormals(rng.uint32, uniform);
  /** Marsaglia and Tsang, "A simple method for generating gamma variables", 2000; for a shape of 1 or more. */
  const gamma = (shape: number): number => {
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const z = normal();
      const v = (1 + c * z) ** 3;
      if (v <= 0) continue;
      const u = uniform();
      // Nineteen of twenty are known by the squeeze, without logarithms.
      if (u < 1 - 0.0331 * (z * z) * (z * z) || Math.log(u) < 0.5 * z * z + d - d * v + d * Math.log(v)) return d * v;
    }
  };
  const chiSquare = (degrees: number): number => {
    // An exponential, which costs one logarithm.
    if (degrees === 2) return -2 * Math.log(uniform());
    const shape = degrees / 2;
    return shape >= 1 ? 2 * gamma(shape) : 2 * gamma(shape + 1) * uniform() ** (1 / shape);
  };
  return { uniform, normal, chiSquare, studentT: (degrees) => normal() / Math.sqrt(chiSquare(degrees) / degrees) };
}

/** Layers of equal area; their number fits seven bits. */
const LAYERS = 128;
/** Where the tail begins, and the area of a layer, for so many layers (Marsaglia and Tsang 2000). */
const [TAIL, AREA] = [3.442619855899, 9.91256303526217e-3];

const density = (x: number): number => Math.exp(-0.5 * x * x);

/** Right end of each layer, from the lowest, whose end stands for the area of the tail too, up to 0. */
const ends = new Float64Array(LAYERS + 1);
ends[0] = AREA / density(TAIL);
ends[1] = TAIL;
for (let i = 2; i < LAYERS; i += 1) {
  const before = ends[i - 1] ?? 0;
  ends[i] = Math.sqrt(-2 * Math.log(AREA / before + density(before)));
}
const heights = ends.map(density);

/**
 * Returns what draws standard normals: Marsaglia and Tsang, "The ziggurat method for generating random variables", 2000; the layer and the place in it have
 * bits of their own (Doornik, "An improved ziggurat method to generate normal random samples", 2005). `uniform` lies between 0 and 1, without both.
 */
function zigguratNormals(uint32: () => number, uniform: () => number): () => number {
  const tail = (): number => {
    for (;;) {
      const x = Math.log(uniform()) / TAIL;
      const y = Math.log(uniform());
      if (-2 * y >= x * x) return TAIL - x;
    }
  };
  return () => {
    for (;;) {
      const layer = uint32() & (LAYERS - 1);
      const place = 2 * uniform() - 1;
      const x = place * (ends[layer] ?? 0);
      if (Math.abs(x) < (ends[layer + 1] ?? 0)) return x;
      if (layer === 0) return place < 0 ? -tail() : tail();
      const [low, high] = [heights[layer] ?? 0, heights[layer + 1] ?? 0];
      if (low + uniform() * (high - low) < density(x)) return x;
    }
  };
}
