// SPDX-License-Identifier: MIT
import type { Factor } from '../factors.ts';
import type { AliasGroup } from './aliases.ts';
import { isCrossed, rankOf } from './estimable.ts';
import { nestingsOf, usualLevel } from './nesting.ts';

/** Columns and settings beyond which nobody looks: such rows were not written by hand. */
const MOST_COLUMNS = 60;
const MOST_SETTINGS = 1000;

/**
 * Returns the groups with those made one that are rows of one line together, though none of them decides the others: the members of a choice
 * (`A,B,C=y,,|,y,|,,y`), sparse zips. They are found by what they cannot be told apart by: a combination of the others, of which no two have all
 * pairs of levels, and that has no more values than effects.
 */
export function mergedGroups(groups: readonly AliasGroup[]): readonly AliasGroup[] {
  let left = groups;
  for (;;) {
    const found = dependentGroups(left);
    if (found.length === 0) return left;
    const [first = 0] = found;
    const members = found.flatMap((place) => left[place]?.members ?? []);
    const merged: AliasGroup = { members, joint: jointFactor(members) };
    left = left.flatMap((group, place) => (place === first ? merged : found.includes(place) ? [] : group));
  }
}

/** Returns the factor that stands for a group. */
export function factorOfGroup({ members, joint }: AliasGroup): Factor | undefined {
  return joint ?? members[0];
}

/** Places of groups that are one factor, ascending; none when there are none. */
function dependentGroups(groups: readonly AliasGroup[]): readonly number[] {
  const factors = groups.flatMap((group) => factorOfGroup(group) ?? []);
  const nestings = nestingsOf(factors);
  const settings = factors[0]?.codes.length ?? 0;
  const free = [...factors.keys()]
    .filter((i) => nestings[i]?.parent === undefined)
    .sort((a, b) => (factors[a]?.levels.length ?? 0) - (factors[b]?.levels.length ?? 0) || a - b);
  const columns = free.reduce((sum, i) => sum + (factors[i]?.levels.length ?? 1) - 1, 1);
  if (columns > MOST_COLUMNS || settings > MOST_SETTINGS || areCrossed(factors, free)) return [];
  const missing = (places: readonly number[]): number => {
    const own = places.flatMap((place) => factors[place] ?? []);
    const levels = own.map((f) => f.levels.length);
    return 1 + levels.reduce((sum, l) => sum + l - 1, 0) - rankOf(own, levels, settings);
  };
  for (const [i, last] of free.entries()) {
    const before = free.slice(0, i);
    const isDependent = (others: readonly number[]): boolean => missing([...others, last]) > missing(others);
    if (i === 0 || !isDependent(before)) continue;
    let needed: readonly number[] = before;
    for (const one of before) {
      const without = needed.filter((place) => place !== one);
      if (without.length > 0 && isDependent(without)) needed = without;
    }
    const all = [...needed, last].sort((a, b) => a - b);
    if (isOneFactor(all.flatMap((place) => factors[place] ?? []))) return all;
  }
  return [];
}

function areCrossed(factors: readonly Factor[], places: readonly number[]): boolean {
  return places.every((a, i) =>
    places.slice(i + 1).every((b) => {
      const [x, y] = [factors[a], factors[b]];
      return x === undefined || y === undefined || isCrossed(x, y);
    }),
  );
}

/** As many values as effects, of which no two factors have all pairs. */
function isOneFactor(factors: readonly Factor[]): boolean {
  const settings = factors[0]?.codes.length ?? 0;
  const values = new Set(factors[0]?.codes.map((_, i) => tupleOf(factors, i))).size;
  const levels = factors.map((f) => f.levels.length);
  if (values > rankOf(factors, levels, settings)) return false;
  // Of few settings each is like no other, and says nothing of what belongs together.
  if (2 * values > settings && !isChoice(factors)) return false;
  return factors.every((a, i) => factors.slice(i + 1).every((b) => !isCrossed(a, b)));
}

/** One member at a time is chosen: all others have their usual value. */
function isChoice(factors: readonly Factor[]): boolean {
  const usual = factors.map(usualLevel);
  return (factors[0]?.codes ?? []).every((_, i) => factors.filter((f, k) => f.codes[i] !== usual[k]).length === 1);
}

function jointFactor(members: readonly Factor[]): Factor {
  const placeOf = new Map<string, number>();
  const levels: string[] = [];
  const codes = (members[0]?.codes ?? []).map((_, i) => {
    const key = tupleOf(members, i);
    const known = placeOf.get(key);
    if (known !== undefined) return known;
    placeOf.set(key, levels.length);
    return levels.push(members.map((m) => m.levels[m.codes[i] ?? 0] ?? '').join(' ')) - 1;
  });
  const name = members.map((m) => m.name).join(' with ');
  return { name, levels, codes, numbers: undefined, absent: undefined, isLog: false };
}

function tupleOf(factors: readonly Factor[], setting: number): string {
  return factors.map((f) => f.codes[setting]).join(' ');
}
