// SPDX-License-Identifier: MIT
import { cpSync, existsSync, readdirSync, realpathSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import type { RunId } from '../core/hash.ts';
import { makeFolder, removeQuietly, writing } from '../edge/files.ts';
import { foldJournal, JOURNAL_NAME } from '../edge/journal-file.ts';
import type { Event } from '../run/event.ts';
import type { RunState, SweepState } from '../run/state.ts';

/** A finished run in another sweep folder. */
interface Found {
  readonly sweepDir: string;
  readonly run: RunState;
}

/** Returns the sweep folders beside each other in OUTPUT_DIR, newest first, without `self`. */
export function siblingSweeps(outputDir: string, self: string): readonly string[] {
  if (!existsSync(outputDir)) return [];
  const names = readdirSync(outputDir).filter((name) => name.startsWith('sweep_')).sort().reverse();
  return names.map((name) => join(outputDir, name)).filter((folder) => existsSync(join(folder, JOURNAL_NAME)) && realpathSync(folder) !== self);
}

/**
 * Takes over the results of runs that finished in other folders: copies each run folder, then yields its event. A run
 * id means the same configuration under the same command, so its result is as good as a new one.
 */
export function* importFrom(folders: readonly string[], sweepDir: string, nowMs: number, wanted: readonly RunState[]): Generator<Event> {
  if (wanted.length === 0) return;
  const found = findFinished(folders, new Set(wanted.map((r) => r.run)));
  for (const run of wanted) {
    const source = found.get(run.run);
    if (source === undefined || source.run.outcome === null) continue;
    copyRunFolder(join(source.sweepDir, source.run.folder), join(sweepDir, run.folder));
    yield { kind: 'imported', t: nowMs, run: run.run, from: relative(sweepDir, source.sweepDir), outcome: source.run.outcome };
  }
}

function findFinished(folders: readonly string[], wanted: ReadonlySet<RunId>): ReadonlyMap<RunId, Found> {
  const found = new Map<RunId, Found>();
  for (const sweepDir of folders) {
    const state: SweepState = foldJournal(join(sweepDir, JOURNAL_NAME));
    for (const run of state.runs.values()) {
      if (run.status === 'done' && wanted.has(run.run) && !found.has(run.run)) found.set(run.run, { sweepDir, run });
    }
  }
  return found;
}

/**
 * Copies what a run left; its attempts' claims and outcomes stay where the attempts were, its configuration file is there
 * already, and repro.sh names the folder it lies in. Copied beside the run folder first: where the disk fills up the folder stays as it was, fit for a run of its own.
 */
function copyRunFolder(from: string, to: string): void {
  if (!existsSync(from)) return;
  const beside = `${to}.tmp-${process.pid}`;
  const isLeftOut = (path: string): boolean => path.startsWith(join(from, 'attempts')) || ['output.log', 'repro.sh'].includes(relative(from, path)) || (isConfigFile(path) && existsSync(join(to, basename(path))));
  try {
    writing(to, () => {
      cpSync(from, beside, { recursive: true, verbatimSymlinks: true, filter: (path) => dirname(path) !== from || !isLeftOut(path) });
      const log = join(from, 'output.log');
      if (existsSync(log)) {
        cpSync(realpathSync(log), join(beside, 'imported.log'));
        symlinkSync('imported.log', join(beside, 'output.log'));
      }
      moveInto(beside, to);
    });
  } finally {
    removeQuietly(beside);
  }
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
