// SPDX-License-Identifier: MIT
import { alongAxis, type SurfaceModel } from './kernel.ts';

/** What is asked of a surface by itself. */
export interface AskedCoordinates {
  /** Places of some coordinates. */
  readonly coordinates: readonly number[];
  /** Their values where it is asked. */
  readonly at: readonly (readonly number[])[];
  /** Points that all other coordinates are taken from. */
  readonly others: readonly ArrayLike<number>[];
}

/**
 * Returns the partial dependence of a surface on some coordinates (Friedman, "Greedy function approximation", 2001): at each place the mean
 * of what is expected with these coordinates set and the others as in each of some points. Both parts of the kernel fall apart into
 * the asked coordinates and the others, so the points are gone through once and not once a place.
 */
export function surfaceDependence(model: SurfaceModel, { coordinates, at, others }: AskedCoordinates): Float64Array {
  const { points, weights, shape, middle, scale } = model;
  const { inverse } = shape;
  const asked = new Set(coordinates);
  const rest = [...inverse.keys()].filter((i) => !asked.has(i));
  const bowl = Math.exp(shape.bowl);
  const answers = new Float64Array(at.length);
  for (const [p, point] of points.entries()) {
    let [near, along, square] = [0, 0, 0];
    for (const other of others) {
      let [far, own] = [0, 1];
      for (const i of rest) {
        const [x, y, part] = [point[i] ?? 0, other[i] ?? 0, inverse[i] ?? 0];
        far += ((x - y) * part) ** 2;
        own += alongAxis(x, y, part);
      }
      near += Math.exp(-0.5 * far);
      along += own;
      square += own * own;
    }
    const weight = (weights[p] ?? 0) / others.length;
    for (const [k, place] of at.entries()) {
      let [far, own] = [0, 0];
      for (const [c, i] of coordinates.entries()) {
        const [x, y, part] = [point[i] ?? 0, place[c] ?? 0, inverse[i] ?? 0];
        far += ((x - y) * part) ** 2;
        own += alongAxis(x, y, part);
      }
      const likeness = Math.exp(-0.5 * far) * near + bowl * (others.length * own * own + 2 * own * along + square);
      answers[k] = (answers[k] ?? 0) + weight * likeness;
    }
  }
  return answers.map((x) => middle + scale * x);
}
