// SPDX-License-Identifier: MIT
import { matern, type SurfaceModel } from './kernel.ts';

/** What is asked of a surface by itself. */
export interface AskedCoordinates {
  /** Places of some coordinates. */
  readonly coordinates: readonly number[];
  /** Their values where it is asked. */
  readonly at: readonly (readonly number[])[];
  /** Points that all other coordinates are taken from. */
  readonly others: readonly ArrayLike<number>[];
}

/** How far points lie apart along some coordinates, and how much on one side of the bowl; row by row. */
interface Parts {
  readonly far: Float64Array;
  readonly along: Float64Array;
}

/**
 * Returns the partial dependence of a surface on some coordinates (Friedman, "Greedy function approximation", 2001): at each place the mean
 * of what is expected with these coordinates set and the others as in each of some points. Distances are sums over coordinates, so each part is
 * reckoned once.
 */
export function surfaceDependence(model: SurfaceModel, { coordinates, at, others }: AskedCoordinates): Float64Array {
  const { points, weights, kernel, middle, scale } = model;
  const asked = new Set(coordinates);
  const rest = [...kernel.scales.keys()].filter((i) => !asked.has(i));
  const own = partsOf(
    model,
    coordinates,
    at.map((place) => spreadOut(place, coordinates)),
  );
  const other = partsOf(model, rest, others);
  const answers = new Float64Array(at.length);
  for (let p = 0; p < points.length; p += 1) {
    const weight = (weights[p] ?? 0) / others.length;
    for (let k = 0; k < at.length; k += 1) {
      const [far, along] = [own.far[p * at.length + k] ?? 0, 1 + (own.along[p * at.length + k] ?? 0)];
      let sum = 0;
      for (let o = p * others.length; o < (p + 1) * others.length; o += 1) {
        const side = along + (other.along[o] ?? 0);
        sum += matern(far + (other.far[o] ?? 0)) + kernel.bowlWeight * side * side;
      }
      answers[k] = (answers[k] ?? 0) + weight * sum;
    }
  }
  return answers.map((x) => middle + scale * x);
}

function spreadOut(place: readonly number[], coordinates: readonly number[]): readonly number[] {
  const point: number[] = [];
  for (const [c, i] of coordinates.entries()) point[i] = place[c] ?? 0;
  return point;
}

function partsOf(
  { points, kernel: { scales, weights } }: SurfaceModel,
  coordinates: readonly number[],
  others: readonly ArrayLike<number>[],
): Parts {
  const [far, along] = [
    new Float64Array(points.length * others.length),
    new Float64Array(points.length * others.length),
  ];
  for (const [p, point] of points.entries())
    for (const [o, other] of others.entries()) {
      const at = p * others.length + o;
      for (const i of coordinates) {
        const [x, y] = [point[i] ?? 0, other[i] ?? 0];
        far[at] = (far[at] ?? 0) + (x - y) * (x - y) * (scales[i] ?? 0);
        along[at] = (along[at] ?? 0) + (2 * x - 1) * (2 * y - 1) * (weights[i] ?? 0);
      }
    }
  return { far, along };
}
