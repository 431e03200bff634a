// SPDX-License-Identifier: MIT
import type { Rng } from '../../core/rng.ts';
import { zigguratNormals } from './ziggurat.ts';

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
      if (v > 0 && Math.log(uniform()) < 0.5 * z * z + d - d * v + d * Math.log(v)) return d * v;
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
