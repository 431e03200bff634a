// SPDX-License-Identifier: MIT

/** What a surface is made of: it can be asked elsewhere. */
export interface SurfaceModel {
  readonly points: readonly ArrayLike<number>[];
  readonly weights: ArrayLike<number>;
  readonly kernel: PlainKernel;
  /** What the values were before they were scaled. */
  readonly middle: number;
  readonly scale: number;
}

/** Logarithms of the lengths, and of the error's variance over that of the surface, with the kernel that they make. */
export interface SurfaceShape extends SurfaceKernel {
  readonly lengths: readonly number[];
  readonly error: number;
}

/** How alike two points are: one over the squares of the lengths, the weight of each coordinate in the bowl, and that of the bowl. */
export interface PlainKernel {
  readonly scales: readonly number[];
  readonly weights: readonly number[];
  readonly bowlWeight: number;
}

/**
 * The same with the weight of a sum of what each coordinate does by itself (Duvenaud, Nickisch and Rasmussen, "Additive Gaussian processes",
 * 2011). What bends freely is a Matern kernel, or the Gaussian one where `isSmooth`.
 */
export interface SurfaceKernel extends PlainKernel {
  readonly sumWeight: number;
  readonly isSmooth: boolean;
}

/** Returns the kernel of some lengths, a bowl and a sum, all as logarithms: minus infinity for none. */
export function kernelOf(lengths: readonly number[], bowl: number, sum: number, isSmooth: boolean): SurfaceKernel {
  const scales = lengths.map((length) => Math.exp(-2 * length));
  return {
    scales,
    weights: scales.map((scale) => Math.min(1, 4 * scale)),
    bowlWeight: Math.exp(bowl),
    sumWeight: Math.exp(sum),
    isSmooth,
  };
}

/** Returns how alike the surface is at two points. */
export function likeness(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  { scales, weights, bowlWeight, sumWeight, isSmooth }: SurfaceKernel,
): number {
  const bend = isSmooth ? gaussian : matern;
  let [far, along, alone] = [0, 1, 0];
  for (let i = 0; i < scales.length; i += 1) {
    const [x, y] = [a[i] ?? 0, b[i] ?? 0];
    const own = (x - y) * (x - y) * (scales[i] ?? 0);
    far += own;
    along += (2 * x - 1) * (2 * y - 1) * (weights[i] ?? 0);
    if (sumWeight > 0) alone += bend(own);
  }
  return bend(far) + bowlWeight * along * along + (sumWeight * alone) / scales.length;
}

/** The Matern kernel (5/2) of a squared distance. */
export function matern(far: number): number {
  const steps = Math.sqrt(5 * far);
  return (1 + steps + (steps * steps) / 3) * Math.exp(-steps);
}

/** The Gaussian kernel of a squared distance: more is foreseen between points where the truth has no corners. */
function gaussian(far: number): number {
  return Math.exp(-far / 2);
}

/** Points for what asks for all of them thousands of times: first coordinates of all, then second ones, and so on. */
export interface PointColumns {
  readonly count: number;
  readonly size: number;
  readonly coordinates: Float64Array;
}

/** Returns points by their coordinates. */
export function pointColumns(points: readonly ArrayLike<number>[]): PointColumns {
  const [count, size] = [points.length, points[0]?.length ?? 0];
  const coordinates = new Float64Array(count * size);
  for (const [i, point] of points.entries())
    for (let k = 0; k < size; k += 1) coordinates[k * count + i] = point[k] ?? 0;
  return { count, size, coordinates };
}

/** Fills the lower half of a matrix, row by row, with the `likeness` of each two points, to the bit. */
export function fillLikenesses(
  lower: Float64Array,
  { count, size, coordinates }: PointColumns,
  { scales, weights, bowlWeight, sumWeight, isSmooth }: SurfaceKernel,
): void {
  const bend = isSmooth ? gaussian : matern;
  const [far, along, alone] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  for (let i = 0; i < count; i += 1) {
    far.fill(0);
    along.fill(1);
    alone.fill(0);
    for (let k = 0; k < size; k += 1) {
      const column = k * count;
      const [scale, weight, x] = [scales[k] ?? 0, weights[k] ?? 0, coordinates[column + i] ?? 0];
      for (let j = 0; j <= i; j += 1) {
        const y = coordinates[column + j] ?? 0;
        const own = (x - y) * (x - y) * scale;
        far[j] = (far[j] ?? 0) + own;
        along[j] = (along[j] ?? 0) + (2 * x - 1) * (2 * y - 1) * weight;
        if (sumWeight > 0) alone[j] = (alone[j] ?? 0) + bend(own);
      }
    }
    for (let j = 0; j <= i; j += 1) {
      const straight = along[j] ?? 0;
      lower[i * count + j] =
        bend(far[j] ?? 0) + bowlWeight * straight * straight + (sumWeight * (alone[j] ?? 0)) / size;
    }
  }
}
