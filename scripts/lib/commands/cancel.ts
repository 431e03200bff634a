// SPDX-License-Identifier: MIT
import { hostname } from 'node:os';
import { join } from 'node:path';
import { makeLine } from '../core/make-line.ts';
import { sweepPlace } from './call/sweep-place.ts';
import { UsageError } from '../core/diagnostic.ts';
import { abilitiesOf } from '../core/schedulers/index.ts';
import { foldJournal, JOURNAL_NAME } from '../edge/journal/journal-file.ts';
import { heldBy, readLock } from '../edge/holding/lock-file.ts';
import { isAlive, isSeenFromHere } from '../edge/holding/holder.ts';
import { askToEnd } from '../edge/holding/process.ts';
import type { SweepState } from '../run/state.ts';
import { countStatuses } from './run/run-answer.ts';
import { openFolder } from './run/open-folder.ts';
import { planFolder } from './run/plan-sweep.ts';
import { createStopRequest } from '../exec/engine/stop-request.ts';
import { factsOfStatus, goingOn } from '../run/status.ts';
import { type Call, commandOf, EXIT } from './call/command.ts';
import { bringUpFolder } from './run/run-sweep.ts';
import { CANCEL_SPEC } from './specs/runs.ts';

/** Stops a sweep. */
export const CANCEL = commandOf(CANCEL_SPEC, async (call) => {
  const { text, ...facts } = await cancelSweep(call);
  return { text: () => `${text}\n`, json: () => facts, exit: EXIT.done };
});

/** What was done to stop a sweep. */
interface CancelAnswer {
  readonly folder: string;
  /** Process of the runner that was ended; null when none lived. */
  readonly runner: number | null;
  /** Runs that are cancelled now. */
  readonly cancelled: number;
  /** A sentence for people. */
  readonly text: string;
}

/**
 * Stops a sweep: its runner if one lives, else what an earlier one left running here or on the cluster. Running runs
 * get TERM, then KILL.
 */
async function cancelSweep(call: Call<'FOLDER' | 'OUTPUT_DIR'>): Promise<CancelAnswer> {
  const request = planFolder(call, call.settings.text('FOLDER') ?? '');
  const { sweepDir } = request;
  const place = sweepPlace(call, sweepDir);
  const runner = await stopRunner(sweepDir);
  // A runner that watches a cluster leaves its jobs there when it ends.
  if (runner !== undefined && !abilitiesOf(request.settings.get('BACKEND')).survivesRunner) {
    const after = foldJournal(join(sweepDir, JOURNAL_NAME));
    const text = `${sweepDir}: its runner (process ${runner}) has stopped${goingOn(countStatuses(after), 'cancelled', place)}`;
    return { folder: sweepDir, runner, cancelled: cancelledRuns(after), text };
  }
  const before = foldJournal(join(sweepDir, JOURNAL_NAME));
  if (runner === undefined && isAtRest(before)) {
    return {
      folder: sweepDir,
      runner: null,
      cancelled: cancelledRuns(before),
      text: `${sweepDir}: nothing of it runs, so there is nothing to cancel`,
    };
  }
  const stop = createStopRequest();
  stop.raise(2, 'cancelled', 'cancelled');
  const { state } = await bringUpFolder(openFolder(request), { stop });
  const cancelled = cancelledRuns(state);
  return {
    folder: sweepDir,
    runner: runner ?? null,
    cancelled,
    text: `${sweepDir}: no runner works on it; ${cancelled} ${cancelled === 1 ? 'run is' : 'runs are'} cancelled${goingOn(countStatuses(state), 'cancelled', place)}`,
  };
}

/** Its last runner ended in order and left nothing running, here or on a cluster: how it ended shall stay as it is told. */
function isAtRest(state: SweepState): boolean {
  return state.closed !== null && ![...state.runs.values()].some((run) => factsOfStatus(run.status).mayLive);
}

function cancelledRuns(state: SweepState): number {
  return [...state.runs.values()].filter((r) => r.status === 'cancelled').length;
}

/** Ends the runner of a sweep and waits for it; undefined when none lives. */
async function stopRunner(sweepDir: string): Promise<number | undefined> {
  const lock = readLock(sweepDir);
  if (lock?.isHeld !== true) return undefined;
  if (lock.isCopied) throw heldBy(sweepDir, lock);
  const { owner } = lock;
  // Its pid may be another process's here.
  if (!isSeenFromHere(owner)) {
    const where = owner.host === hostname() ? 'in its container' : `on ${owner.host}`;
    throw new UsageError(
      `the runner works ${where} (process ${owner.pid})`,
      `call ${makeLine('sweep-cancel', sweepDir)} ${where}`,
    );
  }
  if (!askToEnd(owner.pid)) return undefined; // it has just ended by itself
  while (isAlive(owner) === true) await new Promise((resolve) => setTimeout(resolve, 50));
  return owner.pid;
}
