// SPDX-License-Identifier: MIT
import type { Rng } from '../../core/rng.ts';
import { askTree, growTree, type Tree, type TreeColumn } from './tree.ts';

/** Trees, each with the rows that its bootstrap left out. */
export interface Forest {
  readonly trees: readonly { readonly tree: Tree; readonly isOut: Uint8Array }[];
  readonly columns: readonly TreeColumn[];
  readonly values: Float64Array;
}

/** Fewer of many rows, which need less averaging. */
const [TREES, FEW_TREES] = [64, 32];
const MANY_ROWS = 300;
const LEAF = 5;
/** Part of the columns that is tried at each split. */
const TRIED = 2 / 3;

/** Grows a forest of 64 trees (32 on many rows) on bootstraps of the rows (Breiman, "Random Forests", Machine Learning 45, 2001). */
export function growForest(columns: readonly TreeColumn[], values: Float64Array, rng: Rng): Forest {
  const tried = Math.max(1, Math.round(TRIED * columns.length));
  const trees = Array.from({ length: values.length > MANY_ROWS ? FEW_TREES : TREES }, () => {
    const weights = new Float64Array(values.length);
    for (let i = 0; i < values.length; i += 1) {
      const row = rng.below(values.length);
      weights[row] = (weights[row] ?? 0) + 1;
    }
    const tree = growTree({ columns, values, weights, rng, tried, leaf: LEAF });
    return { tree, isOut: Uint8Array.from(weights, (w) => (w === 0 ? 1 : 0)) };
  });
  return { trees, columns, values };
}

/** What a forest says of one column, the others being as they are in the rows: at some of its codes, tree by tree. */
export interface Dependence {
  readonly codes: readonly number[];
  /** Of each tree its answers at the codes. */
  readonly byTree: readonly Float64Array[];
}

/** Rows over which answers are averaged. */
const MOST_ROWS = 100;

/** Returns the partial dependence on a column at some codes (Friedman, "Greedy function approximation", 2001), over those of the given rows. */
export function dependenceOn(
  { trees, columns }: Forest,
  {
    place,
    codes,
    rows,
  }: { readonly place: number; readonly codes: readonly number[]; readonly rows: readonly number[] },
): Dependence {
  const step = Math.max(1, rows.length / MOST_ROWS);
  const some = Array.from({ length: Math.min(MOST_ROWS, rows.length) }, (_, i) => rows[Math.floor(i * step)] ?? 0);
  return {
    codes,
    byTree: trees.map(({ tree }) =>
      tree.column.includes(place)
        ? Float64Array.from(codes, (code) => {
            let sum = 0;
            for (const row of some)
              sum += askTree(tree, (column) => (column === place ? code : (columns[column]?.codes[row] ?? 0)));
            return sum / some.length;
          })
        : new Float64Array(codes.length).fill(meanAnswer(tree, columns, some)),
    ),
  };
}

function meanAnswer(tree: Tree, columns: readonly TreeColumn[], rows: readonly number[]): number {
  return rows.reduce((sum, row) => sum + askTree(tree, (column) => columns[column]?.codes[row] ?? 0), 0) / rows.length;
}
