// SPDX-License-Identifier: MIT
import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { EarlierSweep, SweepView } from '../../report/view.ts';
import { JOURNAL_NAME } from '../journal/journal-file.ts';

/** The sweeps that one refines, as far as they are there. */
export interface EarlierSweeps {
  readonly found: readonly EarlierSweep[];
  /** What a reader must know: who is missing. */
  readonly notes: readonly string[];
}

/**
 * Returns the sweeps that REFINES names, which lie beside the sweep folder, as `read` sees each; a name that is none, and a folder that is
 * gone or cannot be read, is told.
 */
export function earlierSweeps(
  sweepDir: string,
  names: string | undefined,
  read: (folder: string) => SweepView,
): EarlierSweeps {
  const found: EarlierSweep[] = [];
  const notes: string[] = [];
  for (const name of earlierNames(sweepDir, names)) {
    const view = isName(name) ? readIfThere(join(dirname(sweepDir), name), read) : undefined;
    if (view === undefined)
      notes.push(
        `${name}, which this sweep refines, is no sweep folder beside it that can be read: its runs do not count.`,
      );
    else found.push({ name, runs: view.runs, varying: view.varying });
  }
  return { found, notes };
}

/** One that is refined goes on in its own folder. */
function earlierNames(sweepDir: string, names: string | undefined): readonly string[] {
  return (names ?? '').split(/\s+/).filter((word) => word !== '' && word !== basename(resolve(sweepDir)));
}

/** Returns the folders that REFINES names, be there a sweep or not. */
export function earlierFolders(sweepDir: string, names: string | undefined): readonly string[] {
  return earlierNames(sweepDir, names).flatMap((name) => (isName(name) ? [join(dirname(sweepDir), name)] : []));
}

/** A name of a folder beside this one, and no way to elsewhere. */
function isName(name: string): boolean {
  return !name.includes('/') && name !== '.' && name !== '..';
}

function readIfThere(folder: string, read: (folder: string) => SweepView): SweepView | undefined {
  if (!existsSync(join(folder, JOURNAL_NAME))) return undefined;
  try {
    return read(folder);
  } catch {
    return undefined; // what is wrong with it is told by its own report
  }
}
