// SPDX-License-Identifier: MIT
import { type Checked, type Diagnostic, hasErrors } from '../core/diagnostic.ts';
import type { Source } from '../core/source.ts';
import { checkFile } from './check.ts';
import { partUnsets, type Unset } from './unset.ts';
import { includeFile, type Inclusion, type SourceLoader } from './include.ts';
import { type Default, mergeNode, settleConflicts } from './merge.ts';
import { applySet, SET_PATH } from './set.ts';
import type { Definition, Rule, SettingLine } from './tree.ts';

export type { SourceLoader } from './include.ts';
export type { Default } from './merge.ts';
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
  /** What `unset` lines take away from a base, of names that no line gives a value. */
  readonly unsets: readonly Unset[];
  /** Plain values of sourced files, overridden or not. */
  readonly defaults: readonly Default[];
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
  if (set !== undefined && set.trim() !== '') {
    const setSource: Source = { path: SET_PATH, text: set };
    inclusion.sources.push(setSource);
    layer = applySet(layer, mergeNode(includeFile(setSource, inclusion, 'set', source), diagnostics), own, diagnostics);
  }
  settleConflicts(layer, diagnostics);
  const lines = layer.definitions.map((d) => d.item);
  checkFile(lines, layer.rules, inclusion);
  const { definitions, unsets } = partUnsets(lines);
  if (hasErrors(diagnostics)) return { diagnostics };
  const settings = layer.settings.map((s) => s.item);
  const { sources } = inclusion;
  return {
    value: {
      source,
      settings,
      sources,
      definitions,
      unsets,
      rules: layer.rules,
      defaults: [...layer.defaults.values()],
    },
    diagnostics,
  };
}
