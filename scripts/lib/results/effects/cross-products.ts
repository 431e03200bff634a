// SPDX-License-Identifier: MIT
import type { SettingObservation } from '../settings/layout.ts';
import { inverseOf } from '../stats/symmetric.ts';
import type { DesignColumns } from './columns.ts';

/** Sums of products of a design's columns and the values, within blocks: what is common to a block is taken out. */
export interface CrossProducts {
  /** Columns of the design; one more, the last, holds the values. */
  readonly size: number;
  /** `size + 1` rows of `size + 1` numbers. */
  readonly products: Float64Array;
  /** How many runs have each column. */
  readonly counts: Float64Array;
  readonly runs: number;
  readonly blocks: readonly BlockSums[];
}

export interface BlockSums {
  readonly runs: number;
  /** Sum of each column, and of the values, over the runs of the block. */
  readonly sums: Float64Array;
}

/** Pivots below this part of a column's runs are rounding: the column is a combination of those before it. */
const ALIASED = 1e-9;

/** Returns the products of runs whose settings have the rows of a design; a block is what all of them may differ in (all runs, where there is one). */
export function crossProducts(runs: readonly SettingObservation[], { rows, size }: DesignColumns): CrossProducts {
  const width = size + 1;
  const products = new Float64Array(width * width);
  const counts = new Float64Array(size);
  const blocks = new Map<number, { runs: number; sums: Float64Array }>();
  for (const { setting, block, value } of runs) {
    const own = blocks.get(block) ?? { runs: 0, sums: new Float64Array(width) };
    blocks.set(block, own);
    own.runs += 1;
    own.sums[size] = (own.sums[size] ?? 0) + value;
    const columns = rows[setting] ?? [];
    for (const i of columns) {
      counts[i] = (counts[i] ?? 0) + 1;
      own.sums[i] = (own.sums[i] ?? 0) + 1;
      const row = i * width;
      for (const j of columns) products[row + j] = (products[row + j] ?? 0) + 1;
      products[row + size] = (products[row + size] ?? 0) + value;
    }
    products[width * width - 1] = (products[width * width - 1] ?? 0) + value * value;
  }
  for (const { runs: n, sums } of blocks.values())
    for (let i = 0; i < width; i += 1) {
      const share = (sums[i] ?? 0) / n;
      if (share === 0) continue;
      for (let j = i; j < width; j += 1)
        products[i * width + j] = (products[i * width + j] ?? 0) - share * (sums[j] ?? 0);
    }
  for (let i = 0; i < width; i += 1)
    for (let j = 0; j < i; j += 1) products[i * width + j] = products[j * width + i] ?? 0;
  return { size, products, counts, runs: runs.length, blocks: [...blocks.values()] };
}

/** What some columns, taken one after the other, explain of the values. */
export interface Elimination {
  /** Columns that are no combination of those before them, as they were given. */
  readonly kept: readonly number[];
  /** Sum of squares that each column given adds; 0 for one that is not kept. */
  readonly added: Float64Array;
}

/** Takes columns out of the products one after the other (Gauss; Goodnight, "A tutorial on the sweep operator", 1979). */
export function eliminate({ size, products, counts }: CrossProducts, order: readonly number[]): Elimination {
  const n = order.length;
  const width = n + 1;
  const places = [...order, size];
  const work = new Float64Array(n * width);
  for (let i = 0; i < n; i += 1)
    for (let j = i; j < width; j += 1)
      work[i * width + j] = products[(places[i] ?? 0) * (size + 1) + (places[j] ?? 0)] ?? 0;
  const added = new Float64Array(n);
  const kept: number[] = [];
  for (let k = 0; k < n; k += 1) {
    const top = k * width;
    const pivot = work[top + k] ?? 0;
    const column = order[k] ?? 0;
    if (!(pivot > ALIASED * (counts[column] ?? 0))) continue;
    kept.push(column);
    added[k] = (work[top + n] ?? 0) ** 2 / pivot;
    for (let i = k + 1; i < n; i += 1) {
      const share = (work[top + i] ?? 0) / pivot;
      if (share === 0) continue;
      const row = i * width;
      for (let j = i; j < width; j += 1) work[row + j] = (work[row + j] ?? 0) - share * (work[top + j] ?? 0);
    }
  }
  return { kept, added };
}

/** A model fitted by least squares within blocks. */
export interface LinearFit {
  readonly kept: readonly number[];
  /** Coefficient of every column; 0 for one that is not kept. */
  readonly coefficients: Float64Array;
  readonly sumOfSquares: number;
  readonly degrees: number;
  /**
   * Mean over all blocks alike of what the model says of a row of columns, with its variance in units of the error's; undefined
   * where the runs do not determine it.
   */
  estimate(row: Float64Array): { readonly value: number; readonly variance: number } | undefined;
}

