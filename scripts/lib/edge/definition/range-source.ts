// SPDX-License-Identifier: MIT
import type { DefinitionFiles } from '../../config/definition-files.ts';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, posix, relative, resolve } from 'node:path';
import { type Diagnostic, DiagnosticsError } from '../../core/diagnostic.ts';
import type { Source } from '../../core/source.ts';
import { FOREIGN_SYSTEMS } from '../../range/import/index.ts';
import { sourceRecord, type SourceRecord } from '../../config/manifest.ts';
import { errorInWords } from '../files.ts';
import { readPythonGrid } from './python-grid.ts';

/** A range file with the way to what it includes, and a record of all that was read. */
export interface RangeSource extends DefinitionFiles {
  /** Reads SWEEP_BASE or SWEEP_TEMPLATE: relative to the range file when the range file names it, else to the caller. */
  readonly loadNamed: (path: string, namedBy: 'range file' | 'caller') => Source;
  /** File name of the range file. */
  readonly name: string;
  /** Absolute folder of the range file. */
  readonly folder: string;
  /** All files read so far, by paths relative to the range file's folder. */
  readonly records: () => readonly SourceRecord[];
  /** Adds a text that is no file to the records. */
  readonly record: (path: string, text: string) => void;
  /** The text of a record, where everything comes from records; undefined for what is not there. */
  readonly recorded?: (path: string) => string | undefined;
  /** Names in a folder of the records. */
  readonly recordedIn?: (folder: string) => readonly string[];
}

/** What a call allows. */
export interface RangeConsent {
  /** ALLOW_CODE: a definition in Python may be run to be read. */
  readonly allowCode: boolean;
}

/**
 * Opens a range file on disk, or a definition of another system: its file, or the folder that it lies in. Throws
 * DiagnosticsError when it cannot be read.
 */
export function openRangeFile(given: string, cwd: string, consent: RangeConsent = { allowCode: false }): RangeSource {
  const path = definitionPath(given, cwd);
  refuseCode(path, consent);
  const folder = dirname(resolve(cwd, path));
  const records = new Map<string, SourceRecord>();
  const read = (shown: string): Source | { readonly unreadable: string } => {
    const absolute = resolve(cwd, shown);
    const text = readText(absolute);
    if (typeof text !== 'string') return text;
    const key = relative(folder, absolute);
    records.set(key, sourceRecord(key, text));
    return { path: shown, text };
  };
  const named = read(path);
  if ('unreadable' in named) throw new DiagnosticsError([missingFile(path, named.unreadable)]);
  const source = path.endsWith('.py') ? readPythonGrid(named, cwd) : named;
  // Kept of a module is what it holds, so that a sweep is read again without running it.
  records.set(basename(path), sourceRecord(basename(path), source.text));
  return {
    source,
    load: (included, from) =>
      included.endsWith('.py')
        ? { unreadable: 'it is Python code: name it as RANGE_CONFIG, with ALLOW_CODE=1' }
        : read(isAbsolute(included) ? included : join(dirname(from.path), included)),
    list: (inside, from) => namesInFolder(resolve(cwd, dirname(from.path), inside)),
    loadNamed: (file, by) => {
      const loaded = read(by === 'range file' && !isAbsolute(file) ? join(dirname(path), file) : file);
      if ('unreadable' in loaded) throw new DiagnosticsError([missingFile(file, loaded.unreadable)]);
      refuseStrangeBytes(loaded);
      return loaded;
    },
    name: basename(path),
    folder,
    records: () => [...records.values()],
    record: (key, text) => records.set(key, sourceRecord(key, text)),
  };
}

/** Opens a range file from the records of a manifest: no file outside is read. */
export function openRecordedRange(name: string, folder: string, records: readonly SourceRecord[]): RangeSource {
  const byPath = new Map(records.map((r) => [r.path, r]));
  const read = (key: string): Source | { readonly unreadable: string } => {
    const record = byPath.get(key);
    return record === undefined
      ? { unreadable: 'it is not in sweep.json' }
      : { path: key, text: record.text, isRecorded: true };
  };
  const required = (key: string): Source => {
    const source = read(key);
    if ('unreadable' in source) throw new DiagnosticsError([missingFile(key, source.unreadable)]);
    return source;
  };
  const recordedNames = (inside: string): readonly string[] => {
    const start = inside === '' || inside === '.' ? '' : `${posix.normalize(inside)}/`;
    const names = [...byPath.keys()].filter((key) => key.startsWith(start)).map((key) => key.slice(start.length));
    return [...new Set(names.map((each) => each.split('/')[0] ?? ''))];
  };
  return {
    source: required(name),
    load: (included, from) =>
      read(isAbsolute(included) ? relative(folder, included) : posix.join(dirname(from.path), included)),
    list: (inside, from) => recordedNames(posix.join(dirname(from.path), inside)),
    loadNamed: (named) => required(isAbsolute(named) ? relative(folder, named) : posix.normalize(named)),
    name,
    folder,
    records: () => records,
    record: () => undefined,
    recorded: (key) => byPath.get(key)?.text,
    recordedIn: recordedNames,
  };
}

/**
 * Returns a file's text without its byte order mark, or why it cannot be read. Bytes that are not UTF-8 become U+FFFD,
 * which the range language refuses where it stands.
 */
function readText(path: string): string | { readonly unreadable: string } {
  try {
    if (statSync(path).isCharacterDevice()) return { unreadable: 'it is a device' };
    return new TextDecoder().decode(readFileSync(path));
  } catch (error) {
    return { unreadable: errorInWords(error) };
  }
}

/** A folder stands for the definition of another system that lies in it. */
function definitionPath(path: string, cwd: string): string {
  const absolute = resolve(cwd, path);
  if (statSync(absolute, { throwIfNoEntry: false })?.isDirectory() !== true) return path;
  const places = FOREIGN_SYSTEMS.flatMap(({ inFolder }) => (inFolder === undefined ? [] : [inFolder]));
  const found = places.find((place) => existsSync(join(absolute, place)));
  return found === undefined ? path : join(path, found);
}

/** Reading a definition in Python runs it, whoever wrote it. */
function refuseCode(path: string, { allowCode }: RangeConsent): void {
  if (allowCode || !path.endsWith('.py')) return;
  throw new DiagnosticsError([
    {
      code: 'E_IMPORT_CODE',
      message: `${path} is Python code: to be read it has to run, and this call does not allow that`,
      hint: 'look at it; if it may run, ALLOW_CODE=1 on the command line of make, or --allow-code, lets it',
    },
  ]);
}

function namesInFolder(folder: string): readonly string[] {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true ? readdirSync(folder).sort() : [];
}

/** A base or template must be UTF-8 as well; its own readers would take U+FFFD for a character. */
function refuseStrangeBytes(source: Source): void {
  const offset = source.text.indexOf('\ufffd');
  if (offset === -1) return;
  const message = 'this line holds bytes that are not UTF-8';
  throw new DiagnosticsError([
    { code: 'E_ENCODING', message, hint: 'save the file as UTF-8', span: { source, offset, length: 1 } },
  ]);
}

function missingFile(path: string, why: string): Diagnostic {
  return { code: 'E_FILE_MISSING', message: `${path} cannot be read: ${why}` };
}
