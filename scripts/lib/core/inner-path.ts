// SPDX-License-Identifier: MIT
import { join, relative } from 'node:path';

/** A part that is empty, `.` or `..`: `join` leaves it out or goes up by it. */
const ODD_PART = /(?:^|\/)\.{0,2}(?:\/|$)/;

/**
 * Tells whether a path that a file names stays inside the folder it is relative to: no leading or trailing slash, no part
 * that is empty, `.` or `..`, and no NUL. Links on the way are another matter: only the file system knows them.
 */
export function isInnerPath(path: string): boolean {
  return !path.includes('\0') && !ODD_PART.test(path);
}

/** Returns `join(folder, path)` for a folder without such parts. Paths inside of one are joined by the thousand, and `join` goes over every letter. */
export function joinInner(folder: string, path: string): string {
  return folder === '' || ODD_PART.test(path) || folder.endsWith('/') ? join(folder, path) : `${folder}/${path}`;
}

/** Returns `relative(folder, path)` for two absolute paths without such parts. */
export function relativeInner(folder: string, path: string): string {
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : relative(folder, path);
}
