// SPDX-License-Identifier: MIT
import {
  copyFileSync,
  cpSync,
  existsSync,
  lstatSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { UsageError } from '../core/diagnostic.ts';
import type { RunId } from '../core/hash.ts';
import { errorCode, makeFolder, removeQuietly, writing } from '../edge/files.ts';
import { isReallyInside, refuseWayOut } from '../edge/inner-folder.ts';
import { foldJournal, JOURNAL_NAME } from '../edge/journal/journal-file.ts';
import {
  importedFolder,
  importedLogLink,
  INNER_ATTEMPTS_NAME,
  lastAttemptFolder,
  type RunHome,
} from '../edge/run-folder/attempt-place.ts';
import { TELEMETRY_NAME } from '../edge/run-folder/gpu-telemetry.ts';
import type { Event } from '../run/event.ts';
import type { RunState, SweepState } from '../run/state.ts';

/** A finished run in another sweep folder. */
interface Found {
  readonly sweepDir: string;
  readonly run: RunState;
}

/** A sweep folder that results may be taken from. */
export interface OtherSweep {
  readonly sweepDir: string;
  /** Returns what its journal tells; undefined when it cannot be read and is left out. */
  state(): SweepState | undefined;
}

/** Returns a sweep folder that somebody named: when it cannot be read, that is an error. It goes by its own name, not by that of a link such as latest. */
export function namedSweep(folder: string): OtherSweep {
  const sweepDir = realpathSync(folder);
  return { sweepDir, state: () => foldJournal(join(sweepDir, JOURNAL_NAME)) };
}

/** Returns the sweep folders beside each other in OUTPUT_DIR, newest first, without `self`. Nobody named them: a damaged one is left out. */
export function siblingSweeps(outputDir: string, self: string, note: (text: string) => void): readonly OtherSweep[] {
  if (!existsSync(outputDir)) return [];
  const names = readdirSync(outputDir)
    .filter((name) => name.startsWith('sweep_'))
    .sort()
    .reverse();
  const folders = names
    .map((name) => join(outputDir, name))
    .filter((folder) => existsSync(join(folder, JOURNAL_NAME)) && realpathSync(folder) !== self);
  return folders
    .map(namedSweep)
    .map(({ sweepDir, state }) => ({ sweepDir, state: () => unlessUnreadable(state, note) }));
}

/** What was told already: a pilot reads the older sweeps three times. */
const told = new Set<string>();

/** Returns what is read of an older sweep that nobody named; undefined, told in one line, when it cannot be read. */
export function unlessUnreadable<T>(read: () => T, note: (text: string) => void): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UsageError) && errorCode(error) === undefined) throw error;
    const line = `warning: ${(error as Error).message}; this older sweep is left out`; // both sorts are errors
    if (!told.has(line)) note(line);
    told.add(line);
    return undefined;
  }
}

/**
 * Takes over the results of runs that finished in other folders: copies each run folder, then yields its event. A run
 * id means the same configuration under the same command, so its result is as good as a new one.
 */
export function* importFrom(
  others: readonly OtherSweep[],
  sweepDir: string,
  nowMs: number,
  wanted: readonly RunState[],
): Generator<Event> {
  if (wanted.length === 0) return;
  const found = findFinished(others, new Set(wanted.map((r) => r.run)));
  for (const run of wanted) {
    const source = found.get(run.run);
    if (source === undefined || source.run.outcome === null) continue;
    copyRun(source, { home: sweepDir, folder: run.folder });
    const { outcome, reported } = source.run;
    yield {
      kind: 'imported',
      t: nowMs,
      run: run.run,
      from: relative(sweepDir, source.sweepDir),
      outcome,
      ...(reported === null ? {} : { reported }),
    };
  }
}

function findFinished(others: readonly OtherSweep[], wanted: ReadonlySet<RunId>): ReadonlyMap<RunId, Found> {
  const found = new Map<RunId, Found>();
  for (const other of others) {
    for (const run of other.state()?.runs.values() ?? []) {
      if (run.status === 'done' && wanted.has(run.run) && !found.has(run.run))
        found.set(run.run, { sweepDir: other.sweepDir, run });
    }
  }
  return found;
}

/**
 * Copies what a run left, with the claim, outcome and measurements of the attempt that counts; its configuration file is there
 * already, and repro.sh names the folder it lies in. Copied beside the run folder first: where the disk fills up the folder
 * stays as it was, fit for a run of its own. Only files and folders are copied: a link may lead anywhere, and so may a run
 * folder that is one (UsageError).
 */
function copyRun({ sweepDir, run }: Found, target: RunHome): void {
  const source = { home: sweepDir, folder: run.folder };
  refuseWayOut(source.home, source.folder);
  refuseWayOut(target.home, target.folder);
  const [from, to] = [join(source.home, source.folder), join(target.home, target.folder)];
  if (!existsSync(from)) return;
  const beside = `${to}.tmp-${process.pid}`;
  const isLeftOut = (path: string): boolean =>
    path === join(from, INNER_ATTEMPTS_NAME) ||
    ['output.log', 'repro.sh'].includes(relative(from, path)) ||
    (isConfigFile(path) && existsSync(join(to, basename(path))));
  try {
    removeQuietly(beside);
    writing(to, () => {
      cpSync(from, beside, {
        recursive: true,
        preserveTimestamps: true, // the journal knows them by size and time
        verbatimSymlinks: true,
        filter: (path) => isFileOrFolder(path) && (dirname(path) !== from || !isLeftOut(path)),
      });
      const hasLog = copyAttempt(source, lastAttemptFolder(source, run), target);
      if (hasLog) symlinkSync(importedLogLink(target.folder), join(beside, 'output.log'));
      moveInto(beside, to);
    });
  } finally {
    removeQuietly(beside);
  }
}

/** Copies the files of the attempt that counts, and the run's log, beside the attempts that the run has here; tells whether there is a log. */
function copyAttempt(source: RunHome, from: string | undefined, target: RunHome): boolean {
  const to = importedFolder(target);
  refuseWayOut(target.home, relative(target.home, to));
  const files = new Map<string, string>();
  const put = (name: string, path: string): void => {
    if (isReallyInside(source.home, path) && statSync(path).isFile()) files.set(name, path);
  };
  if (from !== undefined) for (const name of ['claim', 'outcome', TELEMETRY_NAME]) put(name, join(from, name));
  put('output.log', join(source.home, source.folder, 'output.log'));
  rmSync(to, { recursive: true, force: true }); // of an import that was cut short
  makeFolder(to);
  for (const [name, path] of files) copyFileSync(path, join(to, name));
  return files.has('output.log');
}

function isFileOrFolder(path: string): boolean {
  const stat = lstatSync(path);
  return stat.isFile() || stat.isDirectory();
}

function isConfigFile(path: string): boolean {
  return /^config\.[^.]+$/.test(basename(path));
}

function moveInto(from: string, to: string): void {
  makeFolder(to);
  for (const name of readdirSync(from)) {
    rmSync(join(to, name), { recursive: true, force: true }); // of an import that was cut short
    renameSync(join(from, name), join(to, name));
  }
}
