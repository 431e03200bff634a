// SPDX-License-Identifier: MIT
import { closeSync, fsyncSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { removeQuietly, writing } from '../files.ts';

/** Name of the file that holds some room on the disk for the end of a sweep. */
export const RESERVE_NAME = '.reserve';

/** Room for the ends of some hundred runs in the journal, and for as many outcomes as lanes wait with. */
const RESERVE_BYTES = 32 * 1024;

/** A little room that nothing else uses: given back when the disk is full, so that what has ended can be written down. */
export interface Reserve {
  /** Makes room; false when there was none to make. */
  free(): boolean;
  /** Takes the room again. Throws WriteError while the disk has none. */
  take(): void;
  /** Gives the room back for good. */
  close(): void;
}

/** Returns the reserve of a sweep folder, taken if there is room for it. */
export function openReserve(sweepDir: string): Reserve {
  const path = join(sweepDir, RESERVE_NAME);
  const isTaken = (): boolean => statSync(path, { throwIfNoEntry: false })?.size === RESERVE_BYTES;
  const take = (): void => {
    if (isTaken()) return;
    try {
      writing(path, () => fill(path));
    } catch (error) {
      removeQuietly(path); // a part of it would be in the way of others
      throw error;
    }
  };
  try {
    take();
  } catch {
    // a disk that is full now says so with the first write
  }
  return {
    free: () => {
      if (!isTaken()) return false;
      removeQuietly(path);
      return !isTaken();
    },
    take,
    close: () => removeQuietly(path),
  };
}

/** Zeros: where a file system keeps none of those, there is no room to be freed, and it is waited for as without a reserve. */
function fill(path: string): void {
  rmSync(path, { recursive: true, force: true });
  const fd = openSync(path, 'wx');
  try {
    for (let done = 0; done < RESERVE_BYTES; ) done += writeSync(fd, Buffer.alloc(RESERVE_BYTES - done));
    fsyncSync(fd); // a file system that gives room late says so now
  } finally {
    closeSync(fd);
  }
}
