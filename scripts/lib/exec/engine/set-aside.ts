// SPDX-License-Identifier: MIT
import { type Dirent, lstatSync, readdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode, writing } from '../../edge/files.ts';

/** Something of the runner's in a run folder, and whether it is a folder. */
export interface OwnPath {
  readonly path: string;
  readonly isFolder: boolean;
}

/** What the system says when a path is in use by something of another kind; a disk that fails says otherwise. */
const IN_THE_WAY: ReadonlySet<string | undefined> = new Set(['EEXIST', 'EISDIR', 'ENOTDIR', 'ENOTREG']);

/**
 * Does something that writes to a run folder; where a job put a file for a folder or a folder for a file, that is renamed
 * to `<name><suffix>` (nothing of a job is deleted) and it is done again: one job must not end the sweep of all.
 */
export function pushingThrough(own: readonly OwnPath[], suffix: string, action: () => void): void {
  try {
    action();
  } catch (error) {
    if (!IN_THE_WAY.has(errorCode(error)) || !setAside(own, suffix)) throw error;
    action();
  }
}

/** Tells whether something was in the way. Links are followed: a run folder may lie elsewhere. */
function setAside(own: readonly OwnPath[], suffix: string): boolean {
  let found = false;
  for (const { path, isFolder } of own) {
    const entry = isFolder ? statSync(path, { throwIfNoEntry: false }) : lstatSync(path, { throwIfNoEntry: false });
    if (entry === undefined || (isFolder ? entry.isDirectory() : entry.isFile() || entry.isSymbolicLink())) continue;
    writing(path, () => renameSync(path, `${path}${suffix}`));
    found = true;
  }
  return found;
}

/**
 * Renames pipes, sockets, devices, and links to such or in a ring, that an earlier attempt left in the folder of its run: the next one
 * would wait for ever where it opens a pipe to write its metrics.
 */
export function setSpecialFilesAside(runDir: string, suffix: string): void {
  for (const entry of entriesOf(runDir)) {
    const path = join(runDir, entry.name);
    if (isSpecial(entry, path)) writing(path, () => renameSync(path, `${path}${suffix}`));
  }
}

/** A folder that cannot be listed is told where something is written into it. */
function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function isSpecial(entry: Dirent, path: string): boolean {
  if (!entry.isSymbolicLink()) return !entry.isFile() && !entry.isDirectory();
  try {
    const target = statSync(path, { throwIfNoEntry: false });
    return target !== undefined && !target.isFile() && !target.isDirectory();
  } catch (error) {
    return errorCode(error) === 'ELOOP';
  }
}
