// SPDX-License-Identifier: MIT
import type { Factor } from './factors.ts';
import { mean } from './stats/describe.ts';
import { fSurvival } from './stats/distributions.ts';

/** What one parameter, or two together beyond their own effects, explain of a metric. */
export interface Effect {
  readonly names: readonly [string] | readonly [string, string];
  readonly sumOfSquares: number;
  readonly degrees: number;
  /** Share of the total sum of squares. */
  readonly share: number;
  readonly f: number | undefined;
  /** Chance of such an F without any effect; undefined when nothing is left to compare with. */
  readonly p: number | undefined;
}

export interface Anova {
  readonly effects: readonly Effect[];
  /** What is left: interactions of three and more, and noise. */
  readonly residual: { readonly sumOfSquares: number; readonly degrees: number; readonly share: number };
  readonly total: { readonly sumOfSquares: number; readonly degrees: number };
}

/** Tells whether every combination of levels was run, and each equally often: only then the effects add up exactly. */
export function isFullFactorial(factors: readonly Factor[]): boolean {
  const runs = factors[0]?.codes.length ?? 0;
  const cells = factors.reduce((product, f) => product * f.levels.length, 1);
  if (factors.length === 0 || runs === 0 || cells > runs || runs % cells !== 0) return false;
  const counts = new Map<number, number>();
  for (let run = 0; run < runs; run += 1) {
    const cell = factors.reduce((index, f) => index * f.levels.length + (f.codes[run] ?? 0), 0);
    counts.set(cell, (counts.get(cell) ?? 0) + 1);
  }
  return counts.size === cells && [...counts.values()].every((count) => count === runs / cells);
}

/**
 * Returns main effects and two-way interactions on a full factorial (`isFullFactorial`), largest first. In a balanced
 * design their sums of squares are orthogonal, so shares add up to at most 1.
 */
export function analyseVariance(factors: readonly Factor[], values: readonly number[]): Anova {
  const grand = mean(values);
  const total = values.reduce((sum, y) => sum + (y - grand) ** 2, 0);
  const main = factors.map((f) => ({
    names: [f.name] as const,
    degrees: f.levels.length - 1,
    sumOfSquares: betweenCells([f], values, grand),
  }));
  const pairs = pairsOf(factors).map(([i, j]) => {
    const [a, b] = [factors[i] as Factor, factors[j] as Factor]; // indices of pairsOf
    const own = (main[i]?.sumOfSquares ?? 0) + (main[j]?.sumOfSquares ?? 0);
    const sumOfSquares = Math.max(0, betweenCells([a, b], values, grand) - own);
    return { names: [a.name, b.name] as const, degrees: (a.levels.length - 1) * (b.levels.length - 1), sumOfSquares };
  });
  // With two factors and one run a cell, their interaction is all that is left to compare with.
  const cells = factors.reduce((product, f) => product * f.levels.length, 1);
  const kept = factors.length === 2 && values.length === cells ? [] : pairs;
  const terms = [...main, ...kept];
  const degrees = values.length - 1 - terms.reduce((sum, t) => sum + t.degrees, 0);
  const rest = Math.max(0, total - terms.reduce((sum, t) => sum + t.sumOfSquares, 0));
  const share = (sum: number): number => (total > 0 ? sum / total : 0);
  const effects = terms.map((term): Effect => {
    const f = degrees > 0 && rest > 1e-12 * total ? term.sumOfSquares / term.degrees / (rest / degrees) : undefined;
    return {
      ...term,
      share: share(term.sumOfSquares),
      f,
      p: f === undefined ? undefined : fSurvival(f, term.degrees, degrees),
    };
  });
  return {
    effects: effects.sort((a, b) => b.share - a.share),
    residual: { sumOfSquares: rest, degrees, share: share(rest) },
    total: { sumOfSquares: total, degrees: values.length - 1 },
  };
}

/** Sum over the cells of count x (mean of the cell - grand mean)^2. */
function betweenCells(factors: readonly Factor[], values: readonly number[], grand: number): number {
  const cells = factors.reduce((product, f) => product * f.levels.length, 1);
  const sums = new Float64Array(cells);
  const counts = new Float64Array(cells);
  for (const [run, y] of values.entries()) {
    const cell = factors.reduce((index, f) => index * f.levels.length + (f.codes[run] ?? 0), 0);
    sums[cell] = (sums[cell] ?? 0) + (y - grand);
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  return sums.reduce((total, sum, cell) => total + (counts[cell] === 0 ? 0 : sum ** 2 / (counts[cell] ?? 1)), 0);
}

function pairsOf(factors: readonly Factor[]): readonly (readonly [number, number])[] {
  return factors.flatMap((_, i) => factors.slice(i + 1).map((_f, k) => [i, i + 1 + k] as const));
}
