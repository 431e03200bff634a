// SPDX-License-Identifier: MIT

/** What a surface is made of: it can be asked elsewhere. */
export interface SurfaceModel {
  /** Places among the given points of those that it goes by. */
  readonly kept: readonly number[];
  readonly points: readonly ArrayLike<number>[];
  readonly weights: ArrayLike<number>;
  readonly shape: SurfaceShape;
  /** What the values were before they were scaled. */
  readonly middle: number;
  readonly scale: number;
}

/** Logarithms of the lengths, and of the error's variance over that of the surface. */
export interface SurfaceShape {
  readonly lengths: readonly number[];
  readonly error: number;
  /** Logarithm of the weight of a bowl (all squares and products) beside what bends freely. */
  readonly bowl: number;
  /** Inverse of each length. */
  readonly inverse: readonly number[];
}

/** Returns how alike the surface is at two points: a squared exponential, and a bowl over all of them. */
export function likeness(a: ArrayLike<number>, b: ArrayLike<number>, { inverse, bowl }: SurfaceShape): number {
  let [far, along] = [0, 1];
  for (let i = 0; i < inverse.length; i += 1) {
    const [x, y] = [a[i] ?? 0, b[i] ?? 0];
    const scale = inverse[i] ?? 0;
    far += ((x - y) * scale) ** 2;
    along += alongAxis(x, y, scale);
  }
  return Math.exp(-0.5 * far) + Math.exp(bowl) * along * along;
}

/** Points whose coordinates stand in one row, for what asks for them thousands of times. */
export interface PointRows {
  readonly count: number;
  readonly size: number;
  readonly coordinates: Float64Array;
}

/** Returns points in one row. */
export function pointRows(points: readonly ArrayLike<number>[]): PointRows {
  const [count, size] = [points.length, points[0]?.length ?? 0];
  const coordinates = new Float64Array(count * size);
  for (const [i, point] of points.entries()) coordinates.set(point, i * size);
  return { count, size, coordinates };
}

/** Fills the lower half of a matrix, row by row, with the `likeness` of each two points. */
export function fillLikenesses(
  lower: Float64Array,
  { count, size, coordinates }: PointRows,
  { inverse, bowl }: SurfaceShape,
): void {
  const scales = Float64Array.from(inverse);
  const bends = scales.map((scale) => Math.min(1, scale * scale * 4));
  const weight = Math.exp(bowl);
  for (let i = 0; i < count; i += 1)
    for (let j = 0; j <= i; j += 1) {
      let [far, along] = [0, 1];
      for (let k = 0; k < size; k += 1) {
        const [x, y] = [coordinates[i * size + k] ?? 0, coordinates[j * size + k] ?? 0];
        const way = (x - y) * (scales[k] ?? 0);
        far += way * way;
        along += (2 * x - 1) * (2 * y - 1) * (bends[k] ?? 0);
      }
      lower[i * count + j] = Math.exp(-0.5 * far) + weight * along * along;
    }
}

/** Returns what a coordinate adds to how far two points lie on the same side of a bowl. */
export function alongAxis(x: number, y: number, inverse: number): number {
  return (2 * x - 1) * (2 * y - 1) * Math.min(1, inverse * inverse * 4);
}
