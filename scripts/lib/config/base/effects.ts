// SPDX-License-Identifier: MIT
import { printValue } from '../../range/print.ts';
import type { Base } from './base.ts';
import { baselineOf } from './baseline.ts';
import type { BaseSubject } from './check.ts';
import type { Place, PlaceKind } from './place.ts';

/** What a sweep does at one name of a base, for people. */
export interface BaseEffect {
  readonly name: string;
  /** Undefined for a key that is new. */
  readonly kind?: PlaceKind;
  /** The base's own value, as it has it. */
  readonly shown?: string;
  /** Names that change with it, since they are aliases of it or merge it. */
  readonly takesAlong: readonly string[];
  /** Why the key goes from some configurations, when it does. */
  readonly goes?: 'absent' | 'unset';
  /** The last line that would keep the base's value where the symbol is absent. */
  readonly keptBy?: string;
}

/** Returns what a sweep does to a base, name by name; `absent` are the symbols that some configurations lack. */
export function baseEffects(base: Base, subject: BaseSubject, absent: ReadonlySet<string>): readonly BaseEffect[] {
  const unset = new Set(subject.unsets.map(({ named }) => named.name));
  const lines = new Map(
    baselineOf(base, subject.definitions).map(({ assignment }) => [
      assignment.name,
      `${assignment.name}=${printValue(assignment.value)}`,
    ]),
  );
  return [...subject.symbols, ...unset].map((name): BaseEffect => {
    const found = base.find(name);
    if (found.found !== 'place') return { name, takesAlong: [] };
    const { kind, shown } = found;
    const takesAlong = followersOf(base, found, [...subject.symbols, ...unset]);
    const common = { name, kind, shown, takesAlong };
    if (unset.has(name)) return { ...common, goes: 'unset' };
    if (!absent.has(name)) return common;
    const keptBy = lines.get(name);
    return keptBy === undefined ? { ...common, goes: 'absent' } : { ...common, goes: 'absent', keptBy };
  });
}

/** What a symbol of its own gives a value does not move along. */
function followersOf(base: Base, { path }: Place, names: readonly string[]): readonly string[] {
  return base
    .followers(path)
    .filter((follower) => !names.some((name) => follower === name || follower.startsWith(`${name}.`)));
}
