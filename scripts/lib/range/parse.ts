// SPDX-License-Identifier: MIT
import type { Checked } from '../core/diagnostic.ts';
import type { Source } from '../core/source.ts';
import type { Assignment } from '../core/value.ts';
import type { Definition, Rule, SettingLine } from './tree.ts';
import type { Span } from '../core/source.ts';

export type { SettingLine } from './tree.ts';

/** Reads a file named in a range file; `path` is as written and means relative to `from`. Done by the edge. */
export type SourceLoader = (path: string, from: Source) => Source | { readonly unreadable: string };

/** A plain value that a sourced file gives: the baseline of MODE=independent. */
export interface Default {
  readonly assignment: Assignment;
  readonly span: Span;
}

/** A range file with everything it sources, merged: own lines over sourced ones, SET= over all. */
export interface RangeFile {
  readonly source: Source;
  readonly settings: readonly SettingLine[];
  /** Every file that was read, the range file first. */
  readonly sources: readonly Source[];
  /** In the order of the configuration; all lines of one symbol stay apart. */
  readonly definitions: readonly Definition[];
  readonly rules: readonly Rule[];
  readonly defaults: readonly Default[];
}

/**
 * Returns the range file that a text holds, with all trouble of all files at once. `set` is the text of SET=: its
 * lines, separated by ; or line ends, override or add.
 */
export function parseRangeFile(source: Source, _load: SourceLoader, _set?: string): Checked<RangeFile> {
  return { value: { source, settings: [], sources: [source], definitions: [], rules: [], defaults: [] }, diagnostics: [] };
}
