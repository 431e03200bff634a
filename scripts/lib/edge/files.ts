// SPDX-License-Identifier: MIT
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** Writes a text beside its target and renames it over: readers see the old text or the new, never half of one. */
export function writeFileAtomic(path: string, text: string): void {
  const temporary = `${path}.tmp-${process.pid}`;
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Writes a text unless the file holds it already (its mtime stays then); tells whether it wrote. */
export function writeFileIfChanged(path: string, text: string): boolean {
  if (readTextIfExists(path) === text) return false;
  writeFileAtomic(path, text);
  return true;
}

/** Returns a file's text, or undefined when there is no such file. Throws for every other trouble. */
export function readTextIfExists(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Tells whether an error of node:fs says that a file or folder is not there. */
export function isMissing(error: unknown): boolean {
  const code = errorCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** Returns the code of a system error (ENOENT, EACCES, ...), or undefined. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** Returns a system error in words for people: "no such file", "permission denied", else the system's own message. */
export function errorInWords(error: unknown): string {
  switch (errorCode(error)) {
    case 'ENOENT':
      return 'no such file or folder';
    case 'ENOTDIR':
      return 'a part of the path is no folder';
    case 'EISDIR':
      return 'it is a folder';
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'ENOSPC':
      return 'no space left on the device';
    case 'EDQUOT':
      return 'the disk quota is used up';
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
