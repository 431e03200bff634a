// SPDX-License-Identifier: MIT
import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, posix, relative, resolve } from 'node:path';
import { type Diagnostic, DiagnosticsError } from '../../core/diagnostic.ts';
import type { Source } from '../../core/source.ts';
import type { SourceLoader } from '../../range/parse.ts';
import { sourceRecord, type SourceRecord } from '../../config/manifest.ts';
import { errorInWords } from '../files.ts';

/** A range file with the way to what it includes, and a record of all that was read. */
export interface RangeSource {
  readonly source: Source;
  readonly load: SourceLoader;
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

/** Opens a range file on disk. Throws DiagnosticsError when it cannot be read. */
export function openRangeFile(path: string, cwd: string): RangeSource {
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
  const source = read(path);
  if ('unreadable' in source) throw new DiagnosticsError([missingFile(path, source.unreadable)]);
  return {
    source,
    load: (included, from) => read(isAbsolute(included) ? included : join(dirname(from.path), included)),
    loadNamed: (named, by) => {
      const loaded = read(by === 'range file' && !isAbsolute(named) ? join(dirname(path), named) : named);
      if ('unreadable' in loaded) throw new DiagnosticsError([missingFile(named, loaded.unreadable)]);
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
  return {
    source: required(name),
    load: (included, from) =>
      read(isAbsolute(included) ? relative(folder, included) : posix.join(dirname(from.path), included)),
    loadNamed: (named) => required(isAbsolute(named) ? relative(folder, named) : posix.normalize(named)),
    name,
    folder,
    records: () => records,
    record: () => undefined,
    recorded: (key) => byPath.get(key)?.text,
    recordedIn: (inside) => {
      const start = inside === '' || inside === '.' ? '' : `${posix.normalize(inside)}/`;
      const names = [...byPath.keys()].filter((key) => key.startsWith(start)).map((key) => key.slice(start.length));
      return [...new Set(names.map((name) => name.split('/')[0] ?? ''))];
    },
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

/** A base or template must be UTF-8 as well; its own readers would take U+FFFD for a character. */
function refuseStrangeBytes(source: Source): void {
  const offset = source.text.indexOf('\ufffd');
  if (offset === -1) return;
  const message = 'this line holds bytes that are not UTF-8';
  throw new DiagnosticsError([
    {
      severity: 'error',
      code: 'E_ENCODING',
      message,
      hint: 'save the file as UTF-8',
      span: { source, offset, length: 1 },
    },
  ]);
}

function missingFile(path: string, why: string): Diagnostic {
  return { severity: 'error', code: 'E_FILE_MISSING', message: `${path} cannot be read: ${why}` };
}
