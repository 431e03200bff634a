// SPDX-License-Identifier: MIT
import type { Layer, Owned } from './merge.ts';
import type { Definition } from './tree.ts';

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
