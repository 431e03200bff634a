// SPDX-License-Identifier: MIT
import type { Reported } from '../../run/event.ts';
import type { Clock } from '../../edge/clock.ts';
import type { Journal } from '../../edge/journal/journal-writer.ts';
import type { Reserve } from '../../edge/sweep-folder/reserve.ts';
import type { BrakeLimits, LoopEnd } from '../../run/brakes.ts';
import type { Folding } from '../../run/fold.ts';
import type { Placement } from '../../run/placement.ts';
import type { RunState } from '../../run/state.ts';
import type { Timeout } from '../../run/timeout.ts';
import type { WaitingQueue } from '../../run/waiting-queue.ts';
import type { Backend } from './backend.ts';
import type { LaunchPlan } from './launch.ts';
import type { RunReporter } from './reporter.ts';
import type { StageWork } from './stage-work.ts';
import type { Unranked } from '../../run/outcome.ts';
import type { StopRequest } from './stop-request.ts';

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

export interface RunLoopOptions {
  readonly folding: Folding;
  readonly journal: Journal;
  /** Room for the ends, should the disk be full. */
  readonly reserve?: Reserve;
  readonly backend: Backend;
  readonly placement: Placement;
  readonly plan: LaunchPlan;
  readonly queue: WaitingQueue;
  readonly clock: Clock;
  readonly reporter: RunReporter;
  readonly stop: StopRequest;
  readonly inspect: (run: RunState, runDir: string) => Inspection;
  readonly limits: RunLimits;
  /** In a sweep with stages: what waits for runs to end. */
  readonly stageWork?: StageWork;
  /** A run that was finished before has reached the target. */
  readonly reached: LoopEnd | undefined;
}

/** What bounds a runner besides the work there is. */
export interface RunLimits extends BrakeLimits {
  readonly timeout: Timeout;
  readonly retries: number;
  /** Hand everything over and leave (DETACH=1). */
  readonly detach: boolean;
}
