// SPDX-License-Identifier: MIT
import { join } from 'node:path';
import { WriteError, writeFileIfChanged } from '../files.ts';

/** What became of the reports of a sweep folder. */
export interface ReportFiles {
  /** Paths of those that are there. */
  readonly files: readonly string[];
  /** Why the others could not be written: a full disk, somebody else's folder. */
  readonly trouble: WriteError | undefined;
}

/** Writes one after the other, up to the first that the system refuses; the text of each is made when it is its turn. */
export function writeAll(
  folder: string,
  reports: readonly (readonly [name: string, text: () => string])[],
): ReportFiles {
  const files: string[] = [];
  for (const [name, text] of reports) {
    const path = join(folder, name);
    try {
      writeFileIfChanged(path, text());
    } catch (error) {
      if (error instanceof WriteError) return { files, trouble: error };
      throw error;
    }
    files.push(path);
  }
  return { files, trouble: undefined };
}
