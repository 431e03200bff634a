// SPDX-License-Identifier: MIT
import type { Factor } from '../factors.ts';
import { groupBy } from '../../core/grouped.ts';

/** Parameters that change together, so that nobody can tell which of them does what: one factor. */
export interface AliasGroup {
  /** In the order of the range file; the first stands for all. */
  readonly members: readonly Factor[];
  /** Their values together, where no member decides those of the others. */
  readonly joint?: Factor;
}

/**
 * Returns the parameters in groups whose levels determine each other over the settings (zipped symbols, `y := 2 * x`). Values that
 * are all distinct determine everything: in samples that makes no alias of them, and where nobody says whether these are samples, only
 * numbers that rise or fall together are aliases.
 */
export function aliasGroups(columns: readonly Factor[], areSampled: boolean | undefined): readonly AliasGroup[] {
  const groups = groupBy(columns, (column) => keyOf(column, areSampled) ?? column);
  return [...groups.values()].map((members) => ({ members }));
}

/** Returns what aliases have in common; undefined for a parameter that is nobody's alias. */
function keyOf(column: Factor, areSampled: boolean | undefined): string | undefined {
  const present = column.absent ?? column.levels.length;
  const isDistinct = present === column.codes.filter((code) => code !== column.absent).length;
  if (!isDistinct || areSampled === false) return patternOf(column);
  return areSampled === true || column.numbers === undefined ? undefined : orderOf(column, present);
}

/** The order of the numbers, which is the same for those that rise together and, turned round, for those that fall. */
function orderOf({ codes, absent }: Factor, present: number): string {
  const first = codes.find((code) => code !== absent) ?? 0;
  const isTurned = 2 * first > present - 1;
  return codes.map((code) => (code === absent ? '-' : isTurned ? present - 1 - code : code)).join('>');
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
