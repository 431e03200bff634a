// SPDX-License-Identifier: MIT
import { closeSync, fstatSync, readSync } from 'node:fs';
import { UsageError } from '../../core/diagnostic.ts';
import { errorInWords } from '../files.ts';
import { openRegular } from '../regular-file.ts';
import { lastCutMark, TAIL_BYTES } from './log-limit.ts';

/** A log that is written out as it grows. */
export interface FollowedLog {
  /** Writes what came since the last call. Throws UsageError when the log cannot be read. */
  copyNew(write: (bytes: Buffer) => void): void;
}

/** Where reading goes on, and the bytes before it, by which it is found again. */
interface Place {
  readonly at: number;
  readonly before: Buffer;
}

const CHUNK_BYTES = 65_536;
const KNOWN_BYTES = 256;
const BEGIN: Place = { at: 0, before: Buffer.alloc(0) };

/**
 * Returns a log that is read from its begin on, or from its last `lastBytes` on. What LOG_LIMIT cuts out before it was read
 * is told by the line that the cut left.
 */
export function followedLog(path: string, lastBytes = Number.POSITIVE_INFINITY): FollowedLog {
  let place = lastBytes === Number.POSITIVE_INFINITY ? BEGIN : placeBeforeEnd(path, lastBytes);
  return {
    copyNew: (write) => {
      for (;;) {
        const read = readOn(path, place);
        place = read.place;
        if (read.bytes.length === 0) return;
        write(read.bytes);
      }
    },
  };
}

/** The begin of a line, unless none begins that near to the end. Begins anew where the log cannot be read yet: the reading tells. */
function placeBeforeEnd(path: string, lastBytes: number): Place {
  let fd: number | undefined;
  try {
    ({ fd } = openRegular(path));
    const from = Math.max(0, fstatSync(fd).size - lastBytes);
    if (from === 0) return BEGIN;
    return { at: from + readAt(fd, from, lastBytes).indexOf(0x0a) + 1, before: BEGIN.before };
  } catch {
    return BEGIN;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

function readOn(path: string, place: Place): { readonly bytes: Buffer; readonly place: Place } {
  let fd: number | undefined;
  try {
    ({ fd } = openRegular(path));
    const found = bytesBehind(fd, place);
    if (found !== undefined) return found;
    const moved = placeAfterCut(fd, place);
    return bytesBehind(fd, moved) ?? { bytes: Buffer.alloc(0), place: moved }; // cut once more: the next look finds it
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${errorInWords(error)}`);
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

/** The next bytes; undefined when others stand before them than were read last. */
function bytesBehind(fd: number, { at, before }: Place): { readonly bytes: Buffer; readonly place: Place } | undefined {
  const both = readAt(fd, at - before.length, before.length + CHUNK_BYTES); // in one call, a cut may come at any time
  if (!both.subarray(0, before.length).equals(before)) return undefined;
  const bytes = both.subarray(before.length);
  return { bytes, place: { at: at + bytes.length, before: Buffer.from(both.subarray(-KNOWN_BYTES)) } };
}

/** Where to go on in a log whose middle was cut out: behind what was read last, else with the line that tells of the cut. A log begun anew is read anew. */
function placeAfterCut(fd: number, { before }: Place): Place {
  const { size } = fstatSync(fd);
  const from = Math.max(0, size - 2 * TAIL_BYTES); // the newest end, the line before it, and what the job wrote since
  const end = readAt(fd, from, size - from);
  const found = end.lastIndexOf(before);
  if (found >= 0) return { at: from + found + before.length, before };
  const mark = lastCutMark(end);
  return mark === undefined ? BEGIN : { at: from + mark, before: BEGIN.before };
}

function readAt(fd: number, from: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  return bytes.subarray(0, readSync(fd, bytes, 0, length, from));
}
