// SPDX-License-Identifier: MIT
import { lstatSync, renameSync, statSync } from 'node:fs';
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
