// SPDX-License-Identifier: MIT
import type { Rng } from '../../core/rng.ts';

/** One column of what trees are grown on: a whole number for each row, in the order of its values, or without any order. */
export interface TreeColumn {
  readonly codes: Int32Array;
  readonly levels: number;
  readonly isOrdered: boolean;
  /** All rows by their codes. */
  readonly order: Int32Array;
}

/** Returns a column with its order. */
export function treeColumn(codes: Int32Array, levels: number, isOrdered: boolean): TreeColumn {
  const order = Int32Array.from(codes.keys()).sort((a, b) => (codes[a] ?? 0) - (codes[b] ?? 0));
  return { codes, levels, isOrdered, order };
}

/** Rows to grow a tree on; a weight is how often a bootstrap drew the row. */
export interface TreeInput {
  readonly columns: readonly TreeColumn[];
  readonly values: Float64Array;
  readonly weights: Float64Array;
  readonly rng: Rng;
  /** Columns that are tried at each split. */
  readonly tried: number;
  /** Rows (by weight) that a leaf has at least. */
  readonly leaf: number;
}

/** A regression tree in arrays; node 0 is the root. */
export interface Tree {
  /** Column that a node splits by; -1 for a leaf. */
  readonly column: readonly number[];
  /** Levels that go left: all up to this one, or those marked of a column without order. */
  readonly upTo: readonly number[];
  readonly marked: readonly (Uint8Array | undefined)[];
  readonly left: readonly number[];
  readonly right: readonly number[];
  readonly value: readonly number[];
}

interface Split {
  readonly column: number;
  readonly gain: number;
  readonly upTo: number;
  readonly marked: Uint8Array | undefined;
}

/** Rows of a node: the same part of the rows of each column, which are by its codes. */
interface Segment {
  readonly start: number;
  readonly end: number;
  readonly weight: number;
  readonly sum: number;
}

/** Grows a tree by least squares (Breiman et al., "Classification and Regression Trees", 1984); levels without order stand in the order of their means (Fisher 1958). */
export function growTree(input: TreeInput): Tree {
  const { values, weights, columns } = input;
  const rows = columns.map(({ order }) => order.filter((row) => (weights[row] ?? 0) > 0));
  const goesLeft = new Uint8Array(values.length);
  const spare = new Int32Array(rows[0]?.length ?? 0);
  const tree = { column: [] as number[], upTo: [] as number[], marked: [] as (Uint8Array | undefined)[] };
  const [left, right, value] = [[] as number[], [] as number[], [] as number[]];
  const segmentOf = (start: number, end: number): Segment => {
    let [weight, sum] = [0, 0];
    for (let i = start; i < end; i += 1) {
      const row = rows[0]?.[i] ?? 0;
      weight += weights[row] ?? 0;
      sum += (weights[row] ?? 0) * (values[row] ?? 0);
    }
    return { start, end, weight, sum };
  };
  const grow = (node: Segment): number => {
    const { start, end } = node;
    const split = node.weight < 2 * input.leaf ? undefined : bestSplit(input, rows, node);
    const place = value.push(node.sum / node.weight) - 1;
    tree.column.push(split?.column ?? -1);
    tree.upTo.push(split?.upTo ?? 0);
    tree.marked.push(split?.marked);
    left.push(0);
    right.push(0);
    if (split === undefined) return place;
    const codes = columns[split.column]?.codes;
    let middle = start;
    for (let i = start; i < end; i += 1) {
      const row = rows[0]?.[i] ?? 0;
      const isOn = isLeft(codes?.[row] ?? 0, split);
      goesLeft[row] = isOn ? 1 : 0;
      if (isOn) middle += 1;
    }
    for (const own of rows) partition(own, { start, end }, goesLeft, spare);
    left[place] = grow(segmentOf(start, middle));
    right[place] = grow(segmentOf(middle, end));
    return place;
  };
  grow(segmentOf(0, spare.length));
  return { ...tree, left, right, value };
}

