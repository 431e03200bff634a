// SPDX-License-Identifier: MIT
import { earlierValue } from '../../core/earlier-value.ts';
import type { Assignment, Value } from '../../core/value.ts';
import type { Unset } from '../../range/set.ts';
import { evaluate } from '../../space/evaluate.ts';
import type { Base } from './base.ts';
import { fitValue } from './fit.ts';
import type { Found, PathChange } from './place.ts';

/** What a configuration makes of its base. */
export interface Merge {
  /** Values as the base's kinds have them, and what goes. */
  readonly changes: readonly PathChange<Value>[];
  /** Names whose keys go from the base, sorted. */
  readonly removed: readonly string[];
  /** Names of unset lines that hold. */
  readonly unset: readonly string[];
  /** Names among them that are items of a list, which cannot go. */
  readonly stuck: readonly string[];
  /** True where the file holds other values than ksweep 0.1 wrote. */
  readonly isAnew: boolean;
}

/** What of a range file a base must know to be merged into. */
export interface MergeRules {
  /** Every symbol that a configuration may have: one that is absent goes from the base. */
  readonly symbols: readonly string[];
  readonly unsets: readonly Unset[];
}

/** Returns a value as files of the base's format have it. */
export type Spelling = (value: Value) => string;

/** Returns what the assignments of a configuration make of a base. */
export function mergeInto(base: Base, assignments: readonly Assignment[], rules: MergeRules, spell: Spelling): Merge {
  const changes: PathChange<Value>[] = [];
  let isAnew = false;
  const values = new Map(assignments.map(({ name, value }) => [name, value]));
  for (const { name, value } of assignments) {
    const found = base.find(name);
    const fitted = found.found === 'place' ? fitValue(value, found.kind).value : value;
    const path = pathOf(name, found);
    changes.push({ path, change: { kind: 'set', value: fitted } });
    isAnew ||=
      spell(fitted) !== spell(earlierValue(value)) || (found.found === 'place' && base.followers(path).length > 0);
  }
  const removed: string[] = [];
  const stuck: string[] = [];
  const unset = heldUnsets(values, rules);
  const absent = rules.symbols.filter((name) => !values.has(name));
  for (const name of new Set([...absent, ...unset])) {
    const found = base.find(name);
    if (found.found !== 'place') continue;
    if (found.inList) stuck.push(name);
    else {
      removed.push(name);
      changes.push({ path: found.path, change: { kind: 'remove' } });
    }
  }
  return { changes, removed: removed.sort(), unset, stuck, isAnew: isAnew || removed.length > 0 };
}

function heldUnsets(values: ReadonlyMap<string, Value>, { unsets }: MergeRules): readonly string[] {
  return unsets
    .filter(({ condition }) => condition === undefined || evaluate(condition, (name) => values.get(name)))
    .map(({ named }) => named.name);
}

/** Returns the path of a name: that of the base where it has one. */
export function pathOf(name: string, found: Found): readonly string[] {
  return found.found === 'blocked' ? name.split('.') : found.path;
}
