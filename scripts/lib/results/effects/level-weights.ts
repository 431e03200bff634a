// SPDX-License-Identifier: MIT
import type { DesignFactor } from '../design/design.ts';
import { type DesignColumns, ownLevels } from './columns.ts';

/** Levels at which some factors are held, by their places. */
export type HeldLevels = ReadonlyMap<number, number>;

/**
 * Returns the weight of each level of each factor where some are held: all levels alike (the grid that least-squares means are taken
 * over), a nested factor's where its parent lets it be present; or the levels of a baseline, where one is given.
 */
export function levelWeights(
  factors: readonly DesignFactor[],
  held: HeldLevels,
  baseline?: readonly number[],
): readonly Float64Array[] {
  const made: (Float64Array | undefined)[] = factors.map(() => undefined);
  const weightsOf = (place: number): Float64Array => {
    const known = made[place];
    if (known !== undefined) return known;
    const fresh = fill(place);
    made[place] = fresh;
    return fresh;
  };
  const fill = (place: number): Float64Array => {
    const own = factors[place];
    const levels = own?.factor.levels.length ?? 0;
    const weights = new Float64Array(levels);
    const code = held.get(place);
    if (own === undefined || code !== undefined) {
      weights[code ?? 0] = 1;
      return weights;
    }
    const { absent } = own.factor;
    const parent = own.nesting?.parent;
    const allowed = [...weights.keys()].filter(
      (c) => (parent === undefined || c !== absent) && isAllowed(factors, place, c, held),
    );
    const base = baseline?.[place];
    const spread = base !== undefined && allowed.includes(base) ? [base] : allowed;
    const above = parent === undefined ? undefined : weightsOf(parent);
    const present = above === undefined ? 1 : (own.nesting?.at ?? []).reduce((sum, c) => sum + (above[c] ?? 0), 0);
    for (const c of spread) weights[c] = present / spread.length;
    if (absent !== undefined && parent !== undefined) weights[absent] = 1 - present;
    return weights;
  };
  return factors.map((_, place) => weightsOf(place));
}

/** A factor that is held at a level makes its parent have one of those at which it is present. */
function isAllowed(factors: readonly DesignFactor[], place: number, code: number, held: HeldLevels): boolean {
  return factors.every(({ factor, nesting }, child) => {
    if (nesting?.parent !== place) return true;
    const at = held.get(child);
    const isNeeded = at === undefined ? needsChild(factors, child, held) : at !== factor.absent;
    return !isNeeded || nesting.at.includes(code);
  });
}

/** Something nested in the child is held at a level. */
function needsChild(factors: readonly DesignFactor[], place: number, held: HeldLevels): boolean {
  return factors.some(({ factor, nesting }, child) => {
    if (nesting?.parent !== place) return false;
    const at = held.get(child);
    return at === undefined ? needsChild(factors, child, held) : at !== factor.absent;
  });
}

/** Returns the columns of a design for such weights. */
export function weightedRow(
  { terms, size }: DesignColumns,
  factors: readonly DesignFactor[],
  weights: readonly Float64Array[],
): Float64Array {
  const row = new Float64Array(size);
  for (const { factors: own, first, size: width } of terms) {
    const [a = 0, b] = own;
    const second = b === undefined ? undefined : factors[b];
    const inner = second === undefined ? 1 : ownLevels(second) - 1;
    for (let i = 0; i < width; i += 1) {
      const other = b === undefined ? 1 : (weights[b]?.[(i % inner) + 1] ?? 0);
      row[first + i] = (weights[a]?.[Math.floor(i / inner) + 1] ?? 0) * other;
    }
  }
  return row;
}
