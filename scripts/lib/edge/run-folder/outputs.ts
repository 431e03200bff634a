// SPDX-License-Identifier: MIT
import { readdirSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { isInnerPath } from '../../core/inner-path.ts';
import type { FileStamp } from '../../run/event.ts';
import { MISSING_CODES, statOrCode } from '../files.ts';

/** Returns those of some names that are no file or folder in the folder of a run, or none that can be looked at. */
export function missingFiles(runDir: string, names: readonly string[]): readonly string[] {
  return names.filter((name) => typeof statOrCode(join(runDir, name)) === 'string');
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
    const stat = statOrCode(join(runDir, path));
    return typeof stat === 'string' ? [] : [{ path, size: stat.size, mtimeMs: stat.mtimeMs }];
  });
}

/** Returns the names of those files of a run that held something when it ended, and are gone or empty now; not of those that cannot be looked at. */
export function lostFiles(runDir: string, stamps: readonly FileStamp[]): readonly string[] {
  return stamps
    .filter(({ path, size }) => {
      const stat = statOf(runDir, path);
      return size > 0 && (typeof stat === 'string' ? MISSING_CODES.has(stat) : stat.size === 0);
    })
    .map(({ path }) => path);
}

/** Tells whether any of some files of a run has another size or time than when it ended; some file systems keep whole seconds. */
export function haveChanged(runDir: string, stamps: readonly FileStamp[]): boolean {
  return stamps.some(({ path, size, mtimeMs }) => {
    const stat = statOf(runDir, path);
    return typeof stat !== 'string' && (stat.size !== size || Math.abs(stat.mtimeMs - mtimeMs) >= 1000);
  });
}

/** As statOrCode; nothing for a path that leads out of the folder. */
function statOf(runDir: string, path: string): Stats | string {
  return isInnerPath(path) ? statOrCode(join(runDir, path)) : 'ENOENT';
}
