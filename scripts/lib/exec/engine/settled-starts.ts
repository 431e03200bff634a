// SPDX-License-Identifier: MIT
import { abilitiesOf } from '../../core/schedulers/index.ts';
import type { SchedulerName } from '../../core/schedulers/index.ts';
import { isSeenFromHere } from '../../edge/holding/holder.ts';
import { type Claim, readClaim, readRawOutcome, revokeAttempt } from '../../edge/run-folder/attempt-files.ts';
import { attemptFolder } from '../../edge/run-folder/attempt-place.ts';
import type { Event } from '../../run/event.ts';
import { neverStarted } from '../../run/never-started.ts';
import type { RunState, SweepState } from '../../run/state.ts';
import { factsOfStatus } from '../../run/status.ts';
import type { EngineRequest, RunnerTools } from './engine-request.ts';

/**
 * Looks at the attempts that an earlier runner announced and nobody saw end. One that no wrapper claimed is revoked, so
 * that none ever does, and runs again; the others are to be taken over. Returns those.
 */
export function settleNeverStarted(
  {
    sweepDir,
    takeLockByForce,
    clock,
    reporter,
  }: Pick<EngineRequest, 'sweepDir' | 'takeLockByForce'> & Pick<RunnerTools, 'clock' | 'reporter'>,
  state: SweepState,
  backend: SchedulerName,
  put: (events: readonly Event[]) => void,
): readonly RunState[] {
  const living: RunState[] = [];
  const events: Event[] = [];
  const t = clock.nowMs();
  const { ownsProcesses } = abilitiesOf(backend);
  for (const run of state.runs.values()) {
    const attempt = run.attempts.at(-1);
    if (attempt === undefined || attempt.outcome !== null || !factsOfStatus(run.status).mayLive) continue;
    const attemptDir = attemptFolder({ home: sweepDir, folder: run.folder }, attempt);
    const claim = readClaim(attemptDir);
    if (ownsProcesses && isElsewhere(claim, attemptDir) && !takeLockByForce) {
      reporter.note(
        `${run.folder} was started on ${claim.host}, where it may still run: it is left alone (TAKE_LOCK=1 if that machine is gone)`,
      );
      continue;
    }
    const isFree =
      ownsProcesses &&
      (isElsewhere(claim, attemptDir) || isOurs(claim) || (claim === 'none' && revokeAttempt(attemptDir, t)));
    if (!isFree) {
      living.push(run);
      continue;
    }
    events.push(...neverStarted({ run: run.run, attempt: attempt.attempt, t, why: 'its runner ended before' }));
  }
  put(events);
  return living;
}

/** Revoked by a runner that ended before it could say so. */
function isOurs(claim: ReturnType<typeof readClaim>): boolean {
  return typeof claim === 'object' && claim.revoked === true;
}

/** Claimed on another machine, and nobody saw its end. */
function isElsewhere(claim: ReturnType<typeof readClaim>, attemptDir: string): claim is Claim {
  return typeof claim === 'object' && !isSeenFromHere(claim) && readRawOutcome(attemptDir) === undefined;
}
