// SPDX-License-Identifier: MIT
import { relative } from 'node:path';

/** Returns a path as people see it from where they are: in the folder of the call relative to it, else whole. */
export function shownPath(path: string, cwd: string): string {
  const shown = relative(cwd, path) || '.';
  return shown.startsWith('..') ? path : shown;
}
