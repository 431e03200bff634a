// SPDX-License-Identifier: MIT
import { join } from 'node:path';
import type { RunId } from '../../core/hash.ts';
import { abilitiesOf } from '../../core/settings/schedulers.ts';
import { attemptFolder } from '../../edge/run-folder/attempt-place.ts';
import type { Clock } from '../../edge/clock.ts';
import { foldJournal, JOURNAL_NAME } from '../../edge/journal/journal-file.ts';
import { type Journal, openJournal } from '../../edge/journal/journal-writer.ts';
import { ownIdentity } from '../../edge/holding/process.ts';
import { KSWEEP_VERSION } from '../../edge/installation.ts';
import { type Lock, takeLock, takenOver } from '../../edge/holding/lock-file.ts';
import { openReserve, type Reserve } from '../../edge/sweep-folder/reserve.ts';
import type { RequeueCause } from '../../run/cause.ts';
import { type CloseReason, type Event, JOURNAL_HEADER } from '../../run/event.ts';
import { type Folding, startFolding } from '../../run/fold.ts';
import type { Placement } from '../../run/placement.ts';
import type { LaidRun, LayoutItem } from '../../run/layouts/layout.ts';
import type { Selection } from '../../run/select.ts';
import type { RunState, SweepState } from '../../run/state.ts';
import { createStageQueue, type StageOrder } from '../../run/stages/queue.ts';
import { createWaitingQueue, queuedRun } from '../../run/waiting-queue.ts';
import type { WantedRun } from '../../run/wanted.ts';
import { addRuns } from './add-runs.ts';
import { againCause, againEvents, isOpenRun } from './again.ts';
import type { Backend } from './backend.ts';
import { endLeftBehind } from '../../edge/holding/kill.ts';
import { type LaunchPlan, launchSpec, writeRepro } from './launch.ts';
import { lostResults } from './lost-results.ts';
import { bePatient } from './patient-journal.ts';
import { reachedTarget } from './reached-target.ts';
import type { RunReporter } from './reporter.ts';
import { RunLoop } from './run-loop.ts';
import type { RunLoopOptions } from './run-loop-options.ts';
import { settleNeverStarted } from './settled-starts.ts';
import { hasMoved } from './sweep-home.ts';
import { openStatusFile } from './status-file.ts';
import { hasStages, pendingRuns, planStages, type StageAsking } from './stage-work.ts';
import type { StopRequest } from './stop-request.ts';

/** Everything the one operation needs: bring this folder up to these runs. */
export interface BringUpOptions {
  /** Absolute. */
  readonly sweepDir: string;
  /** Null: the runs the folder has already. */
  readonly wanted: readonly WantedRun[] | null;
  /** Runs the folder should have and has not; asked when `wanted` is null. */
  readonly unadded?: (state: SweepState) => readonly WantedRun[] | null;
  readonly selection: Selection;
  readonly folderName: (run: WantedRun, number: number, isTaken: (name: string) => boolean) => string;
  /** What the layout of another system puts beside the run folders. */
  readonly laidOut?: (runs: readonly LaidRun[]) => readonly LayoutItem[];
  readonly plan: Omit<LaunchPlan, 'sweepDir' | 'symbols' | 'runs'>;
  readonly openBackend: () => Backend | Promise<Backend>;
  readonly openPlacement: (state: SweepState) => Promise<Placement>;
  readonly limits: RunLoopOptions['limits'];
  readonly inspect: RunLoopOptions['inspect'];
  /** Results of other folders, to be taken instead of running: events and files are made by `import`. */
  readonly importResults?: (state: SweepState, runs: readonly RunState[], nowMs: number) => Iterable<Event>;
  /** Runs to run again although they have a result. */
  readonly again: (run: RunState) => RequeueCause | undefined;
  /** In a sweep with stages: runs that FORCE means, files that a run left and lost, and the stage that goes first. */
  readonly forces?: (run: RunState) => boolean;
  readonly lostOutputs?: (run: RunState) => readonly string[];
  readonly stageOrder?: StageOrder | undefined;
  readonly takeLockByForce: boolean;
  /** What was called, for the journal. */
  readonly commandLine: string;
  readonly clock: Clock;
  readonly reporter: RunReporter;
  readonly stop: StopRequest;
  /** For tests that let writing fail or the process die at a chosen event. */
  readonly wrapJournal?: (journal: Journal) => Journal;
}

