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

/** How far points lie apart along some coordinates, how much on one side of the bowl, and how alike each by itself; row by row. */
interface Parts {
  readonly far: Float64Array;
  readonly along: Float64Array;
  readonly alone: Float64Array;
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
  const sumWeight = (kernel.sumWeight ?? 0) / kernel.scales.length;
  for (let p = 0; p < points.length; p += 1) {
    const weight = (weights[p] ?? 0) / others.length;
    for (let k = 0; k < at.length; k += 1) {
      const place = p * at.length + k;
      const [far, along, alone] = [own.far[place] ?? 0, 1 + (own.along[place] ?? 0), own.alone[place] ?? 0];
      let sum = 0;
      for (let o = p * others.length; o < (p + 1) * others.length; o += 1) {
        const side = along + (other.along[o] ?? 0);
        sum += matern(far + (other.far[o] ?? 0)) + kernel.bowlWeight * side * side;
        if (sumWeight > 0) sum += sumWeight * (alone + (other.alone[o] ?? 0));
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
  { points, kernel: { scales, weights, sumWeight = 0 } }: SurfaceModel,
  coordinates: readonly number[],
  others: readonly ArrayLike<number>[],
): Parts {
  const size = points.length * others.length;
  const [far, along, alone] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  for (const [p, point] of points.entries())
    for (const [o, other] of others.entries()) {
      const at = p * others.length + o;
      for (const i of coordinates) {
        const [x, y] = [point[i] ?? 0, other[i] ?? 0];
        const own = (x - y) * (x - y) * (scales[i] ?? 0);
        far[at] = (far[at] ?? 0) + own;
        if (sumWeight > 0) alone[at] = (alone[at] ?? 0) + matern(own);
        along[at] = (along[at] ?? 0) + (2 * x - 1) * (2 * y - 1) * (weights[i] ?? 0);
      }
    }
  return { far, along, alone };
}
