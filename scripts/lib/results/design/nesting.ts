// SPDX-License-Identifier: MIT
import type { Factor } from '../factors.ts';

/** Where a parameter that some settings lack is present: at which levels of which other one. */
export interface Nesting {
  /** Place of the parent among the factors; undefined when no single one decides. */
  readonly parent: number | undefined;
  /** Codes of the parent at which it is present. */
  readonly at: readonly number[];
}

/** Returns for each factor where it is nested; undefined for those that every setting has. */
export function nestingsOf(factors: readonly Factor[]): readonly (Nesting | undefined)[] {
  // The simplest answer first; a factor with a level for nearly each setting decides everything and explains nothing.
  const candidates = [...factors.keys()]
    .filter((i) => (factors[i]?.levels.length ?? 0) <= (factors[i]?.codes.length ?? 0) / 2)
    .sort((a, b) => (factors[a]?.levels.length ?? 0) - (factors[b]?.levels.length ?? 0) || a - b);
  return factors.map((factor, own) => {
    if (factor.absent === undefined) return undefined;
    for (const parent of candidates) {
      const other = factors[parent];
      if (parent === own || other === undefined || presentCount(other) <= presentCount(factor)) continue;
      const at = decidingLevels(factor, other);
      if (at !== undefined) return { parent, at };
    }
    return { parent: undefined, at: [] };
  });
}

function presentCount(factor: Factor | undefined): number {
  return factor === undefined ? 0 : factor.codes.filter((code) => code !== factor.absent).length;
}

/** Returns the levels of the other factor at which this one is present; undefined where a level does not decide, or its absence does. */
function decidingLevels(factor: Factor, other: Factor): readonly number[] | undefined {
  const isAt = new Map<number, boolean>();
  for (const [run, code] of other.codes.entries()) {
    const isPresent = factor.codes[run] !== factor.absent;
    if ((isAt.get(code) ?? isPresent) !== isPresent) return undefined;
    isAt.set(code, isPresent);
  }
  if (other.absent !== undefined && isAt.get(other.absent) === true) return undefined;
  return [...isAt]
    .filter(([code, present]) => present && code !== other.absent)
    .map(([code]) => code)
    .sort((a, b) => a - b);
}
