// SPDX-License-Identifier: MIT
import { join } from 'node:path';
import { sha256 } from '../../core/hash.ts';
import { WriteError, writeFileIfChanged } from '../files.ts';

/** A report that is there. */
export interface WrittenFile {
  readonly path: string;
  /** SHA-256 of its text. */
  readonly sum: string;
}

/** What became of the reports of a sweep folder. */
export interface ReportFiles {
  /** Paths of those that are there. */
  readonly files: readonly string[];
  /** The same with what they hold. */
  readonly written: readonly WrittenFile[];
  /** Why the others could not be written: a full disk, somebody else's folder. */
  readonly trouble: WriteError | undefined;
}

/** Writes one after the other, up to the first that the system refuses; the text of each is made when it is its turn. */
export function writeAll(
  folder: string,
  reports: readonly (readonly [name: string, text: () => string])[],
): ReportFiles {
  const written: WrittenFile[] = [];
  const answer = (trouble: WriteError | undefined): ReportFiles => ({
    files: written.map(({ path }) => path),
    written,
    trouble,
  });
  for (const [name, make] of reports) {
    const path = join(folder, name);
    const text = make();
    try {
      writeFileIfChanged(path, text);
    } catch (error) {
      if (error instanceof WriteError) return answer(error);
      throw error;
    }
    written.push({ path, sum: sha256(text) });
  }
  return answer(undefined);
}
