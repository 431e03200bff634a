// SPDX-License-Identifier: MIT
import { symlinkSync, mkdirSync, renameSync, rmSync, type Stats, statSync, writeFileSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { UsageError } from '../core/diagnostic.ts';
import { readRegular, UnreadableError } from './regular-file.ts';

/** Something could not be written (disk full, I/O error, no permission): says which file, why, and what to do. */
export class WriteError extends UsageError {
  /** The system's code: ENOSPC, EIO, ... */
  readonly code: string | undefined;

  constructor(
    path: string,
    cause: unknown,
    hint = 'nothing that was there is lost; when that is mended, the same command goes on',
  ) {
    super(`${path} cannot be written: ${errorInWords(cause)}`, hint);
    this.code = errorCode(cause);
  }
}

/** Does something that writes `path`. Throws WriteError when the system refuses; the system itself often names no file. */
export function writing<T>(path: string, action: () => T, hint?: string): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof WriteError || errorCode(error) === undefined) throw error;
    throw new WriteError(path, error, hint);
  }
}

/** Makes a folder and those above it; one that is there is fine. Node's own way hides the cause: it says ENOENT for EIO. */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    if (errorCode(error) === 'EEXIST' && statSync(path).isDirectory()) return;
    if (errorCode(error) !== 'ENOENT') throw error;
    makeFolder(dirname(path));
    mkdirSync(path);
  }
}

/** Removes a file or folder if that can be done; what stays is tidied up by a later call. */
export function removeQuietly(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // the disk fails: nothing to be done about it here
  }
}

/** Writes a text beside its target and renames it over: readers see the old text or the new, never half of one. Throws WriteError. */
export function writeFileAtomic(path: string, text: string, options: { readonly mode?: number } = {}): void {
  const temporary = `${path}.tmp-${process.pid}`;
  try {
    writing(path, () => {
      writeNew(temporary, text, options);
      renameSync(temporary, path);
    });
  } catch (error) {
    removeQuietly(temporary);
    throw error;
  }
}

/** What lies there already is of a process that is gone, or a link to somewhere else: nothing is written through it. */
function writeNew(path: string, text: string, options: { readonly mode?: number }): void {
  try {
    writeFileSync(path, text, { ...options, flag: 'wx' });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    rmSync(path, { recursive: true, force: true });
    writeFileSync(path, text, { ...options, flag: 'wx' });
  }
}

/** Writes a text unless the file holds it already (its mtime stays then); tells whether it wrote. */
export function writeFileIfChanged(path: string, text: string): boolean {
  // Another size is another text: a large report is not read for nothing.
  if (statSync(path, { throwIfNoEntry: false })?.size === Buffer.byteLength(text) && readTextIfExists(path) === text)
    return false;
  writeFileAtomic(path, text);
  return true;
}

/**
 * Returns a file's text, or undefined when there is no such file. Throws for every other trouble: something that is no
 * regular file, and one of more bytes than `mostBytes`, too. Never waits.
 */
export function readTextIfExists(path: string, mostBytes?: number): string | undefined {
  try {
    return readRegular(path, mostBytes);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** What the system says where no file or folder is. */
export const MISSING_CODES: ReadonlySet<string | undefined> = new Set(['ENOENT', 'ENOTDIR']);

/** Tells whether an error of node:fs says that a file or folder is not there. */
export function isMissing(error: unknown): boolean {
  return MISSING_CODES.has(errorCode(error));
}

/** Returns what stands at a path, or the code of the error that keeps from looking: ENOENT where nothing is, EACCES in a folder that a job has shut. */
export function statOrCode(path: string): Stats | string {
  try {
    return statSync(path, { throwIfNoEntry: false }) ?? 'ENOENT'; // an error costs ten times as much as a look
  } catch (error) {
    return errorCode(error) ?? '?';
  }
}

/** Returns the code of a system error (ENOENT, EACCES, ...), or undefined. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** Returns a system error in words for people: "no such file", "permission denied", else the system's own message. */
export function errorInWords(error: unknown): string {
  if (error instanceof UnreadableError) return error.words;
  switch (errorCode(error)) {
    case 'ENOENT':
      return 'no such file or folder';
    case 'ELOOP':
      return 'it is a link, or links on the way lead round in a ring';
    case 'ENAMETOOLONG':
      return 'the name is too long for the file system';
    case 'EFBIG':
      return 'the file would be larger than is allowed (ulimit -f)';
    case 'EMFILE':
      return 'this process has as many files open as it may (ulimit -n)';
    case 'ENFILE':
      return 'the system has as many files open as it can';
    case 'EAGAIN':
      return 'the system has no room for that now';
    case 'ENOMEM':
      return 'the system has no memory left';
    case 'ENOTDIR':
      return 'a part of the path is no folder';
    case 'EISDIR':
      return 'it is a folder';
    case 'EEXIST':
      return 'a file of that name is in the way';
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'ENOSPC':
      return 'no space left on the device';
    case 'EDQUOT':
      return 'the disk quota is used up';
    case 'EIO':
      return 'the disk reports an input/output error';
    case 'EROFS':
      return 'the file system is read-only';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}

/** Tells whether an error says that the disk (or the quota, or the inode table) is full. */
export function isNoSpace(error: unknown): boolean {
  const code = errorCode(error);
  return code === 'ENOSPC' || code === 'EDQUOT';
}

/** Points a link somewhere, whole or not at all; a link that lies there already is replaced. Throws as the system does. */
export function replaceLink(link: string, to: string): void {
  const temporary = `${link}.tmp-${process.pid}`;
  try {
    makeLink(to, temporary);
    renameSync(temporary, link);
  } catch (error) {
    removeQuietly(temporary);
    throw error;
  }
}

/** One that lies there is of a process that is gone and had the same number. */
function makeLink(to: string, link: string): void {
  try {
    symlinkSync(to, link);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    rmSync(link);
    symlinkSync(to, link);
  }
}

/** Returns the names in a folder; none where there is no such folder, or it cannot be read. */
export function namesInFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
