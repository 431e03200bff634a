// SPDX-License-Identifier: MIT
import { join } from 'node:path';
import type { RunId } from '../../core/hash.ts';
import { abilitiesOf } from '../../core/schedulers/index.ts';
import { attemptFolder } from '../../edge/run-folder/attempt-place.ts';
import { foldJournal, JOURNAL_NAME } from '../../edge/journal/journal-file.ts';
import { type Journal, openJournal } from '../../edge/journal/journal-writer.ts';
import { ownIdentity } from '../../edge/holding/process.ts';
import { KSWEEP_VERSION } from '../../edge/installation.ts';
import { type Lock, takeLock, takenOver } from '../../edge/holding/lock-file.ts';
import { openReserve } from '../../edge/sweep-folder/reserve.ts';
import { type CloseReason, type Event, JOURNAL_HEADER } from '../../run/event.ts';
import { type Folding, startFolding } from '../../run/fold.ts';
import type { Selection } from '../../run/select.ts';
import type { RunState, SweepState } from '../../run/state.ts';
import { createStageQueue } from '../../run/stages/queue.ts';
import { createWaitingQueue, queuedRun } from '../../run/waiting-queue.ts';
import { addRuns } from './add-runs.ts';
import { againEvents, isOpenRun } from './again.ts';
import { endLeftBehind } from '../../edge/holding/kill.ts';
import type { EngineRequest, RunnerTools } from './engine-request.ts';
import type { HeldSweep } from './held-sweep.ts';
import { type LaunchedSweep, launchedSweep, launchSpec, writeRepro } from './launch.ts';
import { lostResults } from './lost-results.ts';
import { nextRequest } from './next-attempt.ts';
import { bePatient } from './patient-journal.ts';
import { reachedTarget } from './reached-target.ts';
import { RunLoop } from './run-loop.ts';
import { settleNeverStarted } from './settled-starts.ts';
import { hasMoved } from './sweep-home.ts';
import { openStatusFile } from './status-file.ts';
import { hasStages, pendingRuns, planStages } from './stage-work.ts';

/** A request with what its runner works with. */
export type BringUp = EngineRequest & RunnerTools;

export interface BringUpResult {
  readonly state: SweepState;
  readonly why: CloseReason;
  readonly text: string;
}

/**
 * Brings a sweep folder up to a set of runs: adds what is new, takes over what an earlier runner left running, runs the
 * rest. Run, resume, extend, reuse, shard and merge are this. Throws UsageError when another runner holds the folder.
 */
export async function bringUp(options: BringUp): Promise<BringUpResult> {
  const { sweepDir, clock } = options;
  const lock = takeLock(sweepDir, { nowMs: clock.nowMs(), force: options.takeLockByForce });
  if (lock.found !== undefined) options.reporter.note(lock.found);
  let journal: Journal | undefined;
  const reserve = openReserve(sweepDir);
  try {
    const journalPath = join(sweepDir, JOURNAL_NAME);
    journal = heldBack(openJournal(journalPath), lock, sweepDir);
    journal = options.wrapJournal?.(journal) ?? journal;
    const folding = startFolding();
    foldJournal(journalPath, folding);
    const put = recorder(journal, folding);
    put([openedEvent(clock.nowMs(), options.commandLine)]);
    const wanted = options.wanted ?? options.unadded?.(folding.state) ?? null;
    if (wanted !== null) addRuns(options, folding.state, wanted, put);
    const opened = { folding, journal, put, reserve };
    const end = await runAll(options, opened);
    await writeClosed(options, opened, end);
    return { state: folding.state, ...end };
  } finally {
    try {
      journal?.close();
    } finally {
      reserve.close();
      lock.release();
    }
  }
}

/** Nothing is written into a folder that another runner has meanwhile. */
function heldBack(journal: Journal, lock: Lock, sweepDir: string): Journal {
  const append: Journal['append'] = (events, sync) => {
    // A folder that was moved has its lock and its journal with it: the loop ends by itself, and writes down why.
    if (!lock.isHeld() && !hasMoved(sweepDir)) throw takenOver(sweepDir);
    journal.append(events, sync);
  };
  return { ...journal, append };
}

/** Says who writes the lines that follow, and in which format. */
function openedEvent(t: number, command: string): Event {
  const { host, pid, boot } = ownIdentity();
  return { kind: 'opened', t, host, pid, boot, command, version: JOURNAL_HEADER.version, ksweep: KSWEEP_VERSION };
}

