// SPDX-License-Identifier: MIT

/** Levels that are remembered at most; beyond them equal situations are too rare to be worth looking for. */
const MAX_LIVE = 64;

/**
 * Returns for each level the earlier levels that it or a later one looks at, or undefined when they are many.
 * `looksAt` lists for each level the levels its conditions and checks look at.
 */
export function liveLevels(looksAt: readonly (readonly number[])[]): (readonly number[] | undefined)[] {
  const lastUse = lastUses(looksAt);
  const ending: number[][] = looksAt.map(() => []);
  for (const [level, use] of lastUse.entries()) ending[use]?.push(level);
  const live = new Set<number>();
  return looksAt.map((_, level) => {
    if (level > 0 && (lastUse[level - 1] ?? 0) >= level) live.add(level - 1);
    for (const ended of ending[level - 1] ?? []) live.delete(ended);
    return live.size <= MAX_LIVE ? [...live] : undefined;
  });
}

/** The last level that looks at each level; its own number when none does. */
export function lastUses(looksAt: readonly (readonly number[])[]): number[] {
  const lastUse = looksAt.map((_, level) => level);
  for (const [level, used] of looksAt.entries()) {
    for (const other of used) lastUse[other] = Math.max(lastUse[other] ?? 0, level);
  }
  return lastUse;
}
