// SPDX-License-Identifier: MIT
import type { Clock } from '../../edge/clock.ts';
import type { Journal } from '../../edge/journal/journal-writer.ts';
import type { BrakeLimits } from '../../run/brakes.ts';
import type { RequeueCause } from '../../run/cause.ts';
import type { Event, Reported } from '../../run/event.ts';
import type { LaidRun, LayoutItem } from '../../run/layouts/layout.ts';
import type { Unranked } from '../../run/outcome.ts';
import type { Placement } from '../../run/placement.ts';
import type { Selection } from '../../run/select.ts';
import type { StageOrder } from '../../run/stages/queue.ts';
import type { RunState, SweepState } from '../../run/state.ts';
import type { Timeout } from '../../run/timeout.ts';
import type { WantedRun } from '../../run/wanted.ts';
import type { Backend } from './backend.ts';
import type { LaunchPlan } from './launch.ts';
import type { RunReporter } from './reporter.ts';
import type { StopRequest } from './stop-request.ts';

/** What bounds a runner besides the work there is. */
export interface RunLimits extends BrakeLimits {
  readonly timeout: Timeout;
  /** Hand everything over and leave (DETACH=1). */
  readonly detach: boolean;
}

/** What the settings of a sweep mean to its runner: checked, and final. */
export interface RunSetup {
  readonly plan: LaunchPlan;
  readonly selection: Selection;
  readonly limits: RunLimits;
  /** FORCE: its stage, and the runs of it that the call means. */
  readonly forces: (run: RunState) => boolean;
  /** ORDER=depth or ORDER=breadth. */
  readonly stageOrder: StageOrder | undefined;
  /** Why a run that has a result is to run again; undefined when it is not. */
  readonly again: (run: RunState) => RequeueCause | undefined;
  readonly takeLockByForce: boolean;
  folderName(run: WantedRun, number: number, isTaken: (name: string) => boolean): string;
  /** What the layout of another system puts beside the run folders. */
  laidOut(runs: readonly LaidRun[]): readonly LayoutItem[];
}

/** The one operation: bring this folder up to these runs. */
export interface EngineRequest extends RunSetup {
  /** Absolute. */
  readonly sweepDir: string;
  /** Null: the runs the folder has already. */
  readonly wanted: readonly WantedRun[] | null;
  /** Runs that the folder should have and has not, because adding them was cut short; asked when `wanted` is null. */
  unadded?(state: SweepState): readonly WantedRun[] | null;
}

/** What the runner reads out of a run's files when it ended well. */
export interface Inspection {
  /** Why the run cannot be ranked: "no test_acc (found ...)". */
  readonly problem?: string | undefined;
  /** Files of SWEEP_OUTPUTS that are not there. */
  readonly missingOutputs?: readonly string[];
  /** Which kind of trouble that is; missing: it lacks the metric. */
  readonly unranked?: Unranked | undefined;
  /** Metrics by name, for TARGET and the best so far. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The metrics that rank and the files they are in; missing when nothing was asked for. */
  readonly reported?: Reported | undefined;
}

/** What a runner works with, on this machine and for this call. */
export interface RunnerTools {
  readonly openBackend: () => Backend | Promise<Backend>;
  readonly openPlacement: (state: SweepState) => Promise<Placement>;
  readonly inspect: (run: RunState, runDir: string) => Inspection;
  /** Files that a run left and lost, in a sweep with stages. */
  readonly lostOutputs?: (run: RunState) => readonly string[];
  /** Takes results of other folders instead of running: makes the files, and returns the events. */
  readonly importResults?: (state: SweepState, runs: readonly RunState[], nowMs: number) => Iterable<Event>;
  /** What was called, for the journal. */
  readonly commandLine: string;
  readonly clock: Clock;
  readonly reporter: RunReporter;
  readonly stop: StopRequest;
  /** For tests that let writing fail or the process die at a chosen event. */
  readonly wrapJournal?: (journal: Journal) => Journal;
}