/** A full disk is waited for, unless somebody wants the runner to end; without this line the sweep is as well off. */
async function writeClosed(
  { clock, reporter, stop }: RunnerTools,
  { journal, folding, reserve }: Opened,
  end: { why: CloseReason; text: string },
): Promise<void> {
  const event: Event = { kind: 'closed', t: clock.nowMs(), ...end };
  const patient = bePatient(journal, reporter.note, reserve);
  while (!patient.writeDown(() => journal.append([event], true))) {
    if (stop.level > 0) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
  folding.apply(event);
}

/** How often a full disk is looked at. */
const LOOK_AGAIN_MS = 1000;

type Put = (events: readonly Event[]) => void;

function recorder(journal: Journal, folding: Folding): Put {
  return (events) => {
    if (events.length === 0) return;
    journal.append(events, true);
    for (const event of events) folding.apply(event);
  };
}

interface Opened extends Pick<HeldSweep, 'folding' | 'journal' | 'reserve'> {
  readonly put: Put;
}

async function runAll(given: BringUp, opened: Opened): Promise<{ why: CloseReason; text: string }> {
  const { clock, reporter } = given;
  const { folding, put } = opened;
  const lost = lostResults(given.sweepDir, folding.state.runs.values());
  const options = { ...given, again: (run: RunState) => given.again(run) ?? lost.again.get(run.run) };
  for (const note of lost.notes) reporter.note(note);
  const backend = await options.openBackend();
  try {
    const living = settleNeverStarted(options, folding.state, backend.name, put);
    const active = [...folding.state.runs.values()].filter((run) => !run.retired && options.selection.includes(run));
    const again = active.filter((run) => againEvents(run, options.again, clock.nowMs()).length > 0);
    const before = reachedTarget(options, without(folding.state.runs.values(), again));
    const isStaged = hasStages(folding.state);
    if (before === undefined && !isStaged) put(again.flatMap((run) => againEvents(run, options.again, clock.nowMs())));
    const open = isStaged ? pendingRuns(folding.state, options) : active.filter(isOpenRun);
    const sweep = launchedSweep(options.sweepDir, options.plan, folding.state);
    const imported = takeOver(options, folding.state, open, { sweep, put });
    const stages =
      isStaged && before === undefined ? planStages(folding.state, options, put, clock.nowMs()) : undefined;
    const queue = stages === undefined ? createWaitingQueue() : createStageQueue(folding.state, options.stageOrder);
    const ready = stages?.ready.flatMap((id) => folding.state.runs.get(id) ?? []) ?? active.filter(isOpenRun);
    for (const run of options.selection.ordered(ready)) queue.push(queuedRun(run));
    const placement = await options.openPlacement(folding.state);
    reporter.opened(folding.state, {
      toRun: queue.size + (stages?.waiting() ?? 0),
      adopted: living.length,
      imported,
      placement: placement.text,
    });
    const statusFile = openStatusFile(options.sweepDir, folding.state, clock, {
      waiting: () => placement.waiting?.() ?? [],
      note: reporter.note,
    });
    const loop = new RunLoop({
      ...options,
      ...opened,
      sweep,
      backend,
      placement,
      queue,
      stageWork: stages,
      reached: before ?? reachedTarget(options, open),
      reporter: statusFile.reporting(reporter),
    });
    await loop.adopt(living);
    const end = await loop.run();
    placement.close?.();
    if (abilitiesOf(backend.name).ownsProcesses)
      await endLeftBehind(options.sweepDir, options.plan.graceS, unendedAttempts(options.sweepDir, folding.state));
    reporter.closed();
    statusFile.close(end);
    return end;
  } finally {
    await backend.close();
  }
}

function without(runs: Iterable<RunState>, some: readonly RunState[]): readonly RunState[] {
  const left = new Set(some);
  return [...runs].filter((run) => !left.has(run));
}

/** Takes results of other folders and returns how many; what lies in a run folder then is as if the run had been here. */
function takeOver(
  { importResults, clock }: RunnerTools,
  state: SweepState,
  open: readonly RunState[],
  { sweep, put }: { readonly sweep: LaunchedSweep; readonly put: Put },
): number {
  if (importResults === undefined) return 0;
  const events = [...importResults(state, open, clock.nowMs())];
  for (const event of events) {
    const run = event.kind === 'imported' ? state.runs.get(event.run) : undefined;
    if (run !== undefined) writeRepro(launchSpec(sweep, run, nextRequest(run, { devices: [] }, null)));
  }
  put(events);
  return events.length;
}

/** Folders of attempts that were left alone, because they may still run under another host's name. */
function unendedAttempts(sweepDir: string, state: SweepState): ReadonlySet<string> {
  const running = [...state.runs.values()].filter((run) => run.status === 'running');
  return new Set(
    running.flatMap(({ folder, attempts }) =>
      attempts.slice(-1).map((attempt) => attemptFolder({ home: sweepDir, folder }, attempt)),
    ),
  );
}

/** Ids of the runs that a call would run, for a dry run. */
export function openRunIds(state: SweepState, selection: Selection): readonly RunId[] {
  return selection
    .ordered([...state.runs.values()].filter((r) => !r.retired && isOpenRun(r) && selection.includes(r)))
    .map((r) => r.run);
}
