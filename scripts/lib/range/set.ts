// SPDX-License-Identifier: MIT
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Span } from '../core/source.ts';
import type { FileNode } from './include.ts';
import { type Layer, overridesAll, type Owned, plainValues } from './merge.ts';
import type { Definition, Expression, Named } from './tree.ts';
import { groupBy } from '../core/grouped.ts';

/** The path that positions in SET= are shown with. */
export const SET_PATH = 'SET';

/**
 * Puts the lines of SET= over those of the file `own` and all it sources: where they override they take the old place,
 * new ones come last. Sourced plain values stay the baseline, as under a line of the file itself.
 */
export function applySet(file: Layer, set: Layer, own: FileNode, diagnostics: Diagnostic[]): Layer {
  const named = set.definitions.flatMap((line) => line.item.names.map(({ name }) => ({ name, line })));
  const lines = groupBy(named, ({ name }) => name);
  const placed = new Set<Owned<Definition>>();
  const place = (line: Owned<Definition>): Owned<Definition>[] => {
    if (placed.has(line)) return [];
    placed.add(line);
    return [line];
  };
  const defaults = new Map([...file.defaults, ...set.defaults]);
  const definitions = file.definitions.flatMap((old) => {
    const overriding = old.item.names.map(({ name }) => lines.get(name)?.[0]?.line.item);
    if (overriding.every((d) => d === undefined)) return [old];
    overridesAll(old.item, overriding, diagnostics);
    if (old.owner !== own) for (const value of plainValues(old.item) ?? []) defaults.set(value.assignment.name, value);
    return old.item.names.flatMap(({ name }) => (lines.get(name) ?? []).flatMap(({ line }) => place(line)));
  });
  const names = new Set(set.settings.map((s) => s.item.name));
  return {
    definitions: [...definitions, ...set.definitions.flatMap(place)],
    settings: [...file.settings.filter((s) => !names.has(s.item.name)), ...set.settings],
    rules: [...file.rules, ...set.rules],
    defaults,
  };
}

/**
 * Returns the lines of SET= that mean a stage: those of symbols that it has, and those whose names begin with its own
 * (target.CONFIG_LR), which lose that part. Undefined when there are none.
 */
export function stageSetLines(set: Layer, stage: string, layer: Layer): Layer | undefined {
  const own = new Set(layer.definitions.flatMap((d) => d.item.names.map(({ name }) => name)));
  const definitions = set.definitions.flatMap((line): Owned<Definition>[] => {
    if (isPrefixed(line.item, stage)) return [{ ...line, item: withoutPrefix(line.item, stage) }];
    return line.item.names.some(({ name }) => own.has(name)) ? [line] : [];
  });
  return definitions.length === 0 ? undefined : { definitions, settings: [], rules: [], defaults: new Map() };
}

/** Returns SET= without the lines that mean a stage: they are none of the whole file. */
export function sharedSetLines(set: Layer, stages: ReadonlyMap<string, ReadonlySet<string>>): Layer {
  const isOfStage = ({ item }: Owned<Definition>): boolean =>
    [...stages].some(([stage, own]) => isPrefixed(item, stage) || item.names.some(({ name }) => own.has(name)));
  return { ...set, definitions: set.definitions.filter((line) => !isOfStage(line)) };
}

function isPrefixed({ names }: Definition, stage: string): boolean {
  return names.every(({ name }) => name.startsWith(`${stage}.`));
}

function withoutPrefix(line: Definition, stage: string): Definition {
  return { ...line, names: line.names.map(({ name, span }) => ({ name: name.slice(stage.length + 1), span })) };
}

/** A line `unset NAME [if condition]`: the key of that name goes from the base of every configuration that meets the condition. */
export interface Unset {
  readonly named: Named;
  readonly condition?: Expression;
  readonly span: Span;
}

/** Lines that give values, and apart from them the unset lines of names that no line gives a value. */
interface PartedLines {
  readonly definitions: readonly Definition[];
  readonly unsets: readonly Unset[];
}

/**
 * Parts the unset lines of names that never have a value from all other lines. Beside lines with values an unset line is
 * one of them: where it is the first whose condition holds, the symbol is absent.
 */
export function partUnsets(lines: readonly Definition[]): PartedLines {
  if (!lines.some(({ right }) => right.kind === 'unset')) return { definitions: lines, unsets: [] };
  const valued = new Set(
    lines.filter(({ right }) => right.kind !== 'unset').flatMap(({ names }) => names.map((n) => n.name)),
  );
  const unsets: Unset[] = [];
  const definitions = lines.filter(({ names: [named], right, span, condition }) => {
    if (right.kind !== 'unset' || named === undefined || valued.has(named.name)) return true;
    unsets.push({ named, span, ...(condition === undefined ? {} : { condition }) });
    return false;
  });
  return { definitions, unsets };
}
