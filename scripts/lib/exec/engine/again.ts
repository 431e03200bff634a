// SPDX-License-Identifier: MIT
import type { RequeueCause } from '../../run/cause.ts';
import type { Event } from '../../run/event.ts';
import type { RunState } from '../../run/state.ts';
import { factsOfStatus } from '../../run/status.ts';
import type { RunSetup } from './engine-request.ts';

/** Pending, or stopped by somebody before it could end. */
export function isOpenRun(run: RunState): boolean {
  return factsOfStatus(run.status).isOpen;
}

/** Returns why a run that has ended is to run again: somebody asked for it, or its end says nothing about it. */
export function againCause(run: RunState, again: RunSetup['again']): RequeueCause | undefined {
  if (run.status === 'running' || run.status === 'pending') return undefined;
  return again(run) ?? (isLostToMachine(run) ? WENT_DOWN : undefined);
}

/** Returns what makes a run that has ended wait again. */
export function againEvents(run: RunState, again: RunSetup['again'], t: number): readonly Event[] {
  const cause = againCause(run, again);
  return cause === undefined ? [] : [{ kind: 'requeued', t, run: run.run, cause }];
}

const WENT_DOWN: RequeueCause = { kind: 'went down' };

/** Its end says nothing about the run itself. */
function isLostToMachine(run: RunState): boolean {
  return (
    run.status === 'failed' &&
    run.outcome !== null &&
    ['vanished', 'node failure', 'preempted'].includes(run.outcome.reason)
  );
}
