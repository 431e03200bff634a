// SPDX-License-Identifier: MIT
import type { RunId } from '../core/hash.ts';
import type { Event } from './event.ts';
import type { SweepState } from './state.ts';
import type { WantedRun } from './wanted.ts';

export interface PlanOptions {
  readonly t: number;
  /** Gives the name of a new run's folder; `isTaken` knows those of all runs so far. */
  readonly folderName: (run: WantedRun, number: number, isTaken: (name: string) => boolean) => string;
}

/** A run that the folder has not seen yet, with the event that adds it. */
export interface NewRun {
  readonly wanted: WantedRun;
  readonly event: Extract<Event, { kind: 'added' }>;
}

/** What brings a folder's set of runs in line with what is wanted. */
export interface RunPlan {
  readonly added: readonly NewRun[];
  /** `retired` and `revived` events. */
  readonly changed: readonly Event[];
}

/**
 * Returns the runs to add, to retire and to revive. Numbers and folders of known runs never change; new ones keep the
 * number of their configuration in a folder that is empty and count on from the last one otherwise.
 */
export function planRuns(state: SweepState, wanted: readonly WantedRun[], options: PlanOptions): RunPlan {
  const { t } = options;
  const folders = new Set([...state.runs.values()].map((run) => run.folder));
  const isNewFolder = state.runs.size === 0;
  const wantedIds = new Set<RunId>();
  const added: NewRun[] = [];
  const changed: Event[] = [];
  const last = lastNumbers(state);
  for (const one of wanted) {
    if (wantedIds.has(one.run)) continue;
    wantedIds.add(one.run);
    const known = state.runs.get(one.run);
    if (known?.retired === true) changed.push({ kind: 'revived', t, run: one.run });
    if (known !== undefined) continue;
    const stage = one.stage ?? '';
    const before = last.get(stage) ?? 0;
    const number = isNewFolder && one.number !== undefined && one.number > before ? one.number : before + 1;
    last.set(stage, number);
    const folder = options.folderName(one, number, (name) => folders.has(name));
    folders.add(folder);
    const { run, config, values, swept, requested = [] } = one;
    const further = requested.length === 0 ? {} : { requested };
    const extra = one.isExtra === true ? { extra: true as const } : {};
    const staged = one.stage === undefined ? {} : { stage: one.stage, needs: one.needs ?? [] };
    added.push({
      wanted: one,
      event: { kind: 'added', t, run, config, number, folder, values, swept, ...staged, ...further, ...extra },
    });
  }
  // Further seeds say nothing of the runs that the range file asks for.
  const areFurther = wanted.length > 0 && wanted.every((one) => one.isExtra === true);
  for (const run of areFurther ? [] : state.runs.values()) {
    if (!run.retired && !run.isExtra && !wantedIds.has(run.run)) changed.push({ kind: 'retired', t, run: run.run });
  }
  return { added, changed };
}

/** Returns the highest number given so far in each stage; a sweep without stages is one of no name. */
function lastNumbers(state: SweepState): Map<string, number> {
  const last = new Map<string, number>();
  for (const { stage, number } of state.runs.values())
    last.set(stage ?? '', Math.max(number, last.get(stage ?? '') ?? 0));
  return last;
}
