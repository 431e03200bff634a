// SPDX-License-Identifier: MIT
import { formatOfName, METRIC_FORMATS } from './readers/formats.ts';
import { type FolderListing, isGlob, matchGlob } from './readers/glob.ts';
import { KNOWN_READERS, LOG_FILE } from './readers/index.ts';
import { hasJsonStats, readJsonStats } from './readers/json-stats.ts';
import { readJsonPath } from './readers/json-path.ts';
import type { LogPattern } from './readers/log-regex.ts';
import type { MetricSpec } from './readers/metric-spec.ts';
import type { MetricSource } from './readers/metric-source.ts';
import { type Entry, isSeries, type MetricReader, type Reading } from './readers/reading.ts';

/** The files of one run folder. */
export interface RunFiles {
  /** Returns undefined when there is no such file, and says why one is not read. */
  read(name: string): { readonly text: string; readonly mtimeMs: number } | { readonly unread: string } | undefined;
  /** Names in a folder of the run folder, '' for itself; undefined when there is no such folder. */
  readonly list: FolderListing;
}

export interface GatherOptions {
  readonly specs: readonly MetricSpec[];
  /** Of SWEEP_METRIC_FILES: read before the files that are known without being named. */
  readonly ownReaders?: readonly MetricReader[] | undefined;
  /** Of SWEEP_METRIC_REGEX, by `parseLogPattern`; undefined: the log is not read for it. */
  readonly logPattern?: LogPattern | undefined;
  /** Files last changed before this (epoch ms) are left from an earlier attempt; null: every file counts. */
  readonly sinceMs: number | null;
  /** True when the run has ended well: nothing is being written any more. */
  readonly isComplete?: boolean | undefined;
}

/** What the files of one run hold. */
export interface Gathered {
  /** By name; the first file that has a metric wins. */
  readonly entries: Map<string, Entry>;
  /** Metrics of a cross-validation: an entry for each fold. */
  readonly folds: Map<string, readonly Entry[]>;
  /** Of SWEEP_METRIC's parts with a file: its entry, or one for each fold. */
  readonly sources: Map<MetricSpec, readonly Entry[]>;
  readonly problems: string[];
  /** Files that were read. */
  readonly files: string[];
  /** Files in folders of their own that were not there; the log may be one. */
  readonly awaited: string[];
  /** Folders below the run folder whose names decided what was read, and files of which nothing was taken. */
  readonly looked: string[];
  /** What a file says that its run has not finished. */
  unfinished: string | undefined;
  isProvisional: boolean;
}

/** Reads all metrics of a run: its own files, those it is known by, the log, and the files that SWEEP_METRIC names. */
export function gatherEntries(files: RunFiles, options: GatherOptions): Gathered {
  const into: Gathered = {
    entries: new Map(),
    folds: new Map(),
    sources: new Map(),
    problems: [],
    files: [],
    awaited: [],
    looked: [],
    unfinished: undefined,
    isProvisional: false,
  };
  const present = new Set(files.list('') ?? []);
  for (const reader of options.ownReaders ?? []) readKnown(reader, files, options, into);
  for (const reader of KNOWN_READERS) {
    const [first = ''] = reader.file.split('/');
    if (isGlob(first) || present.has(first)) readKnown(reader, files, options, into);
  }
  if (options.logPattern !== undefined) {
    const log = files.read(LOG_FILE);
    if (log === undefined || 'unread' in log) noteLog(into, log);
    if (log !== undefined && 'unread' in log) into.problems.push(`${LOG_FILE}:1:1: ${log.unread}`);
    else if (log !== undefined) {
      into.files.push(LOG_FILE);
      merge(into, LOG_FILE, options.logPattern(log.text));
    }
  }
  for (const spec of options.specs) {
    if (spec.source !== undefined) into.sources.set(spec, readSource(spec.source, files, options, into));
  }
  if (options.specs.some((spec) => isMissing(spec, into))) readStatsOfLog(files, into);
  return into;
}

function isMissing(spec: MetricSpec, into: Gathered): boolean {
  return spec.source === undefined && !into.entries.has(spec.name) && !into.folds.has(spec.name);
}

/** Logs may be huge, and few hold such lines: only where the metric is still to be found. */
function readStatsOfLog(files: RunFiles, into: Gathered): void {
  const log = files.read(LOG_FILE);
  if (log === undefined || 'unread' in log || !hasJsonStats(log.text)) {
    noteLog(into, log);
    return;
  }
  if (!into.files.includes(LOG_FILE)) into.files.push(LOG_FILE);
  merge(into, LOG_FILE, readJsonStats(log.text));
}

/** A file as a reader finds it: its path may be one of several that a pattern means. */
interface Found {
  readonly path: string;
  readonly text: string;
}

function readKnown(reader: MetricReader, files: RunFiles, options: GatherOptions, into: Gathered): void {
  const found = findFresh(reader, files, options, into);
  const readings = found.map(({ path, text }) => {
    const isCut = reader.isByLine === true && options.isComplete === true && !text.endsWith('\n');
    return { path, reading: reader.read(isCut ? `${text}\n` : text) };
  });
  if (reader.isFold !== true) {
    for (const { path, reading } of readings) merge(into, path, reading);
    return;
  }
  const names = new Set(readings.flatMap(({ reading }) => [...reading.entries.keys()]));
  for (const name of names) {
    const entries = readings.flatMap(({ reading }) => {
      const entry = reading.entries.get(name);
      return entry === undefined ? [] : [entry];
    });
    if (!into.folds.has(name) && !into.entries.has(name)) into.folds.set(name, entries);
  }
  for (const { path, reading } of readings) tellProblem(into, path, reading);
}

