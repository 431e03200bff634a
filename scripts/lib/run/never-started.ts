// SPDX-License-Identifier: MIT
import type { RunId } from '../core/hash.ts';
import type { Event } from './event.ts';
import { outcomeOf } from './outcome-of.ts';

/** Returns the events of an attempt that was announced and that no process ever took: it ends, and its run waits again. */
export function neverStarted(attempt: {
  readonly run: RunId;
  readonly attempt: number;
  readonly t: number;
  readonly why: string;
}): readonly [Extract<Event, { kind: 'ended' }>, ...Event[]] {
  const { run, t, why } = attempt;
  const outcome = outcomeOf({ exit: null, startedAtMs: null, endedAtMs: t, host: '', devices: [], cause: 'launch' });
  return [
    { kind: 'ended', t, run, attempt: attempt.attempt, outcome: { ...outcome, detail: `never started: ${why}` } },
    { kind: 'requeued', t, run, cause: { kind: 'never started' } },
  ];
}
