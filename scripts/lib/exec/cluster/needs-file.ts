// SPDX-License-Identifier: MIT
import type { OpenNeed } from '../engine/backend.ts';

/** Name of the file in an attempt folder that tells a task what must have ended well before it begins. */
export const NEEDS_FILE = 'needs';

/**
 * Returns its text: `run ATTEMPT FOLDER` for each run, and `file PATH` for each file that it must have left; paths are relative to the
 * sweep folder.
 */
export function needsText(needs: readonly OpenNeed[]): string {
  return needs
    .flatMap(({ folder, attempt, outputs }) => [
      `run ${Math.max(1, attempt)} ${folder}\n`,
      ...outputs.map((path) => `file ${folder}/${path}\n`),
    ])
    .join('');
}
