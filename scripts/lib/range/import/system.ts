// SPDX-License-Identifier: MIT
import { dirname, isAbsolute, join, relative } from 'node:path';
import type { Code } from '../../core/codes.ts';
import type { Diagnostic } from '../../core/diagnostic.ts';
import type { SettingValue } from '../../core/settings/value.ts';
import type { Source, Span } from '../../core/source.ts';
import type { SourceLoader } from '../include.ts';
import type { ForeignNode } from './node.ts';

/** A file of another system, read as YAML or JSON. */
export interface ForeignFile {
  readonly source: Source;
  readonly root: ForeignNode;
}

/** What a definition may need of the machine besides its own file; nothing of it runs code. */
export interface ForeignSurroundings {
  /** Reads a file; its path is relative to that of `from`. What is read is recorded with the sweep. */
  readonly load: SourceLoader;
  /** Returns the names in a folder, sorted; none where there is no such folder. */
  readonly list: (folder: string, from: Source) => readonly string[];
  /** The range file that the lines are for: paths in SWEEP_ lines are relative to it. */
  readonly rangePath: string;
  /** SWEEP_PRESETS: a folder, from where `load` of a source without a path looks. */
  readonly presets?: string | undefined;
}

/** Returns a path that is relative to a file as a SWEEP_ line has to write it. */
export function settingPath(path: string, from: Source, { rangePath }: ForeignSurroundings): string {
  const whole = isAbsolute(path) ? path : join(dirname(from.path), path);
  return isAbsolute(path) ? path : relative(dirname(rangePath), whole);
}

/** One line of ours, with what it stands for. */
export interface NativeLine {
  readonly text: string;
  readonly span: Span;
}

/** What a definition comes to: our lines in their order, and what of it means nothing here. */
export interface Translation {
  readonly lines: readonly NativeLine[];
  /** Told as warnings, and as comments by sweep-import. */
  readonly untranslated: readonly Untranslated[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What is read of a definition goes here. */
export interface ForeignReading extends ImportTrouble {
  readonly lines: NativeLine[];
  readonly untranslated: Untranslated[];
}

/** Returns a reading of nothing yet. */
export function newReading(): ForeignReading {
  return { lines: [], untranslated: [], diagnostics: [] };
}

/** A part of a definition that is left out: what it is, and why or what to do instead. */
export interface Untranslated {
  readonly span: Span;
  /** As in `early_terminate: runs are not stopped early`. */
  readonly text: string;
  /** What it changes, where it changes something: what a program does besides its configuration. */
  readonly changes?: string;
}

/** A system whose definitions of sweeps are read. */
export interface ForeignSystem {
  /** As FROM_FORMAT names it. */
  readonly name: Exclude<SettingValue<'FROM_FORMAT'>, 'auto'>;
  /** As messages name it: W&B. */
  readonly title: string;
  /** The names at the top of its files, to tell misspelt ones. */
  readonly keys: readonly string[];
  /** Tells whether a mapping has this system's own keys, or lies in the place of its definitions. */
  readonly recognises: (file: ForeignFile, around: ForeignSurroundings) => boolean;
  /** Where its definition lies, when a folder is named. */
  readonly inFolder?: string;
  readonly read: (file: ForeignFile, around: ForeignSurroundings) => Translation;
}

/** Where what is wrong with a definition of another system goes. */
export interface ImportTrouble {
  readonly diagnostics: Diagnostic[];
}

/** What is wrong with it: what was found and expected, and what to do. */
interface ImportRefusal {
  readonly code: Code;
  readonly span: Span;
  readonly message: string;
  readonly hint: string;
}

/** Notes an error and returns undefined, so that a reader can return the call. */
export function refuse(trouble: ImportTrouble, refusal: ImportRefusal): undefined {
  trouble.diagnostics.push(refusal);
  return undefined;
}
