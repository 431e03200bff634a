// SPDX-License-Identifier: MIT
import type { Diagnostic } from '../core/diagnostic.ts';
import { checkFile } from './check.ts';
import { type SymbolKinds, type Typed, withKinds } from './kinds.ts';
import type { Trouble } from './file.ts';
import type { FileItem, FileNode, StageNode } from './include.ts';
import { type Layer, mergeNode, settleConflicts } from './merge.ts';
import { applySet, partUnsets, stageSetLines, type Unset } from './set.ts';
import { checkStageNames, checkStageSettings } from './stage-check.ts';
import { checkNeeds } from './stage-needs.ts';
import type { Named, SettingLine } from './tree.ts';

/** A stage with everything it sources, merged. Its symbols are its own; those above all stages are shared by all. */
export interface StageFile extends Typed {
  readonly named: Named;
  /** In the order they were written. */
  readonly needs: readonly Named[];
  /** Names of all stages that it is built upon, directly or not, in the order of the file. */
  readonly ancestors: readonly string[];
  readonly settings: readonly SettingLine[];
  /** What `unset` lines take away from a base, of names that the stage gives no value. */
  readonly unsets: readonly Unset[];
  readonly kinds: SymbolKinds;
  /** Symbols of its own `let` lines. */
  readonly helpers: ReadonlySet<string>;
}

/** A stage put together from the files that have lines of it. */
interface GatheredStage {
  readonly named: Named;
  readonly needs: Named[];
  /** Blocks with the file they stand in. */
  readonly blocks: { readonly block: StageNode; readonly owner: FileNode }[];
}

/** What parsing hands over: the whole file, what stands above all stages, and SET=. */
export interface StageInput {
  readonly own: FileNode;
  /** Merged, SET= over it. */
  readonly shared: Layer;
  readonly set: Layer | undefined;
  /** Of all lines, those of stages too. */
  readonly kinds: SymbolKinds;
  readonly trouble: Trouble;
}

/** Returns the stages of a file in its order, none for a file without; all that is wrong in them is noted. */
export function mergeStages({ own, shared, set, kinds, trouble }: StageInput): readonly StageFile[] {
  const { diagnostics } = trouble;
  const gathered = gatherStages(own, diagnostics);
  if (gathered.length === 0) return [];
  const needs = checkNeeds(gathered, trouble);
  const layers = gathered.map(({ named, blocks }) => {
    const node = nodeOf(blocks, own);
    refuseNested(node, named, diagnostics);
    const layer = mergeNode(node, diagnostics);
    const over = set === undefined ? undefined : stageSetLines(set, named.name, layer);
    const merged = over === undefined ? layer : applySet(layer, over, node, diagnostics);
    settleConflicts(merged, diagnostics);
    const helpers = [...layer.definitions, ...merged.definitions].filter(({ item }) => item.helper === true);
    return { named, layer: merged, helpers: new Set(helpers.flatMap(({ item }) => item.names.map((n) => n.name))) };
  });
  const sharedLines = shared.definitions.map((d) => d.item);
  checkStageNames(layers, sharedLines, diagnostics);
  trouble.stageOf = new Map(
    layers.flatMap(({ named, layer }) => symbolsOf(layer).map((symbol) => [symbol.name, named.name] as const)),
  );
  const symbols = new Map(layers.map(({ named, layer }) => [named.name, symbolsOf(layer)]));
  return layers.map(({ named, layer, helpers }, i) => {
    const { direct, ancestors } = needs[i] ?? { direct: [], ancestors: [] };
    const stageKinds = kindsWithin(kinds, ancestors);
    const typed = withKinds(layer, stageKinds);
    const settings = layer.settings.map((s) => s.item);
    checkStageSettings(named, settings, diagnostics);
    const all = sharedLines.flatMap((line) => line.names);
    const needed = ancestors.flatMap((stage) =>
      [...all, ...(symbols.get(stage) ?? [])].map(({ name, span }) => ({ name: `${stage}.${name}`, span })),
    );
    checkFile(typed.definitions, typed.rules, trouble, { shared: sharedLines, needed });
    return {
      named,
      needs: direct,
      ancestors,
      ...typed,
      ...partUnsets(typed.definitions),
      settings,
      kinds: stageKinds,
      helpers,
    };
  });
}