/** Returns the newest file by name that counts, or every fold. */
function findFresh(
  { file, starred, isFold }: Pick<MetricReader, 'file' | 'starred' | 'isFold'>,
  files: RunFiles,
  options: GatherOptions,
  into: Gathered,
): readonly Found[] {
  if (!isGlob(file)) {
    const text = readFresh(files, file, options, into);
    return text === undefined ? [] : [{ path: file, text }];
  }
  const { matches, looked } = matchGlob(file, files.list);
  into.looked.push(...looked.filter((folder) => !into.looked.includes(folder)));
  const found: Found[] = [];
  const old: string[] = [];
  for (const match of matches) {
    if (starred !== undefined && !match.starred.every((text) => starred.test(text))) continue;
    const problems: string[] = [];
    const text = readFresh(files, match.path, options, { ...into, problems });
    if (text === undefined) old.push(...problems);
    else found.push({ path: match.path, text });
    if (found.length > 0 && isFold !== true) break;
  }
  if (found.length === 0) into.problems.push(...old.slice(0, 1));
  return isFold === true ? found.reverse() : found;
}

function readSource(source: MetricSource, files: RunFiles, options: GatherOptions, into: Gathered): readonly Entry[] {
  return findFresh(source, files, options, into).flatMap(({ path, text }) => {
    const reading = readAt(source, path, text, options);
    if ('problem' in reading) into.problems.push(`${path}:${reading.problem}`);
    return 'entry' in reading && reading.entry !== undefined ? [reading.entry] : [];
  });
}

/** A JSON file has paths; of every other format the names joined by dots are that of a metric. */
function readAt(
  { file, keys }: MetricSource,
  path: string,
  text: string,
  options: GatherOptions,
): { readonly entry: Entry | undefined } | { readonly problem: string } {
  const named = [...(options.ownReaders ?? []), ...KNOWN_READERS].find((reader) => reader.file === file);
  if (path.endsWith('.json')) return readJsonPath(text, keys);
  const format = formatOfName(path);
  const reader = named ?? (format === undefined ? METRIC_FORMATS.keywords : METRIC_FORMATS[format]);
  const isCut = 'isByLine' in reader && options.isComplete === true && !text.endsWith('\n');
  const reading = reader.read(isCut ? `${text}\n` : text);
  const entry = reading.entries.get(keys.filter((key) => typeof key === 'string').join('.'));
  const index = keys.at(-1);
  if (entry !== undefined && isSeries(entry) && typeof index === 'number') return { entry: entry.at(index) };
  return entry === undefined && reading.problem !== undefined ? { problem: reading.problem } : { entry };
}

function readFresh(files: RunFiles, name: string, options: GatherOptions, into: Gathered): string | undefined {
  const found = files.read(name);
  if (found === undefined) {
    if (name.includes('/')) into.awaited.push(name);
    return undefined;
  }
  if ('unread' in found) {
    look(into, name);
    into.problems.push(`${name}:1:1: ${found.unread}`);
    return undefined;
  }
  if (isOlder(found.mtimeMs, options.sinceMs)) {
    look(into, name);
    into.problems.push(`${name}:1:1: older than the attempt: left by an earlier one`);
    return undefined;
  }
  if (!into.files.includes(name)) into.files.push(name);
  return found.text;
}

/** The log is a link to that of an attempt, which may come and grow without any change of the run's own folder. */
function noteLog(into: Gathered, log: ReturnType<RunFiles['read']>): void {
  if (log !== undefined) look(into, LOG_FILE);
  else if (!into.awaited.includes(LOG_FILE)) into.awaited.push(LOG_FILE);
}

/** Notes a file of which nothing is taken now: it may change in its place. */
function look(into: Gathered, name: string): void {
  if (!into.files.includes(name) && !into.looked.includes(name)) into.looked.push(name);
}

/** Kernels stamp files with the time of their last tick, so a file made at once may look this much too old. */
const CLOCK_TICK_MS = 10;

/** Tells whether a file was written before a moment, given that some file systems keep whole seconds only. */
function isOlder(mtimeMs: number, sinceMs: number | null): boolean {
  if (sinceMs === null) return false;
  if (mtimeMs % 1000 === 0) return mtimeMs < Math.floor(sinceMs / 1000) * 1000;
  return mtimeMs < sinceMs - CLOCK_TICK_MS;
}

function merge(into: Gathered, file: string, reading: Reading): void {
  for (const [name, entry] of reading.entries) {
    if (!into.entries.has(name) && !into.folds.has(name)) into.entries.set(name, entry);
  }
  if (reading.unfinished !== undefined) into.unfinished ??= `${file} says ${reading.unfinished}`;
  tellProblem(into, file, reading);
}

function tellProblem(into: Gathered, file: string, reading: Reading): void {
  if (reading.problem !== undefined) into.problems.push(`${file}:${reading.problem}`);
  into.isProvisional ||= reading.isProvisional === true;
}

/** Returns the text of a run's log; undefined where there is none, or it is not read. */
export function logText(files: RunFiles): string | undefined {
  const log = files.read(LOG_FILE);
  return log === undefined || 'unread' in log ? undefined : log.text;
}