/** Puts the rows that go left before the others, both in the order they had. */
function partition(
  rows: Int32Array,
  { start, end }: { readonly start: number; readonly end: number },
  goesLeft: Uint8Array,
  spare: Int32Array,
): void {
  let [left, right] = [start, 0];
  for (let i = start; i < end; i += 1) {
    const row = rows[i] ?? 0;
    if (goesLeft[row] === 1) {
      rows[left] = row;
      left += 1;
    } else {
      spare[right] = row;
      right += 1;
    }
  }
  for (let i = 0; i < right; i += 1) rows[left + i] = spare[i] ?? 0;
}

function isLeft(code: number, { upTo, marked }: { upTo: number; marked: Uint8Array | undefined }): boolean {
  return marked === undefined ? code <= upTo : marked[code] === 1;
}

/** Returns what a tree says of a row whose codes a function tells by column. */
export function askTree(tree: Tree, codeOf: (column: number) => number): number {
  let node = 0;
  for (;;) {
    const column = tree.column[node] ?? -1;
    if (column < 0) return tree.value[node] ?? 0;
    const marked = tree.marked[node];
    const code = codeOf(column);
    const goesLeft = marked === undefined ? code <= (tree.upTo[node] ?? 0) : marked[code] === 1;
    node = (goesLeft ? tree.left[node] : tree.right[node]) ?? 0;
  }
}

function bestSplit(input: TreeInput, rows: readonly Int32Array[], node: Segment): Split | undefined {
  const { columns, tried, rng } = input;
  const places = [...columns.keys()];
  let best: Split | undefined;
  // A column that does not vary here takes the place of none.
  for (let left = places.length, found = 0; left > 0 && found < tried; left -= 1) {
    const k = rng.below(left);
    const place = places[k] ?? 0;
    places[k] = places[left - 1] ?? 0;
    const split = splitOf(input, { place, rows: rows[place] ?? new Int32Array(0), node });
    if (split === undefined) continue;
    found += 1;
    if (best === undefined || split.gain > best.gain) best = split;
  }
  return best !== undefined && best.gain > 1e-12 ? best : undefined;
}

/** The best split by one column; undefined where the rows do not differ in it, or the leaves would be too small. */
function splitOf(
  { columns, values, weights, leaf }: TreeInput,
  { place, rows, node }: { readonly place: number; readonly rows: Int32Array; readonly node: Segment },
): Split | undefined {
  const { start, end, weight, sum } = node;
  const own = columns[place];
  if (own === undefined || own.codes[rows[start] ?? 0] === own.codes[rows[end - 1] ?? 0]) return undefined;
  let [gain, upTo] = [Number.NEGATIVE_INFINITY, 0];
  let [w, s] = [0, 0];
  /** Takes a cut behind what was added up; true where it is the best so far. */
  const cut = (): boolean => {
    if (w < leaf || weight - w < leaf) return false;
    const own = (s * s) / w + (sum - s) ** 2 / (weight - w) - (sum * sum) / weight;
    if (own <= gain) return false;
    gain = own;
    return true;
  };
  if (own.isOrdered) {
    for (let i = start; i < end - 1; i += 1) {
      const row = rows[i] ?? 0;
      w += weights[row] ?? 0;
      s += (weights[row] ?? 0) * (values[row] ?? 0);
      const code = own.codes[row] ?? 0;
      if (code !== own.codes[rows[i + 1] ?? 0] && cut()) upTo = code;
    }
    return gain > Number.NEGATIVE_INFINITY ? { column: place, gain, upTo, marked: undefined } : undefined;
  }
  const levels: { code: number; weight: number; sum: number }[] = [];
  for (let i = start; i < end; i += 1) {
    const row = rows[i] ?? 0;
    const code = own.codes[row] ?? 0;
    let level = levels.at(-1);
    if (level?.code !== code) {
      level = { code, weight: 0, sum: 0 };
      levels.push(level);
    }
    level.weight += weights[row] ?? 0;
    level.sum += (weights[row] ?? 0) * (values[row] ?? 0);
  }
  levels.sort((a, b) => a.sum / a.weight - b.sum / b.weight);
  let last = -1;
  for (const [i, level] of levels.slice(0, -1).entries()) {
    w += level.weight;
    s += level.sum;
    if (cut()) last = i;
  }
  if (last < 0) return undefined;
  const marked = new Uint8Array(own.levels);
  for (const { code } of levels.slice(0, last + 1)) marked[code] = 1;
  return { column: place, gain, upTo: 0, marked };
}
