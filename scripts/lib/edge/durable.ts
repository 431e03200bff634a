// SPDX-License-Identifier: MIT
import { closeSync, constants, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorCode, removeQuietly, writing } from './files.ts';

/** File systems that cannot sync a folder say one of these; their entries are as safe as they are. */
const CANNOT: ReadonlySet<string | undefined> = new Set(['EINVAL', 'EBADF', 'ENOTSUP', 'EISDIR', 'EACCES']);

/** Puts the entries of a folder on the disk: a power cut forgets a file whose name was never synced, whatever it holds (fsync(2)). Throws WriteError. */
export function syncFolder(path: string): void {
  try {
    syncOpened(path, constants.O_RDONLY | constants.O_DIRECTORY);
  } catch (error) {
    if (!CANNOT.has(errorCode(error))) throw error;
  }
}

function syncOpened(path: string, flags: number): void {
  writing(path, () => {
    const fd = openSync(path, flags);
    try {
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  });
}

/** Writes a text as writeFileAtomic does, and returns when a power cut cannot take it away any more. Throws WriteError. */
export function writeFileDurably(path: string, text: string): void {
  const temporary = `${path}.tmp-${process.pid}`;
  try {
    writing(path, () => {
      rmSync(temporary, { recursive: true, force: true }); // of a process that is gone
      writeFileSync(temporary, text, { flag: 'wx' });
      syncOpened(temporary, constants.O_RDWR);
      renameSync(temporary, path);
    });
  } catch (error) {
    removeQuietly(temporary);
    throw error;
  }
  syncFolder(dirname(path));
}
