// SPDX-License-Identifier: MIT
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { FileStamp } from '../../run/event.ts';

/** Returns those of some names that are no file or folder in the folder of a run. */
export function missingFiles(runDir: string, names: readonly string[]): readonly string[] {
  return names.filter((name) => statSync(join(runDir, name), { throwIfNoEntry: false }) === undefined);
}

/** Returns some files of a run as they are; those that are not there are left out. */
export function stampFiles(runDir: string, names: readonly string[]): readonly FileStamp[] {
  return names.flatMap((path) => {
    const stat = statSync(join(runDir, path), { throwIfNoEntry: false });
    return stat === undefined ? [] : [{ path, size: stat.size, mtimeMs: stat.mtimeMs }];
  });
}
