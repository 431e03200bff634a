// SPDX-License-Identifier: MIT
import { closeSync, fstatSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { RunFiles } from '../../results/gather-entries.ts';
import { LOG_FILE } from '../../results/readers/index.ts';
import { firstAttemptThatCounts } from '../../results/since.ts';
import type { RunState } from '../../run/state.ts';
import { isMissing } from '../files.ts';

/** A log may be huge, and its metrics are read from its end. */
const LOG_BYTES = 64 * 1024 * 1024;

/** Returns the files of a run folder. One that cannot be read counts as missing: a report must not end over it. */
export function openRunFiles(folder: string): RunFiles {
  return {
    read: (name) => readOne(join(folder, name), name === LOG_FILE ? LOG_BYTES : Number.MAX_SAFE_INTEGER),
    list: (name) => namesIn(join(folder, name)),
  };
}

function namesIn(folder: string): readonly string[] | undefined {
  try {
    return readdirSync(folder);
  } catch {
    return undefined; // none, or a file of that name
  }
}

function readOne(path: string, most: number): { text: string; mtimeMs: number } | undefined {
  let fd: number;
  try {
    // Most of the files that could be there are not, and an error costs ten times as much as a look.
    if (statSync(path, { throwIfNoEntry: false }) === undefined) return undefined;
    fd = openSync(path, 'r');
  } catch {
    return undefined;
  }
  try {
    const { mtimeMs, size } = fstatSync(fd);
    return { text: size <= most ? readFileSync(fd, 'utf8') : readEnd(fd, size, most), mtimeMs };
  } catch {
    return undefined; // a folder of that name, or a disk that fails
  } finally {
    closeSync(fd);
  }
}

/** Whole lines only: what is left of a number that was cut is another number. */
function readEnd(fd: number, size: number, most: number): string {
  const bytes = Buffer.alloc(most);
  const length = readSync(fd, bytes, 0, most, size - most);
  return bytes.toString('utf8', bytes.subarray(0, length).indexOf(0x0a) + 1, length);
}

/**
 * Returns since when metric files of a run count (epoch ms), by the clock of the file system that holds them; null when
 * all of them do. The folder is made for the first attempt, so nothing in it can be older than that, unless a result was
 * copied into it.
 */
export function metricsSinceMs(runFolder: string, run: RunState): number | null {
  const first = firstAttemptThatCounts(run);
  if (first === null || (first.attempt === run.attempts[0]?.attempt && !run.hasImported)) return null;
  try {
    return statSync(join(runFolder, 'attempts', String(first.attempt), 'claim')).mtimeMs;
  } catch (error) {
    if (isMissing(error)) return first.startMs;
    throw error;
  }
}
