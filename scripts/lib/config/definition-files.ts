// SPDX-License-Identifier: MIT
import type { Checked } from '../core/diagnostic.ts';
import type { Settings } from '../core/settings/resolve.ts';
import type { Source } from '../core/source.ts';
import { translator } from '../range/import/translate.ts';
import { type ParseOptions, parseRangeFile, type RangeFile, type SourceLoader } from '../range/parse.ts';

/** A range file or a definition of another system, and the way to what it names. */
export interface DefinitionFiles {
  readonly source: Source;
  readonly load: SourceLoader;
  /** Returns the names in a folder, relative to the file `from`; without it no folder has any. */
  readonly list?: (folder: string, from: Source) => readonly string[];
}

/** Returns the range file that a file is or stands for; `settings` are those of the call alone. */
export function parseDefinition(
  { source, load, list = () => [] }: DefinitionFiles,
  settings: Settings<'SET' | 'FROM_FORMAT' | 'PRESETS'>,
  options: Omit<ParseOptions, 'translate'> = {},
): Checked<RangeFile> {
  const around = { load, list, rangePath: source.path, presets: settings.text('PRESETS') };
  const translate = translator(around, settings.text('FROM_FORMAT'));
  return parseRangeFile(source, load, settings.text('SET'), { ...options, translate });
}