/** A symbol of a stage above is of the kind that it has there: target.CONFIG_SIZE as CONFIG_SIZE. */
function kindsWithin({ words, quoted }: SymbolKinds, ancestors: readonly string[]): SymbolKinds {
  const within = (names: ReadonlySet<string>): ReadonlySet<string> =>
    new Set([...names, ...ancestors.flatMap((stage) => [...names].map((name) => `${stage}.${name}`))]);
  return ancestors.length === 0 ? { words, quoted } : { words: within(words), quoted: within(quoted) };
}

/** Each symbol of a layer once, where it first stands. */
function symbolsOf({ definitions }: Layer): readonly Named[] {
  const first = new Map<string, Named>();
  for (const { item } of definitions)
    for (const named of item.names) if (!first.has(named.name)) first.set(named.name, named);
  return [...first.values()];
}

/** Returns the names of the symbols that each stage gives a line, before anything is merged or checked. */
export function stageSymbols(node: FileNode): ReadonlyMap<string, ReadonlySet<string>> {
  const symbols = new Map<string, Set<string>>();
  const visit = ({ items }: FileNode, stage: Set<string> | undefined): void => {
    for (const item of items) {
      if (item.kind === 'included') visit(item.node, stage);
      else if (item.kind === 'definition') for (const { name } of item.names) stage?.add(name);
      else if (item.kind === 'stage') {
        const own = symbols.get(item.named.name) ?? new Set();
        symbols.set(item.named.name, own);
        visit(item.node, own);
      }
    }
  };
  visit(node, undefined);
  return symbols;
}

/** Stages of one name that stand in several files are one; in one file that is an error. */
function gatherStages(root: FileNode, diagnostics: Diagnostic[]): readonly GatheredStage[] {
  const stages = new Map<string, GatheredStage>();
  const visit = (owner: FileNode): void => {
    for (const item of owner.items) {
      if (item.kind === 'included') visit(item.node);
      if (item.kind !== 'stage') continue;
      const known = stages.get(item.named.name);
      const twice = known?.blocks.find((b) => b.owner === owner);
      if (known === undefined)
        stages.set(item.named.name, { named: item.named, needs: [...item.needs], blocks: [{ block: item, owner }] });
      else if (twice === undefined) {
        known.needs.push(...item.needs.filter(({ name }) => known.needs.every((n) => n.name !== name)));
        known.blocks.push({ block: item, owner });
      } else diagnostics.push(stageTwice(item.named, twice.block.named));
    }
  };
  visit(root);
  return [...stages.values()];
}

function stageTwice(named: Named, first: Named): Diagnostic {
  return {
    code: 'E_STAGE_TWICE',
    message: `stage "${named.name}" begins twice in this file`,
    span: named.span,
    notes: [{ message: 'the first time', span: first.span }],
    hint: 'write its lines in one block, or give the second stage another name',
  };
}

/** The lines of the file itself override those of the files it sources, as everywhere. */
function nodeOf(blocks: GatheredStage['blocks'], own: FileNode): FileNode {
  const items = blocks.flatMap(({ block, owner }): readonly FileItem[] =>
    owner === own ? block.node.items : [{ kind: 'included', node: block.node }],
  );
  return { source: own.source, items };
}

/** A file that is sourced inside of a stage has stages of its own. */
function refuseNested(node: FileNode, stage: Named, diagnostics: Diagnostic[]): void {
  for (const item of node.items) {
    if (item.kind === 'included') refuseNested(item.node, stage, diagnostics);
    if (item.kind === 'stage')
      diagnostics.push({
        code: 'E_STAGE',
        message: `stage "${item.named.name}" begins inside of stage "${stage.name}", which sources this file`,
        span: item.named.span,
        hint: 'source the file above all stages',
      });
  }
}
