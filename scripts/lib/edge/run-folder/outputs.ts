// SPDX-License-Identifier: MIT
import { readdirSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { isInnerPath } from '../../core/inner-path.ts';
import type { FileStamp } from '../../run/event.ts';
import { isMissing } from '../files.ts';

/** Returns those of some names that are no file or folder in the folder of a run, or none that can be looked at. */
export function missingFiles(runDir: string, names: readonly string[]): readonly string[] {
  return names.filter((name) => typeof statAt(join(runDir, name)) !== 'object');
}

/** So many files of a run are written down at most. */
const MOST_FILES = 20;

/** Returns the names of the files in a run folder, without its log, those of folders below it left out; [] where it cannot be read. */
export function filesThere(runDir: string): readonly string[] {
  try {
    return readdirSync(runDir, { withFileTypes: true })
      .filter((entry) => entry.isFile() && !OURS.test(entry.name))
      .map(({ name }) => name)
      .sort()
      .slice(0, MOST_FILES);
  } catch {
    return [];
  }
}

/** Files that ksweep itself puts there. */
const OURS = /^(config\..*|repro\.sh)$/;

/** Returns some files of a run as they are; those that are not there are left out. */
export function stampFiles(runDir: string, names: readonly string[]): readonly FileStamp[] {
  return names.flatMap((path) => {
    const stat = statAt(join(runDir, path));
    return typeof stat === 'object' ? [{ path, size: stat.size, mtimeMs: stat.mtimeMs }] : [];
  });
}

/** Returns the names of those files of a run that held something when it ended, and are gone or empty now; not of those that cannot be looked at. */
export function lostFiles(runDir: string, stamps: readonly FileStamp[]): readonly string[] {
  return stamps
    .filter(({ path, size }) => {
      const stat = size > 0 ? statOf(runDir, path) : 'unseen';
      return stat !== 'unseen' && (stat?.size ?? 0) === 0;
    })
    .map(({ path }) => path);
}

/** Tells whether any of some files of a run has another size or time than when it ended; some file systems keep whole seconds. */
export function haveChanged(runDir: string, stamps: readonly FileStamp[]): boolean {
  return stamps.some(({ path, size, mtimeMs }) => {
    const stat = statOf(runDir, path);
    return typeof stat === 'object' && (stat.size !== size || Math.abs(stat.mtimeMs - mtimeMs) >= 1000);
  });
}

/** What stands at a path; `unseen` where a job shut its folder, or the like. */
type Seen = Stats | undefined | 'unseen';

function statOf(runDir: string, path: string): Seen {
  return isInnerPath(path) ? statAt(join(runDir, path)) : undefined;
}

function statAt(path: string): Seen {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    return isMissing(error) ? undefined : 'unseen';
  }
}
