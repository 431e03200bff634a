// SPDX-License-Identifier: MIT
import type { Journal } from '../../edge/journal/journal-writer.ts';
import type { Reserve } from '../../edge/sweep-folder/reserve.ts';
import type { LoopEnd } from '../../run/brakes.ts';
import type { Folding } from '../../run/fold.ts';
import type { Placement } from '../../run/placement.ts';
import type { WaitingQueue } from '../../run/waiting-queue.ts';
import type { Backend } from './backend.ts';
import type { RunnerTools, RunSetup } from './engine-request.ts';
import type { LaunchedSweep } from './launch.ts';
import type { StageWork } from './stage-work.ts';

/** A sweep folder that a runner holds, with what it starts and follows there. */
export interface HeldSweep {
  readonly sweep: LaunchedSweep;
  readonly folding: Folding;
  readonly journal: Journal;
  /** Room for the ends, should the disk be full. */
  readonly reserve: Reserve;
  readonly backend: Backend;
  readonly placement: Placement;
  readonly queue: WaitingQueue;
  /** In a sweep with stages: what waits for runs to end. */
  readonly stageWork: StageWork | undefined;
  /** A run that was finished before has reached the target. */
  readonly reached: LoopEnd | undefined;
}

/** All that the loop of a runner works with. */
export type RunnerWork = Pick<RunSetup, 'limits'> &
  Pick<RunnerTools, 'inspect' | 'clock' | 'reporter' | 'stop'> &
  HeldSweep;
