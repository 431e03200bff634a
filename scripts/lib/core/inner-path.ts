// SPDX-License-Identifier: MIT

/**
 * Tells whether a path that a file names stays inside the folder it is relative to: no leading or trailing slash, no part
 * that is empty, `.` or `..`, and no NUL. Links on the way are another matter: only the file system knows them.
 */
export function isInnerPath(path: string): boolean {
  return !path.includes('\0') && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}
