// SPDX-License-Identifier: MIT
import type { Anova, Effect } from './anova.ts';
import type { Factor } from './factors.ts';
import { mean } from './stats/describe.ts';
import { fSurvival } from './stats/distributions.ts';

/** Share of the combinations that must have been run: with fewer it is a sample. */
const FILLED = 2 / 3;
/** Levels of all parameters together: their equations are solved densely, and a grid has few. */
const MOST_LEVELS = 120;
/** Degrees of freedom that must be left to compare with. */
const FEWEST_LEFT = 5;
/** Pivots below this part of the largest count mean that two parameters cannot be told apart. */
const ALIASED = 1e-9;

/** Tells whether most combinations of levels were run: a grid with holes. */
export function isNearlyFactorial(factors: readonly Factor[]): boolean {
  const runs = factors[0]?.codes.length ?? 0;
  const cells = factors.reduce((product, f) => product * f.levels.length, 1);
  if (
    factors.length === 0 ||
    FILLED * cells > runs ||
    factors.reduce((sum, f) => sum + f.levels.length, 0) > MOST_LEVELS
  )
    return false;
  const filled = new Set<number>();
  for (let run = 0; run < runs; run += 1)
    filled.add(factors.reduce((index, f) => index * f.levels.length + (f.codes[run] ?? 0), 0));
  return filled.size >= FILLED * cells;
}

/**
 * Returns main effects on a grid with holes, largest first: each sum of squares is what a parameter explains beyond all the others
 * (type II, Yates 1934, in a model without interactions, by least squares), so shares need not add up. Undefined when
 * fewer than five degrees of freedom are left, or when the holes make two parameters one.
 */
export function mainEffects(factors: readonly Factor[], values: readonly number[]): Anova | undefined {
  const grand = mean(values);
  const centred = values.map((y) => y - grand);
  const total = centred.reduce((sum, y) => sum + y * y, 0);
  const degrees = values.length - 1 - factors.reduce((sum, f) => sum + f.levels.length - 1, 0);
  const rest = degrees < FEWEST_LEFT ? undefined : residualOf(factors, centred);
  if (rest === undefined) return undefined;
  const effects: Effect[] = [];
  for (const factor of factors) {
    const without = residualOf(
      factors.filter((f) => f !== factor),
      centred,
    );
    if (without === undefined) return undefined;
    const sumOfSquares = Math.max(0, without - rest);
    const own = factor.levels.length - 1;
    const f = rest > 1e-12 * total ? sumOfSquares / own / (rest / degrees) : undefined;
    effects.push({
      names: [factor.name],
      degrees: own,
      sumOfSquares,
      share: total > 0 ? sumOfSquares / total : 0,
      f,
      p: f === undefined ? undefined : fSurvival(f, own, degrees),
    });
  }
  return {
    effects: effects.sort((a, b) => b.share - a.share),
    residual: { sumOfSquares: rest, degrees, share: total > 0 ? rest / total : 0 },
    total: { sumOfSquares: total, degrees: values.length - 1 },
  };
}

/** Sum of squares that a sum of level effects leaves of the values; undefined when the effects are not determined. */
function residualOf(factors: readonly Factor[], values: readonly number[]): number | undefined {
  const columns = columnsOf(factors);
  const size = 1 + factors.reduce((sum, f) => sum + f.levels.length - 1, 0);
  const normal = Array.from({ length: size }, () => new Float64Array(size + 1));
  for (const [run, y] of values.entries()) {
    const ones = columns(run);
    for (const i of ones) {
      const row = normal[i];
      if (row === undefined) continue;
      for (const j of ones) row[j] = (row[j] ?? 0) + 1;
      row[size] = (row[size] ?? 0) + y;
    }
  }
  const effects = solved(normal, ALIASED * values.length);
  if (effects === undefined) return undefined;
  return values.reduce(
    (sum, y, run) => sum + (y - columns(run).reduce((fit, i) => fit + (effects[i] ?? 0), 0)) ** 2,
    0,
  );
}

/** The columns of the design that are 1 for a run: the mean, and each level but the first of its parameter. */
function columnsOf(factors: readonly Factor[]): (run: number) => readonly number[] {
  let next = 1;
  const firsts = factors.map((f) => {
    const first = next;
    next += f.levels.length - 1;
    return first;
  });
  return (run) => [
    0,
    ...factors.flatMap((f, i) => ((f.codes[run] ?? 0) === 0 ? [] : [(firsts[i] ?? 0) + (f.codes[run] ?? 0) - 1])),
  ];
}

/** Solves equations whose right sides stand in the last column, by elimination with pivots; undefined for a pivot that is too small. */
function solved(rows: Float64Array[], smallest: number): readonly number[] | undefined {
  const size = rows.length;
  for (let k = 0; k < size; k += 1) {
    let pivot = k;
    for (let i = k + 1; i < size; i += 1) if (Math.abs(rows[i]?.[k] ?? 0) > Math.abs(rows[pivot]?.[k] ?? 0)) pivot = i;
    const [top, other] = [rows[pivot], rows[k]];
    if (top === undefined || other === undefined || Math.abs(top[k] ?? 0) <= smallest) return undefined;
    [rows[k], rows[pivot]] = [top, other];
    for (let i = 0; i < size; i += 1) {
      const row = rows[i];
      const factor = (row?.[k] ?? 0) / (top[k] ?? 1);
      if (row === undefined || i === k || factor === 0) continue;
      for (let j = k; j <= size; j += 1) row[j] = (row[j] ?? 0) - factor * (top[j] ?? 0);
    }
  }
  return rows.map((row, i) => (row[size] ?? 0) / (row[i] ?? 1));
}
