// SPDX-License-Identifier: MIT
import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats } from 'node:fs';
import { UsageError } from '../core/diagnostic.ts';

/** Something that a folder holds is no file that is read: another kind of thing, or too large. */
export class UnreadableError extends UsageError {
  readonly code: 'EISDIR' | 'ENOTREG' | 'EFBIG';
  /** What is wrong with it, without its path. */
  readonly words: string;
  constructor(path: string, code: UnreadableError['code'], words: string) {
    super(`${path} cannot be read: ${words}`);
    this.code = code;
    this.words = words;
  }
}

/** Most bytes of a file that are taken for text: four fifths of what Node makes a string of. */
const TEXT_BYTES = 400 * 1024 * 1024;

/** A file that is open for reading, with what was known of it then. */
export interface OpenedFile {
  readonly fd: number;
  readonly stat: Stats;
}

/**
 * Opens a regular file for reading and never waits: what lies in a folder may be a pipe that nobody writes to, or a device
 * that never ends. Throws UnreadableError for such, and what the system says.
 */
export function openRegular(path: string): OpenedFile {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  try {
    const stat = fstatSync(fd);
    if (!stat.isFile()) throw new UnreadableError(path, stat.isDirectory() ? 'EISDIR' : 'ENOTREG', kindOf(stat));
    return { fd, stat };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

/** Returns the text of a regular file of at most so many bytes. Throws UnreadableError, and what the system says. */
export function readRegular(path: string, mostBytes = TEXT_BYTES): string {
  return readRegularBytes(path, mostBytes).toString('utf8');
}

/** Returns what a regular file of at most so many bytes holds. Throws UnreadableError, and what the system says. */
export function readRegularBytes(path: string, mostBytes = TEXT_BYTES): Buffer {
  const { fd, stat } = openRegular(path);
  try {
    if (stat.size > mostBytes) throw new UnreadableError(path, 'EFBIG', tooLarge(stat.size, mostBytes));
    return readFileSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Returns what is said of a file that is too large to be read whole. */
export function tooLarge(bytes: number, mostBytes: number): string {
  return `it has ${inMegabytes(bytes)}, and at most ${inMegabytes(mostBytes)} are read`;
}

function inMegabytes(bytes: number): string {
  return bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} kB` : `${Math.round(bytes / 1024 / 1024)} MB`;
}

/** Says what something is that is no regular file. */
export function kindOf(stat: Stats): string {
  if (stat.isDirectory()) return 'it is a folder';
  if (stat.isFIFO()) return 'it is a pipe, not a file';
  if (stat.isSocket()) return 'it is a socket, not a file';
  return stat.isSymbolicLink() ? 'it is a link' : 'it is a device, not a file';
}
