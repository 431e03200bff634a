// SPDX-License-Identifier: MIT
import { type Checked, type Diagnostic, hasErrors } from '../core/diagnostic.ts';
import type { Source } from '../core/source.ts';
import { checkFile } from './check.ts';
import { includeFile, type Inclusion, type SourceLoader } from './include.ts';
import { type Default, type Layer, mergeNode, settleConflicts } from './merge.ts';
import { applySet, SET_PATH } from './set.ts';
import { sharedSetLines } from './stage-set.ts';
import { mergeStages, type StageFile, stageSymbols } from './stages.ts';
import type { Definition, Rule, SettingLine } from './tree.ts';

export type { SourceLoader } from './include.ts';
export type { Default } from './merge.ts';
export type { StageFile } from './stages.ts';
export type { SettingLine } from './tree.ts';

/** A range file with everything it sources, merged: own lines over sourced ones, SET= over all. */
export interface RangeFile {
  readonly source: Source;
  readonly settings: readonly SettingLine[];
  /** Every file that was read, the range file first; rows files and SET= are among them. */
  readonly sources: readonly Source[];
  /** In the order of the configuration; all lines of one symbol stay apart. */
  readonly definitions: readonly Definition[];
  readonly rules: readonly Rule[];
  /** Plain values of sourced files, overridden or not. */
  readonly defaults: readonly Default[];
  /** In the order of the file; missing in a file without stages. Everything else then is what all stages share. */
  readonly stages?: readonly StageFile[];
}

/**
 * Returns the range file that a text holds, with all trouble of all files at once. `set` is the text of SET=: its
 * lines, separated by ; or line ends, override or add.
 */
export function parseRangeFile(source: Source, load: SourceLoader, set?: string): Checked<RangeFile> {
  const diagnostics: Diagnostic[] = [];
  const inclusion: Inclusion = {
    load,
    diagnostics,
    sources: [source],
    sourced: new Set(),
    tables: new Map(),
    brokenNames: new Set(),
    missingParts: false,
  };
  const own = includeFile(source, inclusion);
  let layer = mergeNode(own, diagnostics);
  let over: Layer | undefined;
  if (set !== undefined && set.trim() !== '') {
    const setSource: Source = { path: SET_PATH, text: set };
    inclusion.sources.push(setSource);
    over = mergeNode(includeFile(setSource, inclusion, 'set', source), diagnostics);
    layer = applySet(layer, sharedSetLines(over, stageSymbols(own)), own, diagnostics);
  }
  settleConflicts(layer, diagnostics);
  const definitions = layer.definitions.map((d) => d.item);
  const stages = mergeStages({ own, shared: layer, set: over, trouble: inclusion });
  checkFile(definitions, layer.rules, inclusion);
  if (hasErrors(diagnostics)) return { diagnostics };
  const settings = layer.settings.map((s) => s.item);
  const { sources } = inclusion;
  const value: RangeFile = {
    source,
    settings,
    sources,
    definitions,
    rules: layer.rules,
    defaults: [...layer.defaults.values()],
    ...(stages.length === 0 ? {} : { stages }),
  };
  return { value, diagnostics };
}
