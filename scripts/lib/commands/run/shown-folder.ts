// SPDX-License-Identifier: MIT
import { relative } from 'node:path';

/** A folder as people see it from where they are. */
export function shownFolder(folder: string, cwd: string): string {
  const shown = relative(cwd, folder) || '.';
  return shown.startsWith('..') ? folder : shown;
}
