// SPDX-License-Identifier: MIT
import type { MetricSpec } from './readers/metric-spec.ts';
import { LOG_FILE, METRIC_READERS } from './readers/index.ts';
import { readJsonPath } from './readers/json-path.ts';
import type { LogPattern } from './readers/log-regex.ts';
import { type Entry, isSeries, type Reading, type Scalar } from './readers/reading.ts';
import { reduceEntry } from './reduce.ts';

/** The files of one run folder; `read` returns undefined when there is no such file, and says why one is not read. */
export interface RunFiles {
  read(name: string): { readonly text: string; readonly mtimeMs: number } | { readonly unread: string } | undefined;
}

export interface ReadOptions {
  readonly specs: readonly MetricSpec[];
  /** Of SWEEP_METRIC_REGEX, by `parseLogPattern`; undefined: the log is not read. */
  readonly logPattern?: LogPattern | undefined;
  /** Files last changed before this (epoch ms) are left from an earlier attempt; null: every file counts. */
  readonly sinceMs: number | null;
  /** True when the run has ended well: nothing is being written any more. */
  readonly isComplete?: boolean | undefined;
  /** Wall time of the run: the metric `total_time` when no file has one. Undefined while it is not known. */
  readonly totalTimeS?: number | undefined;
  /** What was measured of the run from outside (its GPUs): metrics where no file has one of that name. */
  readonly measured?: Readonly<Record<string, number>> | undefined;
}

/** What one run reports. */
export interface RunMetrics {
  /** Every metric by name, arrays as their last entry, and each of SWEEP_METRIC under its own text; null is NaN. */
  readonly values: Readonly<Record<string, Scalar>>;
  /** Of SWEEP_METRIC: those that no file has (or has only as text). */
  readonly missing: readonly string[];
  /** Broken, half-written and outdated files, each `file:line:column: what`, and metrics that are texts. */
  readonly problems: readonly string[];
  /** Files that were read. */
  readonly files: readonly string[];
  /** Files of SWEEP_METRIC in folders of their own that were not there yet: their coming does not change the run folder. */
  readonly awaited?: readonly string[];
  /** True when another look may find more although no file has changed. */
  readonly isProvisional?: true;
}

/** Returns what a run reports, from its files in their order: the first that has a metric wins. Never throws. */
export function readRunMetrics(files: RunFiles, options: ReadOptions): RunMetrics {
  const gathered = gatherEntries(files, options);
  const values: Record<string, Scalar> = {};
  for (const [name, entry] of gathered.entries) {
    const value = reduceEntry(entry, { kind: 'last' });
    if (value !== undefined) values[name] = value;
  }
  if (options.totalTimeS !== undefined && !Object.hasOwn(values, 'total_time'))
    values['total_time'] = options.totalTimeS;
  for (const [name, value] of Object.entries(options.measured ?? {})) {
    if (!Object.hasOwn(values, name)) values[name] = value;
  }
  const missing: string[] = [];
  for (const spec of options.specs) {
    const entry = spec.source === undefined ? gathered.entries.get(spec.name) : gathered.paths.get(spec.text);
    const value =
      entry === undefined
        ? spec.source === undefined && Object.hasOwn(values, spec.name)
          ? values[spec.name]
          : undefined
        : reduceEntry(entry, spec.reducer);
    if (typeof value === 'string')
      gathered.problems.push(`${spec.text} is the text ${shortened(value)}; expected a number`);
    if (value === undefined || typeof value === 'string') missing.push(spec.text);
    else values[spec.text] = value;
  }
  const { problems, awaited, isProvisional } = gathered;
  return {
    values,
    missing,
    problems,
    files: gathered.files,
    ...(awaited.length > 0 ? { awaited } : {}),
    ...(isProvisional ? { isProvisional } : {}),
  };
}

/** A text for a message; one from a script may be a whole page. */
function shortened(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}...` : text);
}

/** Returns every metric of a run that has one number an epoch: its learning curves. */
export function readRunCurves(files: RunFiles, options: ReadOptions): ReadonlyMap<string, readonly number[]> {
  const curves = new Map<string, readonly number[]>();
  for (const [name, entry] of gatherEntries(files, options).entries) {
    if (isSeries(entry)) curves.set(name, entry);
  }
  return curves;
}

/** Returns the sentence that says why a run has no metric to rank by. */
export function describeMissing(metrics: RunMetrics): string {
  const where = metrics.files.length === 0 ? 'no metrics file was written' : `read ${metrics.files.join(', ')}`;
  const why = metrics.problems.length > 0 ? metrics.problems.join('; ') : where;
  return `no ${metrics.missing.join(', no ')} (${why})`;
}

interface Gathered {
  readonly entries: Map<string, Entry>;
  /** Entries of SWEEP_METRIC's file.json:path parts, by the text of the part. */
  readonly paths: Map<string, Entry>;
  readonly problems: string[];
  readonly files: string[];
  readonly awaited: string[];
  isProvisional: boolean;
}

function gatherEntries(files: RunFiles, options: ReadOptions): Gathered {
  const into: Gathered = {
    entries: new Map(),
    paths: new Map(),
    problems: [],
    files: [],
    awaited: [],
    isProvisional: false,
  };
  for (const reader of METRIC_READERS) {
    const text = readFresh(files, reader.file, options, into);
    if (text === undefined) continue;
    const isCut = reader.isByLine === true && options.isComplete === true && !text.endsWith('\n');
    merge(into, reader.file, reader.read(isCut ? `${text}\n` : text));
  }
  if (options.logPattern !== undefined) {
    const log = files.read(LOG_FILE);
    if (log !== undefined && 'unread' in log) into.problems.push(`${LOG_FILE}:1:1: ${log.unread}`);
    else if (log !== undefined) {
      into.files.push(LOG_FILE);
      merge(into, LOG_FILE, options.logPattern(log.text));
    }
  }
  for (const spec of options.specs) {
    if (spec.source === undefined) continue;
    const text = readFresh(files, spec.source.file, options, into);
    if (text === undefined) continue;
    const reading = readJsonPath(text, spec.source);
    if ('problem' in reading) into.problems.push(`${spec.source.file}:${reading.problem}`);
    else if (reading.entry !== undefined) into.paths.set(spec.text, reading.entry);
  }
  return into;
}

function readFresh(files: RunFiles, name: string, options: ReadOptions, into: Gathered): string | undefined {
  const found = files.read(name);
  if (found === undefined) {
    if (name.includes('/')) into.awaited.push(name);
    return undefined;
  }
  if ('unread' in found) {
    into.problems.push(`${name}:1:1: ${found.unread}`);
    return undefined;
  }
  if (isOlder(found.mtimeMs, options.sinceMs)) {
    into.problems.push(`${name}:1:1: older than the attempt: left by an earlier one`);
    return undefined;
  }
  if (!into.files.includes(name)) into.files.push(name);
  return found.text;
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
    if (!into.entries.has(name)) into.entries.set(name, entry);
  }
  if (reading.problem !== undefined) into.problems.push(`${file}:${reading.problem}`);
  into.isProvisional ||= reading.isProvisional === true;
}