export interface BringUpResult {
  readonly state: SweepState;
  readonly why: CloseReason;
  readonly text: string;
}

/**
 * Brings a sweep folder up to a set of runs: adds what is new, takes over what an earlier runner left running, runs the
 * rest. Run, resume, extend, reuse, shard and merge are this. Throws UsageError when another runner holds the folder.
 */
export async function bringUp(options: BringUpOptions): Promise<BringUpResult> {
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
  { clock, reporter, stop }: BringUpOptions,
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

interface Opened {
  readonly folding: Folding;
  readonly journal: Journal;
  readonly put: Put;
  readonly reserve: Reserve;
}

async function runAll(given: BringUpOptions, opened: Opened): Promise<{ why: CloseReason; text: string }> {
  const { clock, reporter } = given;
  const { folding, put } = opened;
  const lost = lostResults(given.sweepDir, folding.state.runs.values());
  const options = { ...given, again: (run: RunState) => given.again(run) ?? lost.again.get(run.run) };
  for (const note of lost.notes) reporter.note(note);
  const backend = await options.openBackend();
  try {
    const settling = { ...options, note: reporter.note };
    const living = settleNeverStarted(settling, folding.state, backend.name, put);
    const active = [...folding.state.runs.values()].filter((run) => !run.retired && options.selection.includes(run));
    const again = active.filter((run) => againEvents(run, options.again, clock.nowMs()).length > 0);
    const search = { ...options, target: options.limits.target };
    const before = reachedTarget(search, without(folding.state.runs.values(), again));
    const asking = hasStages(folding.state) ? askingOf(options) : undefined;
    if (before === undefined && asking === undefined)
      put(again.flatMap((run) => againEvents(run, options.again, clock.nowMs())));
    const open = asking === undefined ? active.filter(isOpenRun) : pendingRuns(folding.state, asking);
    const imported = takeOver(options, folding.state, open, put);
    const stages =
      asking === undefined || before !== undefined ? undefined : planStages(folding.state, asking, put, clock.nowMs());
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
      backend,
      placement,
      queue,
      reached: before ?? reachedTarget(search, open),
      ...(stages === undefined ? {} : { stageWork: stages }),
      reporter: statusFile.reporting(reporter),
      plan: {
        ...options.plan,
        sweepDir: options.sweepDir,
        symbols: symbolsOf(folding.state),
        runs: folding.state.runs,
      },
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

/** What a call asks of the stages of a sweep. */
function askingOf({ selection, again, forces = () => false, lostOutputs = () => [] }: BringUpOptions): StageAsking {
  return { selection, again: (run) => againCause(run, again), forces, lostOutputs };
}

function without(runs: Iterable<RunState>, some: readonly RunState[]): readonly RunState[] {
  const left = new Set(some);
  return [...runs].filter((run) => !left.has(run));
}

/** Takes results of other folders and returns how many; what lies in a run folder then is as if the run had been here. */
function takeOver(options: BringUpOptions, state: SweepState, open: readonly RunState[], put: Put): number {
  if (options.importResults === undefined) return 0;
  const plan = { ...options.plan, sweepDir: options.sweepDir, symbols: symbolsOf(state), runs: state.runs };
  const events = [...options.importResults(state, open, options.clock.nowMs())];
  for (const event of events) {
    const run = event.kind === 'imported' ? state.runs.get(event.run) : undefined;
    if (run !== undefined)
      writeRepro(
        launchSpec(plan, run, {
          attempt: 1,
          place: 'apart',
          devices: [],
          env: {},
          timeoutS: null,
          continues: false,
          mayExist: false,
        }),
      );
  }
  put(events);
  return events.length;
}

function symbolsOf(state: SweepState): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { values } of state.runs.values()) for (const { name } of values) names.add(name);
  return names;
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
