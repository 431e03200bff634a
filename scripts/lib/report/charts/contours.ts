// SPDX-License-Identifier: MIT

/** A closed line; the last point leads to the first. */
export type Ring = readonly (readonly [x: number, y: number])[];

/** Values at the crossings of a grid of lines; undefined where nothing is known. */
export interface ValueGrid {
  readonly columns: number;
  readonly rows: number;
  /** Column by column. */
  readonly values: readonly (number | undefined)[];
}

/** A line from one side of a square to another, with what lies above the level on its left. Sides: 0 bottom, 1 right, 2 top, 3 left. */
type Segment = readonly [from: number, to: number];

/** By which corners lie above: 1 bottom left, 2 bottom right, 4 top right, 8 top left. Of the two ways through a saddle the one that parts what is above. */
const SEGMENTS: readonly (readonly Segment[])[] = [
  [],
  [[0, 3]],
  [[1, 0]],
  [[1, 3]],
  [[2, 1]],
  [
    [0, 3],
    [2, 1],
  ],
  [[2, 0]],
  [[2, 3]],
  [[3, 2]],
  [[0, 2]],
  [
    [1, 0],
    [3, 2],
  ],
  [[1, 2]],
  [[3, 1]],
  [[0, 1]],
  [[3, 0]],
  [],
];

/**
 * Returns the lines around all that lies at a level or above, in columns and rows of the grid, by marching squares (Lorensen and Cline,
 * "Marching cubes", 1987, in two dimensions). What is not known lies below every level, and so does all outside; a line there passes over the last known
 * crossing. Rings around holes go the other way round.
 */
export function contourRings(grid: ValueGrid, level: number): readonly Ring[] {
  const { columns, rows, values } = grid;
  const at = (x: number, y: number): number | undefined =>
    x < 0 || y < 0 || x >= columns || y >= rows ? undefined : values[x * rows + y];
  const isAbove = (x: number, y: number): boolean => {
    const value = at(x, y);
    return value !== undefined && value >= level;
  };
  // A line leaves each side in one way only: from where it begins it leads to where it ends.
  const next = new Map<string, { readonly to: string; readonly point: readonly [number, number] }>();
  for (let x = -1; x < columns; x += 1)
    for (let y = -1; y < rows; y += 1) {
      const corners =
        (isAbove(x, y) ? 1 : 0) |
        (isAbove(x + 1, y) ? 2 : 0) |
        (isAbove(x + 1, y + 1) ? 4 : 0) |
        (isAbove(x, y + 1) ? 8 : 0);
      for (const [from, to] of SEGMENTS[corners] ?? [])
        next.set(sideKey(x, y, from), { to: sideKey(x, y, to), point: crossing(sideOf(x, y, from), at, level) });
    }
  const rings: Ring[] = [];
  for (const start of next.keys()) {
    const ring: (readonly [number, number])[] = [];
    for (let key = start; ; ) {
      const step = next.get(key);
      if (step === undefined) break;
      next.delete(key);
      ring.push(step.point);
      key = step.to;
    }
    if (ring.length > 2) rings.push(ring);
  }
  return rings;
}

type Side = readonly [ax: number, ay: number, bx: number, by: number];

/** The ends of a side of the square whose lower left corner this is. */
function sideOf(x: number, y: number, side: number): Side {
  switch (side) {
    case 0:
      return [x, y, x + 1, y];
    case 1:
      return [x + 1, y, x + 1, y + 1];
    case 2:
      return [x, y + 1, x + 1, y + 1];
    default:
      return [x, y, x, y + 1];
  }
}

/** The same for both squares that share a side. */
function sideKey(x: number, y: number, side: number): string {
  return sideOf(x, y, side).join(' ');
}

function crossing(
  [ax, ay, bx, by]: Side,
  at: (x: number, y: number) => number | undefined,
  level: number,
): readonly [number, number] {
  const [a, b] = [at(ax, ay), at(bx, by)];
  const part = a === undefined ? 1 : b === undefined ? 0 : a === b ? 0.5 : (level - a) / (b - a);
  return [ax + part * (bx - ax), ay + part * (by - ay)];
}

/** Returns round levels that part a range into at most so many steps, each above its lower end. */
export function roundLevels([low, high]: readonly [low: number, high: number], most: number): readonly number[] {
  if (!(high > low)) return [];
  const rough = (high - low) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  for (const size of [1, 2, 2.5, 5, 10, 20]) {
    const step = size * power;
    const first = Math.floor(low / step) + 1;
    const last = Math.ceil(high / step) - 1;
    // Multiples, not sums: 0.1 thrice is no 0.3.
    if (last - first + 2 <= most)
      return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) =>
        Number(((first + i) * step).toPrecision(12)),
      );
  }
  return [];
}
