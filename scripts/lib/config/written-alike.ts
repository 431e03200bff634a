// SPDX-License-Identifier: MIT
// Values that differ in a range file and look the same in the files of configurations.
import { unreachable } from '../core/unreachable.ts';
import { type Assignment, jsonText, kconfigText, type Value, type ValueKind } from '../core/value.ts';
import type { RangeFile } from '../range/parse.ts';
import type { Definition } from '../range/tree.ts';
import type { Written } from '../space/space.ts';
import type { Bases } from './bases.ts';
import type { Format } from './render.ts';
import { yamlInline } from './template-context.ts';

/**
 * Returns how the values of a range file look in files of a format; undefined where no two that differ can look the
 * same, as those of one kind never do. A template prints what it likes of a value, so it is not looked at.
 */
export function writtenAlike(file: RangeFile, format: Format, bases: Bases | undefined): Written | undefined {
  const names = severalKinds(file);
  const key = keyOf(format, bases, file.kinds.quoted);
  return key === undefined || (names.length === 0 && file.helpers.size === 0) ? undefined : { names, key };
}

function keyOf(format: Format, bases: Bases | undefined, quoted: ReadonlySet<string>): Written['key'] | undefined {
  if (format === 'template') return undefined;
  if (format === 'kconfig')
    return (assignments) =>
      spelled(assignments, ({ name, value }) =>
        value.kind === 'number' && quoted.has(name) ? `"${value.text}"` : kconfigText(value),
      );
  const spell = format === 'yaml' ? yamlInline : jsonText;
  const plain: Written['key'] = (assignments) => spelled(assignments, ({ value }) => spell(value));
  if (bases === undefined) return plain;
  return (assignments) => {
    const merged = bases.merge(assignments);
    if (merged === undefined) return plain(assignments); // there is trouble with the base, which is told elsewhere
    const changes = merged.changes.map(({ path, change }) => [
      path,
      change.kind === 'set' ? spell(change.value) : null,
    ]);
    return JSON.stringify([merged.base.source.path, changes]);
  };
}

function spelled(assignments: readonly Assignment[], text: (assignment: Assignment) => string): string {
  return JSON.stringify(assignments.map((assignment) => [assignment.name, text(assignment)]));
}

/** Names of the symbols with values of several kinds, in file order; helpers are in no file. */
function severalKinds({ definitions, helpers }: RangeFile): string[] {
  const kinds = new Map<string, Set<ValueKind>>();
  for (const line of definitions) {
    for (const [column, { name }] of line.names.entries()) {
      const known = kinds.get(name) ?? new Set();
      for (const { kind } of valuesIn(line, column)) known.add(kind);
      kinds.set(name, known);
    }
  }
  return [...kinds].flatMap(([name, { size }]) => (size > 1 && !helpers.has(name) ? [name] : []));
}

function valuesIn({ right }: Definition, column: number): readonly Pick<Value, 'kind'>[] {
  switch (right.kind) {
    case 'choices':
      return right.alternatives.map((one) => (one.kind === 'value' ? one.value : { kind: 'number' }));
    case 'rows':
      return right.rows.flatMap((row) => row[column]?.value ?? []);
    case 'sampled':
      if (right.distribution.name !== 'choice') return [{ kind: 'number' }];
      return right.distribution.items.map((item) => (item.kind === 'value' ? item.value : { kind: 'number' }));
    case 'sampled-list':
      return [{ kind: 'list' }];
    case 'computed': // of symbols that are looked at themselves, or of helpers
    case 'unset':
    case 'rows-file':
      return [];
    default:
      return unreachable(right);
  }
}
