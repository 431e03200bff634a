// SPDX-License-Identifier: MIT
import { type Checked, type Diagnostic, hasErrors } from '../core/diagnostic.ts';
import type { Source } from '../core/source.ts';
import { checkFile } from './check.ts';
import { includeFile, type Inclusion, type SourceLoader, type Translate } from './include.ts';
import { kindWarnings } from './kind-warnings.ts';
import { symbolKinds, type Typed, withKinds } from './kinds.ts';
import { type Layer, mergeNode, settleConflicts } from './merge.ts';
import { applySet, partUnsets, SET_PATH, sharedSetLines, type Unset } from './set.ts';
import { mergeStages, type StageFile, stageSymbols } from './stages.ts';
import type { Definition, Rule } from './tree.ts';

export type { SourceLoader, Translate } from './include.ts';
export type { Default } from './merge.ts';
export type { StageFile } from './stages.ts';
export type { SettingLine } from './tree.ts';

/** A range file with everything it sources, merged: own lines over sourced ones, SET= over all. */
export interface RangeFile extends Typed, Pick<StageFile, 'settings' | 'kinds'> {
  readonly source: Source;
  /** Every file that was read, the range file first; rows files and SET= are among them. */
  readonly sources: readonly Source[];
  /** Rules that name symbols which only the Kconfig tree can have: judged on completed configurations. */
  readonly treeRules: readonly Rule[];
  /** What `unset` lines take away from a base, of names that no line gives a value. */
  readonly unsets: readonly Unset[];
  /** Symbols of `let` lines: part of the space and its rules, of no configuration. */
  readonly helpers: ReadonlySet<string>;
  /** In the order of the file; missing in a file without stages. Everything else then is what all stages share. */
  readonly stages?: readonly StageFile[];
}

/** How a range file is read, besides SET=. */
export interface ParseOptions {
  /** SWEEP_QUOTED where it overrides the file's own. */
  readonly quoted?: string | undefined;
  /** Tells, given the file's own SWEEP_KCONFIG, whether a Kconfig tree completes the configurations; whoever asks for settings alone says yes. */
  readonly hasTree?: (own: string | undefined) => boolean;
  /** Reads definitions of other systems; without it every file is a range file. */
  readonly translate?: Translate | undefined;
}

/**
 * Returns the range file that a text holds, with all trouble of all files at once. `set` is the text of SET=: its
 * lines, separated by ; or line ends, override or add.
 */
export function parseRangeFile(
  file: Source,
  load: SourceLoader,
  set?: string,
  { quoted, hasTree = (own) => own !== undefined && own !== '', translate }: ParseOptions = {},
): Checked<RangeFile> {
  const diagnostics: Diagnostic[] = [];
  const inclusion: Inclusion = {
    load,
    translate,
    diagnostics,
    sources: [file],
    sourced: new Set(),
    tables: new Map(),
    written: [],
    brokenNames: new Set(),
    missingParts: false,
  };
  const own = includeFile(file, inclusion);
  const { source } = own;
  let layer = mergeNode(own, diagnostics);
  let over: Layer | undefined;
  if (set !== undefined && set.trim() !== '') {
    const setSource: Source = { path: SET_PATH, text: set };
    inclusion.sources.push(setSource);
    over = mergeNode(includeFile(setSource, inclusion, 'set', source), diagnostics);
    layer = applySet(layer, sharedSetLines(over, stageSymbols(own)), own, diagnostics);
  }
  settleConflicts(layer, diagnostics);
  const patterns = quoted ?? layer.settings.find((s) => s.item.name === 'QUOTED')?.item.text ?? '';
  const isSourced = (line: Definition): boolean => line.span.source !== source && line.span.source.path !== SET_PATH;
  const kinds = symbolKinds(inclusion.written, isSourced, patterns);
  const { definitions: lines, rules: allRules, defaults } = withKinds(layer, kinds);
  const stages = mergeStages({ own, shared: layer, set: over, kinds, trouble: inclusion });
  const isOverTree = hasTree(layer.settings.find((s) => s.item.name === 'KCONFIG')?.item.text);
  const treeRules = checkFile(lines, allRules, inclusion, undefined, isOverTree);
  const rules = allRules.filter((rule) => !treeRules.includes(rule));
  const { definitions, unsets } = partUnsets(lines);
  const warned = [{ definitions, rules: allRules, defaults }, ...stages].flatMap((one) => kindWarnings(one));
  diagnostics.push(...warned.filter((one) => !isToldAlready(one, diagnostics)));
  if (hasErrors(diagnostics)) return { diagnostics };
  const ofStages = new Set(stages.flatMap((stage) => stage.definitions.flatMap((d) => d.names.map((n) => n.name))));
  const helperLines = inclusion.written.filter((d) => d.helper === true);
  const helpers = new Set(helperLines.flatMap((d) => d.names.map((n) => n.name)).filter((name) => !ofStages.has(name)));
  const settings = layer.settings.map((s) => s.item);
  const { sources } = inclusion;
  const value: RangeFile = {
    source,
    settings,
    sources,
    definitions,
    unsets,
    rules,
    treeRules,
    defaults,
    kinds,
    helpers,
    ...(stages.length === 0 ? {} : { stages }),
  };
  return { value, diagnostics };
}

/** A word that is warned about by itself is of another kind for that very reason. */
function isToldAlready({ span }: Diagnostic, diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((d) => d.span?.source === span?.source && d.span?.offset === span?.offset);
}
