// SPDX-License-Identifier: MIT
import { lstatSync, readlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { makeLine } from '../../core/make-line.ts';
import { joinInner } from '../../core/inner-path.ts';
import { makeFolder, replaceLink, writeFileAtomic, writing } from '../../edge/files.ts';
import { refuseWayOut } from '../../edge/inner-folder.ts';
import type { Event } from '../../run/event.ts';
import type { FolderedRun, LaidRun, LayoutItem } from '../../run/layouts/layout.ts';
import { planRuns } from '../../run/plan-runs.ts';
import type { RunState, SweepState } from '../../run/state.ts';
import type { WantedRun } from '../../run/wanted.ts';
import type { EngineRequest, RunnerTools } from './engine-request.ts';

/** Events of a batch are written together: many small syncs would cost more than the runs. */
const BATCH = 1000;
/** So many take long enough to be told of. */
const MANY = 2000;

/** Gives the runs that a folder has not seen their folders and configurations; `state` follows what is put. */
export function addRuns(
  options: Pick<EngineRequest, 'sweepDir' | 'folderName' | 'laidOut'> & Pick<RunnerTools, 'clock' | 'reporter'>,
  state: SweepState,
  wanted: readonly WantedRun[],
  put: (events: readonly Event[]) => void,
): void {
  const plan = planRuns(state, wanted, { ...options, t: options.clock.nowMs() });
  if (plan.added.length >= MANY)
    options.reporter.note(`${plan.added.length} runs are added: a folder and a configuration for each`);
  for (let i = 0; i < plan.added.length; i += BATCH) {
    const batch = plan.added.slice(i, i + BATCH);
    for (const { wanted: one, event } of batch) {
      refuseWayOut(options.sweepDir, event.folder);
      writeConfigCopy(options.sweepDir, event.folder, one);
    }
    put(batch.map((one) => one.event));
  }
  put(plan.changed);
  writeLayout(options.sweepDir, options.laidOut(laidRuns(state, wanted)));
}

/** A layout is about all runs of a folder: sweep-seeds wants none but further seeds, and a range file none of these. */
function laidRuns(state: SweepState, wanted: readonly WantedRun[]): readonly LaidRun[] {
  const wantedById = new Map(wanted.map((run) => [run.run, run]));
  const [first] = wanted;
  return [...state.runs.values()].flatMap((known): readonly LaidRun[] => {
    if (known.retired || first === undefined) return [];
    return [{ run: wantedById.get(known.run) ?? wantedAgain(known, first.configFileName), folder: known.folder }];
  });
}

/** What the journal tells of a run that is there. */
function wantedAgain(known: RunState, configFileName: string): FolderedRun {
  const { run, number, values, swept, needs } = known;
  return { run, number, values, swept, needs, configFileName };
}

/** Nothing runs with it before its `added` is in the journal, and until then it is written again: no rename is needed. */
function writeConfigCopy(sweepDir: string, name: string, run: WantedRun): void {
  const folder = joinInner(sweepDir, name);
  const hint = `nothing was started for it; when that is mended, ${makeLine('sweep-resume', sweepDir)} goes on`;
  writing(folder, () => makeFolder(folder), hint);
  const path = joinInner(folder, run.configFileName);
  writing(path, () => writeFileSync(path, run.configText()), hint);
}

/** Writes the links and files of a layout into a sweep folder; what is not a link of ours stays as it is. */
function writeLayout(sweepDir: string, items: readonly LayoutItem[]): void {
  for (const item of items) {
    const path = join(sweepDir, item.path);
    refuseWayOut(sweepDir, dirname(item.path) === '.' ? item.path : dirname(item.path));
    if (item.kind === 'file') writing(path, () => writeFileAtomic(path, item.text));
    else placeLink(path, relative(dirname(path), join(sweepDir, item.to)));
  }
}

function placeLink(path: string, to: string): void {
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there !== undefined && (!there.isSymbolicLink() || readlinkSync(path) === to)) return;
  writing(path, () => {
    makeFolder(dirname(path));
    replaceLink(path, to);
  });
}
