// SPDX-License-Identifier: MIT
import { closeSync, constants, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';

/** A log that is kept below a limit by looking at it from time to time: there is no pipe that would die with the runner. */
export interface BoundedLog {
  /** Cuts the log if it has outgrown its limit. */
  look(nowMs: number): void;
  /** When to look again (the clock of `look`): sooner the faster it grows. */
  readonly dueAtMs: number;
}

/** Longest and shortest time between two looks. */
const LOOK_MS = 50;
const LEAST_MS = 10;
/** Most of the end that is kept: it is copied with each cut. */
export const TAIL_BYTES = 16 * 2 ** 20;
/** How often a cut reads on after a job that writes meanwhile. */
const MOST_ROUNDS = 5;
/** The line that says how many bytes went stands between these. */
const MARK_BEGIN = '\n[... ';
const MARK_END = ' bytes left out by SWEEP_LOG_LIMIT ...]\n';

/** Returns the keeper of a log of at most `limitBytes`, counted when a look has cut it. */
export function openBoundedLog(path: string, limitBytes: number): BoundedLog {
  let [cut, size, lookedAtMs, dueAtMs] = [0, 0, Number.NaN, 0];
  return {
    get dueAtMs() {
      return dueAtMs;
    },
    look: (nowMs) => {
      const before = { size, lookedAtMs };
      const found = boundLog(path, limitBytes, cut);
      cut += found.cut;
      size = found.size;
      lookedAtMs = nowMs;
      const perMs = (found.size + found.cut - before.size) / Math.max(1, nowMs - before.lookedAtMs); // NaN at the first look
      const fullInMs = perMs > 0 ? (limitBytes - found.size) / perMs : Number.POSITIVE_INFINITY;
      dueAtMs = nowMs + Math.min(LOOK_MS, Math.max(LEAST_MS, fullInMs / 2));
    },
  };
}

/**
 * Cuts the middle out of a log that has grown over its limit: half of the limit is its begin, a quarter (at most 16 MB) its
 * newest end. The job goes on writing meanwhile: it appends, as we do, so nothing is written over; what it writes while its
 * end is read is read too, and what it writes after the cut stands before the mark. Between the last reading and the cut lie
 * some microseconds of which nothing is known. Returns how many bytes went and how large it is now.
 */
function boundLog(
  path: string,
  limitBytes: number,
  cutBefore: number,
): { readonly cut: number; readonly size: number } {
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDWR | constants.O_APPEND | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  } catch {
    return { cut: 0, size: 0 }; // not there yet, or not any more
  }
  let size = 0;
  try {
    const stat = fstatSync(fd);
    size = stat.size;
    if (size <= limitBytes || !stat.isFile()) return { cut: 0, size };
    const head = Math.floor(limitBytes / 2);
    let end = readEnd(fd, size, Math.min(Math.floor(limitBytes / 4), TAIL_BYTES));
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const now = fstatSync(fd).size;
      if (now <= size) break;
      end = endOf(Buffer.concat([end, readEnd(fd, now, Math.min(now - size, end.length))]), end.length);
      size = now;
    }
    ftruncateSync(fd, head);
    const cut = size - head - end.length;
    const kept = Buffer.concat([Buffer.from(`${MARK_BEGIN}${cutBefore + cut}${MARK_END}`), end]);
    for (let done = 0; done < kept.length; ) done += writeSync(fd, kept, done);
    return { cut, size: head + kept.length };
  } catch {
    return { cut: 0, size }; // a full disk: tried again at the next look
  } finally {
    closeSync(fd);
  }
}

/** Returns where the last line begins that tells of a cut; undefined without one. */
export function lastCutMark(log: Buffer): number | undefined {
  const end = log.lastIndexOf(MARK_END);
  const begin = end < 0 ? -1 : log.lastIndexOf(MARK_BEGIN, end);
  return begin < 0 ? undefined : begin;
}

/** Returns what stands in the last `length` bytes before `size`. */
function readEnd(fd: number, size: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  return bytes.subarray(0, readSync(fd, bytes, 0, length, size - length));
}

function endOf(bytes: Buffer, length: number): Buffer {
  return bytes.subarray(Math.max(0, bytes.length - length));
}
