// SPDX-License-Identifier: MIT
import { dot } from '../stats/dot.ts';
import type { Factor } from '../factors.ts';

/** What a factor could do to a metric: directions in the space of the settings that have it, the first of them the straight one. */
export interface Shapes {
  /** Settings that have the factor, ascending. */
  readonly settings: readonly number[];
  /** Columns of the length of `settings`, of mean 0 and length 1, each at right angles to the others. */
  readonly columns: readonly Float64Array[];
  /** How many of the columns, from the first on, make up each question: the rise or fall alone, with a hump, and any shape. */
  readonly questions: readonly number[];
}

/** Columns of a number: a rise, a hump, and two more bends. */
const MOST_BENDS = 4;
/** Settings for each column. */
const SETTINGS_A_COLUMN = 3;
const ALIASED = 1e-9;

/** Returns the shapes of a factor: polynomials of the ranks of a number, the levels of a text. Undefined for one that does not vary. */
export function shapesOf(factor: Factor): Shapes | undefined {
  const settings = [...factor.codes.keys()].filter((i) => factor.codes[i] !== factor.absent);
  const codes = settings.map((i) => factor.codes[i] ?? 0);
  const levels = new Set(codes).size;
  const room = Math.floor((settings.length - 1) / SETTINGS_A_COLUMN);
  if (levels < 2 || room < 1) return undefined;
  const { numbers } = factor;
  if (numbers !== undefined) {
    const most = Math.min(MOST_BENDS, levels - 1, room);
    const columns = orthogonal(powersOf(ranksOfCodes(codes, factor.levels.length), most));
    return { settings, columns, questions: questionsOf(columns.length) };
  }
  const columns = orthogonal(
    [...new Set(codes)].slice(1).map((level) => Float64Array.from(codes, (code) => (code === level ? 1 : 0))),
  );
  // Texts that nearly every setting has one of its own of say nothing.
  return columns.length > settings.length / 2 ? undefined : { settings, columns, questions: [columns.length] };
}

/** Ranks of whole numbers, by counting; equal ones share the middle of theirs. */
function ranksOfCodes(codes: readonly number[], levels: number): readonly number[] {
  const counts = new Uint32Array(levels);
  for (const code of codes) counts[code] = (counts[code] ?? 0) + 1;
  let below = 0;
  const ranks = Float64Array.from(counts, (count) => {
    below += count;
    return below - (count - 1) / 2;
  });
  return codes.map((code) => ranks[code] ?? 0);
}

/** Returns what is asked of so many columns of a number: the first alone, the first two, and all. */
export function questionsOf(columns: number): readonly number[] {
  return [1, 2, columns].filter((n, i, all) => n <= columns && all.indexOf(n) === i);
}

function powersOf(ranks: readonly number[], most: number): readonly Float64Array[] {
  const middle = (ranks.length + 1) / 2;
  return Array.from({ length: most }, (_, i) =>
    Float64Array.from(ranks, (rank) => ((2 * (rank - middle)) / ranks.length) ** (i + 1)),
  );
}

/** Returns columns of mean 0 and length 1, at right angles to each other and to those before them, which are such columns; combinations of others are left out (Gram and Schmidt, twice). */
export function orthogonal(
  columns: readonly Float64Array[],
  before: readonly Float64Array[] = [],
): readonly Float64Array[] {
  const done: Float64Array[] = [];
  for (const column of columns) {
    const work = column.slice();
    const own = Math.sqrt(dot(work, work));
    for (let pass = 0; pass < 2; pass += 1) {
      const mean = work.reduce((sum, x) => sum + x, 0) / work.length;
      for (let i = 0; i < work.length; i += 1) work[i] = (work[i] ?? 0) - mean;
      for (const other of [...before, ...done]) takeOut(work, other);
    }
    const length = Math.sqrt(dot(work, work));
    if (length > ALIASED * own) done.push(work.map((x) => x / length));
  }
  return done;
}

/** Takes out of values what a column of length 1 tells of them. */
export function takeOut(values: Float64Array, column: Float64Array): void {
  const share = dot(values, column);
  for (let i = 0; i < values.length; i += 1) values[i] = (values[i] ?? 0) - share * (column[i] ?? 0);
}