/** Fits all columns of a design. */
export function fitColumns(
  runs: readonly SettingObservation[],
  design: DesignColumns,
  made: CrossProducts = crossProducts(runs, design),
): LinearFit {
  const { size, products, blocks } = made;
  const { kept } = eliminate(
    made,
    Array.from({ length: size }, (_, i) => i),
  );
  const p = kept.length;
  const inner = new Float64Array(p * p);
  for (let i = 0; i < p; i += 1)
    for (let j = 0; j < p; j += 1) inner[i * p + j] = products[(kept[i] ?? 0) * (size + 1) + (kept[j] ?? 0)] ?? 0;
  const inverse = p === 0 ? inner : inverseOf(inner, p);
  if (inverse === undefined) throw new Error('internal: columns that were kept are independent');
  const coefficients = new Float64Array(size);
  for (let i = 0; i < p; i += 1) {
    let sum = 0;
    for (let j = 0; j < p; j += 1)
      sum += (inverse[i * p + j] ?? 0) * (products[(kept[j] ?? 0) * (size + 1) + size] ?? 0);
    coefficients[kept[i] ?? 0] = sum;
  }
  const centre = blockCentre(blocks, size);
  const isDetermined = determinedBy({ made, kept, inverse, centre: centre.columns });
  return {
    kept,
    coefficients,
    sumOfSquares: leftOver(runs, design, coefficients),
    degrees: runs.length - blocks.length - p,
    estimate: (row) => {
      if (!isDetermined(row)) return undefined;
      const off = kept.map((column) => (row[column] ?? 0) - (centre.columns[column] ?? 0));
      let [value, variance] = [centre.value, centre.variance];
      for (let i = 0; i < p; i += 1) {
        value += (off[i] ?? 0) * (coefficients[kept[i] ?? 0] ?? 0);
        for (let j = 0; j < p; j += 1) variance += (off[i] ?? 0) * (off[j] ?? 0) * (inverse[i * p + j] ?? 0);
      }
      return { value, variance };
    },
  };
}

/** The mean of the blocks' means of columns and values, blocks weighed alike. */
function blockCentre(
  blocks: readonly BlockSums[],
  size: number,
): { columns: Float64Array; value: number; variance: number } {
  const columns = new Float64Array(size + 1);
  let variance = 0;
  for (const { runs, sums } of blocks) {
    variance += 1 / runs / blocks.length ** 2;
    for (let i = 0; i <= size; i += 1) columns[i] = (columns[i] ?? 0) + (sums[i] ?? 0) / runs / blocks.length;
  }
  return { columns, value: columns[size] ?? 0, variance };
}

/** Squares of what the coefficients leave of the values, each block around its own mean. */
function leftOver(runs: readonly SettingObservation[], { rows }: DesignColumns, coefficients: Float64Array): number {
  const rest = runs.map(({ setting, value }) => {
    let fitted = 0;
    for (const column of rows[setting] ?? []) fitted += coefficients[column] ?? 0;
    return value - fitted;
  });
  const means = new Map<number, { sum: number; n: number }>();
  for (const [i, { block }] of runs.entries()) {
    const own = means.get(block) ?? { sum: 0, n: 0 };
    means.set(block, { sum: own.sum + (rest[i] ?? 0), n: own.n + 1 });
  }
  return runs.reduce((sum, { block }, i) => {
    const own = means.get(block);
    return sum + ((rest[i] ?? 0) - (own === undefined ? 0 : own.sum / own.n)) ** 2;
  }, 0);
}

/** Returns what tells whether a row is determined: whether the columns that were not kept have in it what the kept ones make of them. */
function determinedBy({
  made: { size, products },
  kept,
  inverse,
  centre,
}: {
  made: CrossProducts;
  kept: readonly number[];
  inverse: Float64Array;
  centre: Float64Array;
}): (row: Float64Array) => boolean {
  const isKept = new Set(kept);
  const p = kept.length;
  /** How much of each kept column is in one that was not kept. */
  const others = Array.from({ length: size }, (_, column) => column).flatMap((column) => {
    if (isKept.has(column)) return [];
    const weights = new Float64Array(p);
    for (let i = 0; i < p; i += 1)
      for (let j = 0; j < p; j += 1)
        weights[i] =
          (weights[i] ?? 0) + (inverse[i * p + j] ?? 0) * (products[(kept[j] ?? 0) * (size + 1) + column] ?? 0);
    return [{ column, weights }];
  });
  return (row) =>
    others.every(({ column, weights }) => {
      let expected = centre[column] ?? 0;
      for (let i = 0; i < p; i += 1)
        expected += (weights[i] ?? 0) * ((row[kept[i] ?? 0] ?? 0) - (centre[kept[i] ?? 0] ?? 0));
      return Math.abs(expected - (row[column] ?? 0)) <= 1e-6;
    });
}
