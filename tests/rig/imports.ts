// SPDX-License-Identifier: MIT
// Definitions of other systems that live in memory.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { sourceRecord } from '../../scripts/lib/config/manifest.ts';
import { type Diagnostic, DiagnosticsError, formatDiagnostics } from '../../scripts/lib/core/diagnostic.ts';
import type { GivenSetting } from '../../scripts/lib/core/settings/resolve.ts';
import type { Source } from '../../scripts/lib/core/source.ts';
import type { RangeSource } from '../../scripts/lib/edge/definition/range-source.ts';
import { type OpenSweep, openSweep } from '../../scripts/lib/edge/definition/sweep-definition.ts';
import { translateDefinition } from '../../scripts/lib/range/import/translate.ts';

/** Files by their paths. */
export type TextFiles = Readonly<Record<string, string>>;

/** Returns the range file or definition at a path, which can read the other files. */
export function definitionIn(files: TextFiles, path: string): RangeSource {
  const read = (name: string): Source | { readonly unreadable: string } => {
    const text = files[posix.normalize(name)];
    return text === undefined ? { unreadable: 'no such file or folder' } : { path: posix.normalize(name), text };
  };
  const required = (name: string): Source => {
    const found = read(name);
    if ('unreadable' in found) throw new DiagnosticsError([{ code: 'E_FILE_MISSING', message: `there is no ${name}` }]);
    return found;
  };
  return {
    source: required(path),
    load: (name, from) => read(posix.join(dirname(from.path), name)),
    list: (folder, from) => {
      const start = posix.join(dirname(from.path), folder, '/').replace(/^\.\//, '');
      const inside = Object.keys(files).filter((name) => name.startsWith(start === './' ? '' : start));
      return [
        ...new Set(inside.map((name) => name.slice(start === './' ? 0 : start.length).split('/')[0] ?? '')),
      ].sort();
    },
    loadNamed: (name) => required(posix.join(dirname(path), name)),
    name: posix.basename(path),
    folder: `/nowhere/${dirname(path)}`,
    record: () => undefined,
    records: () => Object.entries(files).map(([name, text]) => sourceRecord(name, text)),
  };
}

/** Returns the sweep of a definition. Throws DiagnosticsError. */
export function openImported(
  files: TextFiles,
  path: string,
  settings: Readonly<Record<string, string>> = {},
): OpenSweep {
  const given = Object.entries(settings).map(([name, text]): GivenSetting => ({ name, text, layer: 'make' }));
  return openSweep(definitionIn(files, path), given);
}

/** Returns what sweep-import would write for a definition beside it, under the name `range`. */
export function importedRange(files: TextFiles, path: string, format?: string): string {
  const { source, load, list = () => [] } = definitionIn(files, path);
  const translated = translateDefinition(source, { load, list, rangePath: 'range' }, format);
  if (translated?.value === undefined) throw new DiagnosticsError(translated?.diagnostics ?? []);
  return translated.value.source.text;
}

/** Returns what is said against a definition: errors and warnings, as people read them. */
export function saidOf(files: TextFiles, path: string, settings: Readonly<Record<string, string>> = {}): string {
  return formatDiagnostics(diagnosticsOf(files, path, settings));
}

export function diagnosticsOf(
  files: TextFiles,
  path: string,
  settings: Readonly<Record<string, string>> = {},
): readonly Diagnostic[] {
  try {
    return openImported(files, path, settings).warnings;
  } catch (error) {
    if (error instanceof DiagnosticsError) return error.diagnostics;
    throw error;
  }
}

/** Returns the configurations of a sweep as what programs read: values by dotted names. */
export function valuesOf(sweep: OpenSweep): Record<string, string>[] {
  return [...sweep.configurations()].map(({ assignments }) =>
    Object.fromEntries(assignments.map(({ name, value }) => [name, value.text])),
  );
}

/** Returns the files below a folder by their paths in it, without what a test expects of them. */
export function filesUnder(folder: string, inside = ''): Record<string, string> {
  const files: Record<string, string> = {};
  for (const name of readdirSync(join(folder, inside), 'utf8').sort()) {
    const path = join(inside, name);
    if (statSync(join(folder, path)).isDirectory()) Object.assign(files, filesUnder(folder, path));
    else if (!/\.(range|txt)$/.test(name)) files[path] = readFileSync(join(folder, path), 'utf8');
  }
  return files;
}
