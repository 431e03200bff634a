// SPDX-License-Identifier: MIT
import { createHash } from 'node:crypto';
import { join, relative } from 'node:path';
import { MANIFEST_NAME } from '../../config/manifest.ts';
import type { RunMetrics } from '../../results/read-run.ts';
import { firstAttemptThatCounts } from '../../results/since.ts';
import type { RunState } from '../../run/state.ts';
import { factsOfStatus } from '../../run/status.ts';
import { statOrCode } from '../files.ts';
import { JOURNAL_NAME } from '../journal/journal-file.ts';
import { attemptFolder, lastAttemptFolder } from '../run-folder/attempt-place.ts';
import { TELEMETRY_NAME } from '../run-folder/gpu-telemetry.ts';
import { runFolderOf, type SweepFiles } from './gather-view.ts';

/** Files and folders that were looked at: in each folder (from the sweep folder) the same names; '' is the folder itself. */
export interface SeenFiles {
  readonly names: readonly string[];
  readonly folders: readonly string[];
}

/** Returns all that the state and the metrics of a sweep come from, seen from `from`; the journal first, which changes most. */
export function sweepLookedAt({ sweepDir, state, metrics }: SweepFiles, from: string): readonly SeenFiles[] {
  const inside = `${from}/`;
  const groups = new Map<string, { readonly names: readonly string[]; readonly folders: string[] }>();
  const add = (folder: string, names: readonly string[]): void => {
    const key = names.join('\0');
    const group = groups.get(key) ?? { names, folders: [] };
    group.folders.push(folder.startsWith(inside) ? folder.slice(inside.length) : relative(from, folder)); // mostly inside
    groups.set(key, group);
  };
  add(sweepDir, [JOURNAL_NAME, MANIFEST_NAME]);
  for (const run of state.runs.values()) {
    if (run.retired || !factsOfStatus(run.status).hasBegun) continue;
    const folder = runFolderOf(sweepDir, run.folder);
    const own = join(sweepDir, run.folder);
    if (folder !== own) add(own, ['']); // it is read as soon as it is back
    add(folder, namesOf(run, metrics.get(run.run)));
    const home = { home: folder.slice(0, -run.folder.length - 1), folder: run.folder };
    const first = run.attempts.length > 1 || run.hasImported ? firstAttemptThatCounts(run) : null;
    if (first !== null) add(attemptFolder(home, first), ['claim', 'outcome']);
    const last = lastAttemptFolder(home, run);
    if (last !== undefined && (run.importedFrom !== null || (run.attempts.at(-1)?.devices.length ?? 0) > 0))
      add(last, [TELEMETRY_NAME]);
  }
  return [...groups.values()];
}

/** What of a run's folder decided over its metrics: the folder itself tells what came and went, each file what is in it. */
function namesOf({ reported }: RunState, metrics: RunMetrics | undefined): readonly string[] {
  const { files = [], looked = [], awaited = [] } = metrics ?? {};
  const kept = reported?.files.map(({ path }) => path).filter((path) => !files.includes(path)) ?? [];
  return ['', ...looked, ...files, ...awaited, ...kept];
}

/** How something that was looked at stands now. */
export interface Stamp {
  /** SHA-256 over the sizes and the times of all of it; of what is not there, over that. */
  readonly text: string;
  /** When any of it changed last, by the clock of its file system (epoch ms); 0 where nothing is there. */
  readonly newestMs: number;
}

/**
 * Returns the stamp of what was looked at. The time is that of the last change of the file itself (ctime), which the system sets and no program: it tells of a file that got
 * an older one's date, of other rights and of a copy too.
 */
export function stampNow({ names, folders }: SeenFiles, from: string): Stamp {
  const hash = createHash('sha256');
  let newestMs = 0;
  for (const folder of folders) {
    const base = folder === '' ? from : `${from}/${folder}`;
    let text = `${folder}\n`;
    for (const name of names) {
      const stat = statOrCode(name === '' ? base : `${base}/${name}`);
      // Where it cannot be looked at the same trouble is no change.
      text += typeof stat === 'string' ? `${stat};` : `${stat.ctimeMs}:${stat.mtimeMs}:${stat.size};`;
      if (typeof stat !== 'string' && stat.ctimeMs > newestMs) newestMs = stat.ctimeMs;
    }
    hash.update(text);
  }
  return { text: hash.digest('hex'), newestMs };
}
