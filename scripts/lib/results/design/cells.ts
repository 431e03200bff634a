// SPDX-License-Identifier: MIT
import type { Factor } from '../factors.ts';
import type { Nesting } from './nesting.ts';

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
