// SPDX-License-Identifier: MIT

/** How the next sweep draws its settings, where that is another way than the last one's, and why. */
interface RefinedMode {
  readonly mode: 'sobol';
  readonly reason: string;
}

/**
 * Returns the mode that takes the place of one; undefined where it stays. Settings that are drawn by themselves leave holes and lie in heaps: a
 * Sobol sequence of as many finds more of a small region, and can be extended as they can.
 */
export function refinedMode(mode: string | undefined): RefinedMode | undefined {
  if (mode !== 'random') return undefined;
  return {
    mode: 'sobol',
    reason:
      'MODE is sobol in place of random: as many settings fill the smaller ranges more evenly, and more samples still add to the end.',
  };
}
