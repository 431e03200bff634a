// SPDX-License-Identifier: MIT
import { closeSync, lstatSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { RunFiles } from '../../results/gather-entries.ts';
import { LOG_FILE } from '../../results/readers/index.ts';
import { firstAttemptThatCounts } from '../../results/since.ts';
import type { RunState } from '../../run/state.ts';
import { errorInWords, isMissing } from '../files.ts';
import { linkOnTheWay } from '../inner-folder.ts';
import { type OpenedFile, openRegular, tooLarge } from '../regular-file.ts';
import { setBackMs } from './attempt-times.ts';
import { attemptFolder } from './attempt-place.ts';

/** A log may be huge, and its metrics are read from its end. */
const LOG_BYTES = 64 * 1024 * 1024;

/** Most bytes of a metrics file; the largest of real ones have a hundredth of that. */
const METRICS_BYTES = 128 * 1024 * 1024;

/**
 * Returns the files of a run folder inside a sweep folder (`home`). One that cannot be read says why: a report must not end
 * over it. Through a link, be it the file or on the way to its folder, only files of the caller's own or of the link's maker are read.
 */
export function openRunFiles(folder: string, home?: string): RunFiles {
  const link = home === undefined ? undefined : linkOnTheWay(home, relative(home, folder));
  const maker = link === undefined ? undefined : lstatSync(link, { throwIfNoEntry: false })?.uid;
  return {
    read: (name) => readOne(join(folder, name), { isLog: name === LOG_FILE, maker }),
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

interface Wanted {
  readonly isLog: boolean;
  /** Owner of a link on the way to the run folder; undefined without one. */
  readonly maker: number | undefined;
}

function readOne(path: string, { isLog, maker }: Wanted): ReturnType<RunFiles['read']> {
  try {
    // Most of the files that could be there are not, and an error costs ten times as much as a look.
    const entry = lstatSync(path, { throwIfNoEntry: false });
    if (entry === undefined) return undefined;
    const file = openRegular(path);
    try {
      return readOpen(file, { isLog, maker: maker ?? (entry.isSymbolicLink() ? entry.uid : undefined) });
    } finally {
      closeSync(file.fd);
    }
  } catch (error) {
    return isMissing(error) ? undefined : { unread: `it cannot be read: ${errorInWords(error)}` };
  }
}

function readOpen({ fd, stat }: OpenedFile, { isLog, maker }: Wanted): ReturnType<RunFiles['read']> {
  const { mtimeMs, size } = stat;
  if (maker !== undefined && stat.uid !== process.getuid?.() && stat.uid !== maker)
    return { unread: 'it is a link to a file of somebody else, which is not followed' };
  if (isLog) return { text: size <= LOG_BYTES ? readFileSync(fd, 'utf8') : readEnd(fd, size, LOG_BYTES), mtimeMs };
  if (size > METRICS_BYTES) return { unread: tooLarge(size, METRICS_BYTES) };
  return { text: readFileSync(fd, 'utf8'), mtimeMs };
}

/** Whole lines only: what is left of a number that was cut is another number. */
function readEnd(fd: number, size: number, most: number): string {
  const bytes = Buffer.alloc(most);
  const length = readSync(fd, bytes, 0, most, size - most);
  return bytes.toString('utf8', bytes.subarray(0, length).indexOf(0x0a) + 1, length);
}

/**
 * Returns since when metric files of a run count (epoch ms), by the clock of the file system that holds them, less what that was set back since; null when
 * all of them do. The folder is made for the first attempt, so nothing in it can be older than that, unless a result was
 * copied into it. `home` is what the run folder lies in.
 */
export function metricsSinceMs(home: string, run: RunState): number | null {
  const first = firstAttemptThatCounts(run);
  if (first === null || (first.attempt === run.attempts[0]?.attempt && !run.hasImported)) return null;
  const attemptDir = attemptFolder({ home, folder: run.folder }, first);
  try {
    return statSync(join(attemptDir, 'claim')).mtimeMs - setBackMs(attemptDir);
  } catch (error) {
    if (isMissing(error)) return first.startMs;
    throw error;
  }
}
