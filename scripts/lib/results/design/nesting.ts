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

/** Returns how many settings a whole grid of the factors has: a nested one counts only where it is present. */
export function cellsOf(factors: readonly Factor[], nestings: readonly (Nesting | undefined)[]): number {
  const childrenOf = (parent: number): readonly number[] =>
    [...factors.keys()].filter((i) => nestings[i]?.parent === parent);
  const family = (own: number): number => {
    const factor = factors[own];
    if (factor === undefined) return 1;
    const children = childrenOf(own);
    // A factor whose absence nothing decides has one level more.
    const isNested = nestings[own]?.parent !== undefined;
    const levels = [...factor.levels.keys()].filter((code) => !(isNested && code === factor.absent));
    return levels.reduce(
      (sum, code) =>
        sum +
        children
          .filter((child) => nestings[child]?.at.includes(code) === true)
          .reduce((product, child) => product * family(child), 1),
      0,
    );
  };
  return [...factors.keys()]
    .filter((i) => nestings[i]?.parent === undefined)
    .reduce((product, i) => product * family(i), 1);
}

/** Tells whether one setting differs from each other one in a single factor. */
export function isOneAtATime(factors: readonly Factor[]): boolean {
  const settings = factors[0]?.codes.length ?? 0;
  if (factors.length < 2 || settings < 3) return false;
  const usual = factors.map(usualLevel);
  let baselines = 0;
  for (let i = 0; i < settings; i += 1) {
    const changed = factors.filter((f, k) => f.codes[i] !== usual[k]).length;
    if (changed > 1) return false;
    if (changed === 0) baselines += 1;
  }
  return baselines > 0;
}

/** Returns the level that most settings have. */
export function usualLevel({ codes, levels }: Factor): number {
  const counts = new Uint32Array(levels.length);
  for (const code of codes) counts[code] = (counts[code] ?? 0) + 1;
  return counts.indexOf(counts.reduce((a, b) => Math.max(a, b), 0));
}
