// SPDX-License-Identifier: MIT
/** Returns chances corrected by Holm's step-down: the chance of any false alarm among all tests stays at the level (Holm 1979). Undefined stays. */
export function holm(ps: readonly (number | undefined)[]): readonly (number | undefined)[] {
  const tested = ps.flatMap((p, i) => (p === undefined ? [] : [{ p, i }])).sort((a, b) => a.p - b.p);
  const adjusted: (number | undefined)[] = ps.map(() => undefined);
  let floor = 0;
  for (const [rank, { p, i }] of tested.entries()) {
    floor = Math.max(floor, Math.min(1, p * (tested.length - rank)));
    adjusted[i] = floor;
  }
  return adjusted;
}
