// SPDX-License-Identifier: MIT
import type { Factor } from '../factors.ts';
import type { Nesting } from './nesting.ts';

/** Levels of all factors together beyond which nobody asks: such a design is a sample. */
const MOST_COLUMNS = 150;
const ALIASED = 1e-9;

/** What a design can tell apart. */
export type Estimable = 'main' | 'interaction';

/**
 * Returns what least squares can tell apart in a design: main effects when no factor is a combination of the others, interactions
 * when all pairs of levels of some two factors were run and settings are left beyond them.
 */
export function estimableOf(
  factors: readonly Factor[],
  nestings: readonly (Nesting | undefined)[],
): readonly Estimable[] {
  const settings = factors[0]?.codes.length ?? 0;
  const coded = factors.map((f, i) => codedLevels(f, nestings[i]));
  const main = 1 + coded.reduce((sum, levels) => sum + levels - 1, 0);
  if (factors.length === 0 || main > Math.min(MOST_COLUMNS, settings)) return [];
  if (factors.length === 1) return ['main'];
  if (rankOf(factors, coded, settings) < main) return [];
  const hasPair = factors.some((a, i) =>
    factors
      .slice(i + 1)
      .some((b) => main + (a.levels.length - 1) * (b.levels.length - 1) <= settings && isCrossed(a, b)),
  );
  return hasPair ? ['main', 'interaction'] : ['main'];
}

/** Returns how many levels of a factor are its own: where its parent decides that it is absent, the parent's level says all. */
export function codedLevels({ levels, absent }: Factor, nesting: Nesting | undefined): number {
  return absent !== undefined && nesting?.parent !== undefined ? levels.length - 1 : levels.length;
}

/** Tells whether each level of one factor was run with each of another, which both are always present. */
export function isCrossed(a: Factor, b: Factor): boolean {
  if (a.absent !== undefined || b.absent !== undefined) return false;
  const seen = new Set(a.codes.map((code, run) => code * b.levels.length + (b.codes[run] ?? 0)));
  return seen.size === a.levels.length * b.levels.length;
}

/** Returns the rank of the dummy columns (all levels but the first) with the constant, by elimination on their cross products. */
export function rankOf(factors: readonly Factor[], coded: readonly number[], settings: number): number {
  const firsts: number[] = [];
  let size = 1;
  for (const levels of coded) {
    firsts.push(size);
    size += Math.max(0, levels - 1);
  }
  const products = Array.from({ length: size }, () => new Float64Array(size));
  for (let setting = 0; setting < settings; setting += 1) {
    const own = [0]; // the constant, and the column of each factor's level
    for (const [i, { codes }] of factors.entries()) {
      const code = codes[setting] ?? 0;
      if (code > 0 && code < (coded[i] ?? 0)) own.push((firsts[i] ?? 0) + code - 1);
    }
    for (const x of own) {
      const row = products[x];
      if (row !== undefined) for (const y of own) row[y] = (row[y] ?? 0) + 1;
    }
  }
  let rank = 0;
  for (const [k, row] of products.entries()) {
    const pivot = row[k] ?? 0;
    if (pivot < ALIASED * settings) continue;
    rank += 1;
    for (const other of products.slice(k + 1)) {
      const share = (other[k] ?? 0) / pivot;
      if (share !== 0) for (let j = k; j < row.length; j += 1) other[j] = (other[j] ?? 0) - share * (row[j] ?? 0);
    }
  }
  return rank;
}
