// SPDX-License-Identifier: MIT
import type { Factor } from '../factors.ts';

/** Parameters that change together, so that nobody can tell which of them does what: one factor. */
export interface AliasGroup {
  /** In the order of the range file; the first stands for all. */
  readonly members: readonly Factor[];
}

/**
 * Returns the parameters in groups whose levels determine each other over the settings (zipped symbols, `y := 2 * x`). Values that
 * are all distinct determine everything: in samples that makes no alias of them.
 */
export function aliasGroups(
  columns: readonly Factor[],
  { areSampled }: { readonly areSampled: boolean },
): readonly AliasGroup[] {
  const groups = new Map<string, Factor[]>();
  for (const [place, column] of columns.entries()) {
    const present = column.absent === undefined ? column.levels.length : column.absent;
    const runs = column.codes.filter((code) => code !== column.absent).length;
    const key = areSampled && present === runs ? `alone ${place}` : patternOf(column);
    const members = groups.get(key);
    if (members === undefined) groups.set(key, [column]);
    else members.push(column);
  }
  return [...groups.values()].map((members) => ({ members }));
}

/** The levels by their first appearance; the absent keeps a sign of its own, since the others of a group must lack it too. */
function patternOf({ codes, absent }: Factor): string {
  const placeOf = new Map<number, number>();
  return codes
    .map((code) => {
      if (code === absent) return '-';
      const place = placeOf.get(code) ?? placeOf.size;
      placeOf.set(code, place);
      return place;
    })
    .join(' ');
}
