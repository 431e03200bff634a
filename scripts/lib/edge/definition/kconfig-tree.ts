// SPDX-License-Identifier: MIT
// The Kconfig tree of a sweep: read from disk, or from the records of a sweep folder.
import { realpathSync } from 'node:fs';
import { isTexts, KCONFIG_ANSWERS } from '../../config/manifest.ts';
import type { Settings } from '../../core/settings/resolve.ts';
import { type Diagnostic, DiagnosticsError, hasErrors, UsageError } from '../../core/diagnostic.ts';
import type { Source } from '../../core/source.ts';
import { type LoadedTree, loadTree } from '../../kconfig/load.ts';
import type { KconfigDialect } from '../../kconfig/model.ts';
import type { TreeFiles } from '../../kconfig/parsing.ts';
import { DecodeError, fieldsOf } from '../journal/fields.ts';
import type { RangeSource } from './range-source.ts';
import { whyUnread, namesIn, namesKconfiglib, treeEnvironment, treeShell } from './tree-folder.ts';

/** What a tree was told by its surroundings; recorded, so that a sweep folder needs none of them again. */
export interface TreeAnswers {
  readonly dialect: KconfigDialect;
  readonly environment: Readonly<Record<string, string>>;
  readonly commands: Readonly<Record<string, string>>;
}

/** A tree, and what was noticed while it was read. */
export interface OpenTree extends LoadedTree {
  readonly warnings: readonly Diagnostic[];
  readonly notes: readonly string[];
}

/** Opens the tree that the settings name; undefined when they name none. Throws DiagnosticsError when it is wrong. */
export function openTree(range: RangeSource, settings: Settings): OpenTree | undefined {
  const named = settings.text('KCONFIG');
  if (named === undefined || named === '') return undefined;
  const first = range.loadNamed(named, settings.layer('KCONFIG') === 'range file' ? 'range file' : 'caller');
  const folder = first.path.includes('/') ? first.path.slice(0, first.path.lastIndexOf('/')) : '';
  const recorded = range.recorded?.(KCONFIG_ANSWERS);
  const source: Source = { path: first.path.slice(folder === '' ? 0 : folder.length + 1), text: first.text };
  const files = treeFiles(range, folder, recorded === undefined);
  const answers = recorded === undefined ? undefined : parseAnswers(recorded);
  const { dialect, note } =
    answers === undefined ? dialectOf(settings, folder) : { dialect: answers.dialect, note: undefined };
  const loaded = loadTree({
    source,
    files,
    dialect,
    environment: answers?.environment ?? treeEnvironment(),
    ...shellFor(settings, folder, answers),
  });
  if (loaded.value === undefined || hasErrors(loaded.diagnostics))
    throw new DiagnosticsError(placed(loaded.diagnostics, folder));
  if (answers === undefined) range.record(KCONFIG_ANSWERS, printAnswers(dialect, loaded.value));
  return { ...loaded.value, warnings: placed(loaded.diagnostics, folder), notes: note === undefined ? [] : [note] };
}

/** Files of the tree's folder, each recorded when it is read. A link that leads out of the folder is not followed. */
function treeFiles(range: RangeSource, folder: string, onDisk: boolean): TreeFiles {
  const at = (path: string): string => (folder === '' ? path : `${folder}/${path}`);
  const root = onDisk ? realpathSync(folder === '' ? '.' : folder) : '';
  return {
    read: (path) => {
      if (onDisk) {
        const why = whyUnread(root, at(path));
        if (why !== undefined) return { unreadable: why };
      }
      const source = range.load(at(path), { path: '', text: '' });
      return 'unreadable' in source ? source : { path, text: source.text };
    },
    list: (path) => {
      if (!onDisk) return range.recordedIn?.(at(path)) ?? [];
      return namesIn(root, at(path === '' ? '.' : path));
    },
  };
}

/** Commands run in the tree's folder with the caller's environment, texts in the C locale; recorded ones are looked up. */
function shellFor(
  settings: Settings,
  folder: string,
  answers: TreeAnswers | undefined,
): { shell?: (command: string) => string } {
  if (answers !== undefined) return { shell: (command) => answers.commands[command] ?? '' };
  if (!settings.get('ALLOW_SHELL')) return {};
  return { shell: treeShell(folder === '' ? '.' : folder) };
}

function dialectOf(settings: Settings, folder: string): { dialect: KconfigDialect; note?: string } {
  const asked = settings.get('KCONFIG_DIALECT');
  if (asked === '6.12' || asked === '6.1') return { dialect: asked };
  const path = namesKconfiglib(folder === '' ? '.' : folder);
  if (path !== undefined) {
    const note = `${path} names Kconfiglib, so the tree is completed as it does (KCONFIG_DIALECT=6.12 does as Linux 6.12)`;
    return { dialect: '6.1', note };
  }
  return { dialect: '6.12' };
}

function printAnswers(dialect: KconfigDialect, { environment, commands }: LoadedTree): string {
  const answers: TreeAnswers = {
    dialect,
    environment: Object.fromEntries(environment),
    commands: Object.fromEntries(commands),
  };
  return `${JSON.stringify(answers, undefined, 2)}\n`;
}

/** Reads a record of a sweep folder, which may be anybody's. Throws UsageError for what is none. */
function parseAnswers(text: string): TreeAnswers {
  try {
    const fields = fieldsOf(JSON.parse(text), 'record');
    return {
      dialect: fields.oneOf('dialect', DIALECTS),
      environment: textsOf(fields.value('environment')),
      commands: textsOf(fields.value('commands')),
    };
  } catch (error) {
    if (!(error instanceof DecodeError || error instanceof SyntaxError)) throw error;
    throw new UsageError(
      `${KCONFIG_ANSWERS}, what a Kconfig tree was told, cannot be used: ${error.message}`,
      'the sweep folder was changed by hand: restore it from a backup',
    );
  }
}

const DIALECTS: Readonly<Record<KconfigDialect, true>> = { '6.12': true, '6.1': true };

function textsOf(data: unknown): Readonly<Record<string, string>> {
  if (!isTexts(data)) throw new DecodeError('texts by name are expected');
  return data;
}

/** Positions in the tree's own terms become positions for the caller. */
function placed(diagnostics: readonly Diagnostic[], folder: string): Diagnostic[] {
  if (folder === '') return [...diagnostics];
  const known = new Map<Source, Source>();
  const moved = (source: Source): Source => {
    const old = known.get(source);
    if (old !== undefined) return old;
    const made = { path: `${folder}/${source.path}`, text: source.text };
    known.set(source, made);
    return made;
  };
  return diagnostics.map((diagnostic) => ({
    ...diagnostic,
    ...(diagnostic.span === undefined ? {} : { span: { ...diagnostic.span, source: moved(diagnostic.span.source) } }),
    ...(diagnostic.notes === undefined
      ? {}
      : {
          notes: diagnostic.notes.map((note) =>
            note.span === undefined ? note : { ...note, span: { ...note.span, source: moved(note.span.source) } },
          ),
        }),
  }));
}
