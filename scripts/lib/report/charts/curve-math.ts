// SPDX-License-Identifier: MIT
/** A value of a curve at a step or time; null where there is none. */
export type CurvePoint = readonly [x: number, y: number | null];

/** Steps that a band is computed at. */
const MOST_STEPS = 120;

/**
 * Returns a curve smoothed by an exponential moving average that is corrected for its start (as Kingma and Ba, 2015, do it for
 * moments): `weight` of 0 leaves it as it is.
 */
export function smoothed(points: readonly CurvePoint[], weight: number): readonly CurvePoint[] {
  if (weight === 0) return points;
  let [sum, mass] = [0, 0];
  return points.map(([x, y]) => {
    if (y === null) return [x, null];
    sum = weight * sum + (1 - weight) * y;
    mass = weight * mass + (1 - weight);
    return [x, sum / mass];
  });
}

/** Returns the mean of some curves and the range they take, wherever any of them has a value; straight lines between their points. */
export function bandOf(curves: readonly (readonly CurvePoint[])[]): {
  readonly mean: readonly CurvePoint[];
  readonly range: readonly (readonly [x: number, low: number, high: number])[];
} {
  const all = [...new Set(curves.flatMap((points) => points.map(([x]) => x)))].sort((a, b) => a - b);
  const every = Math.max(1, Math.ceil(all.length / MOST_STEPS));
  const steps = all.filter((_, i) => i % every === 0 || i === all.length - 1);
  const rows = steps.flatMap((x) => {
    const values = curves.flatMap((points) => valueAt(points, x) ?? []);
    return values.length === 0 ? [] : [{ x, values }];
  });
  return {
    mean: rows.map(({ x, values }) => [x, values.reduce((a, b) => a + b, 0) / values.length] as const),
    range: rows.map(({ x, values }) => [x, Math.min(...values), Math.max(...values)] as const),
  };
}

function valueAt(points: readonly CurvePoint[], x: number): number | undefined {
  const after = points.findIndex(([at, y]) => at >= x && y !== null);
  if (after === -1) return undefined;
  const [toX, toY] = points[after] ?? [x, null];
  if (toX === x) return toY ?? undefined;
  const before = points
    .slice(0, after)
    .reverse()
    .find(([, y]) => y !== null);
  if (before === undefined || before[1] === null || toY === null) return undefined;
  return before[1] + ((toY - before[1]) * (x - before[0])) / (toX - before[0]);
}
