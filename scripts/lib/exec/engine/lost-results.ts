// SPDX-License-Identifier: MIT
import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isThisBoot } from '../../edge/holding/holder.ts';
import { PRUNED_NAME } from '../../edge/metrics/gather-view.ts';
import { haveChanged, lostFiles } from '../../edge/run-folder/outputs.ts';
import type { RequeueCause } from '../../run/cause.ts';
import type { RunId } from '../../core/hash.ts';
import type { FileStamp } from '../../run/event.ts';
import type { RunState } from '../../run/state.ts';

/** What runs lost that were done when this machine went down. */
export interface LostResults {
  /** Runs whose result is nowhere any more: they run again. */
  readonly again: ReadonlyMap<RunId, RequeueCause>;
  /** For people: files that are gone, empty or changed although the result is in the journal. */
  readonly notes: readonly string[];
}

/** So many runs are named; the others are counted. */
const NAMED = 5;

/**
 * Looks at the files of runs that are done and ended in another boot of this machine: what a job wrote and nobody synced,
 * a power cut takes away. What it reported to the journal is safe there.
 */
export function lostResults(sweepDir: string, runs: Iterable<RunState>): LostResults {
  const again = new Map<RunId, RequeueCause>();
  const told: string[] = [];
  for (const run of runs) {
    if (run.status !== 'done' || run.importedFrom !== null || !isOfEarlierBoot(run)) continue;
    const folder = join(sweepDir, run.folder);
    if (!existsSync(folder) && existsSync(join(sweepDir, PRUNED_NAME, run.folder))) continue;
    const stamps = [...(run.reported?.files ?? []), ...(run.reported?.outputs ?? [])];
    const lost = existsSync(folder) ? lostFiles(folder, stamps) : ['.'];
    if (lost.length > 0 && !hasResult(run)) again.set(run.run, { kind: 'lost result', files: lost });
    else if (lost.length > 0) told.push(`${run.folder} lost ${namesOf(lost)}`);
    else if (haveChanged(folder, stamps)) told.push(`${run.folder} has files that changed since`);
  }
  return { again, notes: told.length === 0 ? [] : [noteOn(told)] };
}

function noteOn(told: readonly string[]): string {
  const more = told.length > NAMED ? `, and ${told.length - NAMED} more` : '';
  return `since this machine was started again: ${told.slice(0, NAMED).join(', ')}${more}; their results are in the journal, so they stay done`;
}

function namesOf(files: readonly string[]): string {
  return files[0] === '.' ? 'their folder' : files.join(', ');
}

/** Metrics that the journal holds; a run of which none was asked is known by its files alone. */
function hasResult({ reported }: RunState): boolean {
  return reported !== null && Object.keys(reported.metrics).length > 0;
}

function isOfEarlierBoot({ attempts }: RunState): boolean {
  const last = attempts.at(-1);
  return last !== undefined && last.boot !== null && last.host === hostname() && !isThisBoot(last.boot);
}

/** Returns which files of an attempt that ended unseen before this machine was started again hold nothing, so that its end says nothing. */
export function emptyFiles(folder: string, stamps: readonly FileStamp[]): readonly string[] {
  if (!existsSync(folder)) return ['.'];
  return stamps.filter(({ path, size }) => size === 0 && path !== 'output.log').map(({ path }) => path);
}
