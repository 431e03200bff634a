// SPDX-License-Identifier: MIT
import type { Factor } from '../factors.ts';

/** Levels of all factors together beyond which nobody asks: such a design is a sample. */
const MOST_COLUMNS = 150;
const ALIASED = 1e-9;

/** What a design can tell apart. */
export type Estimable = 'main' | 'interaction';

/**
 * Returns what least squares can tell apart in a design: main effects when no factor is a combination of the others, interactions
 * when all pairs of levels of some two factors were run and settings are left beyond them.
 */
export function estimableOf(factors: readonly Factor[]): readonly Estimable[] {
  const settings = factors[0]?.codes.length ?? 0;
  const main = 1 + factors.reduce((sum, f) => sum + f.levels.length - 1, 0);
  if (factors.length === 0 || main > Math.min(MOST_COLUMNS, settings)) return [];
  if (factors.length === 1) return ['main'];
  if (rankOf(factors, settings) < main) return [];
  const hasPair = factors.some((a, i) =>
    factors
      .slice(i + 1)
      .some((b) => main + (a.levels.length - 1) * (b.levels.length - 1) <= settings && isCrossed(a, b)),
  );
  return hasPair ? ['main', 'interaction'] : ['main'];
}

function isCrossed(a: Factor, b: Factor): boolean {
  if (a.absent !== undefined || b.absent !== undefined) return false;
  const seen = new Set(a.codes.map((code, run) => code * b.levels.length + (b.codes[run] ?? 0)));
  return seen.size === a.levels.length * b.levels.length;
}

/** Rank of the dummy columns (all levels but the first) with the constant, by elimination on their cross products. */
function rankOf(factors: readonly Factor[], settings: number): number {
  const columns = factors.flatMap((f) =>
    f.levels.slice(1).map((_, level) => Float64Array.from(f.codes, (code) => (code === level + 1 ? 1 : 0))),
  );
  columns.unshift(new Float64Array(settings).fill(1));
  const products = columns.map((x) => columns.map((y) => x.reduce((sum, v, i) => sum + v * (y[i] ?? 0), 0)));
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
