// SPDX-License-Identifier: MIT
import type { RunId } from '../core/hash.ts';
import { unreachable } from '../core/unreachable.ts';
import type { RequeueCause } from './cause.ts';
import type { Event, Reported } from './event.ts';
import { type Outcome, outcomeOfToday } from './outcome.ts';
import { retriesAfter } from './retry.ts';
import type { AttemptState, RunState, SweepState } from './state.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A run that events are still applied to. */
interface OpenRun extends Omit<Mutable<RunState>, 'attempts' | 'notes'> {
  attempts: Mutable<AttemptState>[];
  notes: string[];
  /** Those of the notes that say why its end is not known: they are over when it is. */
  doubts?: string[];
}

/** A sweep that events are still applied to. */
interface OpenState extends Omit<Mutable<SweepState>, 'runs' | 'notes'> {
  runs: Map<RunId, OpenRun>;
  notes: string[];
}

/** A state that events can still be applied to, at constant cost each. */
export interface Folding {
  /** The same object all along: it shows each event as soon as it is applied. */
  readonly state: OpenState;
  /** Applies one event. Throws FoldError for an event that cannot follow on the ones before. */
  apply(event: Event): void;
}

/** An event that contradicts the ones before it: the journal was tampered with or belongs to another version. */
export class FoldError extends Error {}

/** Returns the state after some events: the only way to know where a sweep stands. */
export function foldEvents(events: Iterable<Event>): SweepState {
  const folding = startFolding();
  for (const event of events) folding.apply(event);
  return folding.state;
}

/** Returns an empty state that grows with the events applied to it. */
export function startFolding(): Folding {
  const state: OpenState = { runs: new Map(), lastNumber: 0, openedAtMs: null, closed: null, notes: [] };
  return { state, apply: (event) => applyTo(state, event) };
}

function applyTo(state: OpenState, event: Event): void {
  switch (event.kind) {
    case 'added':
      addRun(state, event);
      return;
    case 'retired':
      runOf(state, event).retired = true;
      return;
    case 'revived':
      runOf(state, event).retired = false;
      return;
    case 'blocked':
      block(runOf(state, event), event.by);
      return;
    case 'starting':
      beginAttempt(runOf(state, event), event);
      return;
    case 'started':
      confirmAttempt(runOf(state, event), event);
      return;
    case 'ended':
      endAttempt(runOf(state, event), event);
      return;
    case 'imported':
      settle(runOf(state, event), event, event.from);
      return;
    case 'requeued':
      requeue(runOf(state, event), event.cause);
      return;
    case 'note':
      if (event.run === undefined) state.notes.push(event.text);
      else noteOn(runOf(state, { ...event, run: event.run }), event);
      return;
    case 'opened':
      state.openedAtMs = event.t;
      state.closed = null;
      return;
    case 'closed':
      state.closed = { atMs: event.t, why: event.why, text: event.text };
      return;
    default:
      unreachable(event);
  }
}

function addRun(state: OpenState, event: Extract<Event, { kind: 'added' }>): void {
  if (state.runs.has(event.run)) throw new FoldError(`run ${event.run} is added twice`);
  const { run, config, number, folder, values, swept, stage, needs, requested, extra } = event;
  state.runs.set(run, {
    run,
    config,
    number,
    folder,
    values,
    swept,
    stage: stage ?? null,
    needs: needs ?? [],
    requested: requested ?? [],
    isExtra: extra === true,
    status: 'pending',
    outcome: null,
    attempts: [],
    retries: 0,
    retired: false,
    importedFrom: null,
    hasImported: false,
    reported: null,
    blockedBy: [],
    notes: [],
  });
  state.lastNumber = Math.max(state.lastNumber, number);
}

function beginAttempt(run: OpenRun, event: Extract<Event, { kind: 'starting' }>): void {
  const last = run.attempts.at(-1)?.attempt ?? 0;
  if (event.attempt <= last)
    throw new FoldError(`attempt ${event.attempt} of run ${run.run} starts after attempt ${last}`);
  run.status = 'running';
  run.blockedBy = [];
  run.importedFrom = null;
  run.attempts.push({
    attempt: event.attempt,
    startingAtMs: event.t,
    startedAtMs: null,
    place: event.place ?? 'inside',
    host: null,
    boot: null,
    pid: null,
    pidStart: null,
    job: null,
    devices: event.devices,
    outcome: null,
  });
}

function confirmAttempt(run: OpenRun, event: Extract<Event, { kind: 'started' }>): void {
  const attempt = attemptOf(run, event.attempt);
  attempt.startedAtMs = event.t;
  attempt.host = event.host;
  attempt.boot = event.boot ?? null;
  attempt.pid = event.pid ?? null;
  attempt.pidStart = event.pidStart ?? null;
  attempt.job = event.job ?? null;
}

function endAttempt(run: OpenRun, event: Extract<Event, { kind: 'ended' }>): void {
  const attempt = attemptOf(run, event.attempt);
  attempt.outcome = outcomeOfToday(event.outcome);
  const { doubts } = run;
  if (doubts !== undefined) {
    run.notes = run.notes.filter((note) => !doubts.includes(note));
    delete run.doubts;
  }
  // An older attempt that is heard of late (a cluster) does not decide over a newer one.
  if (attempt === run.attempts.at(-1)) settle(run, event, null);
}

function noteOn(run: OpenRun, { topic, text }: Extract<Event, { kind: 'note' }>): void {
  run.notes.push(text);
  if (topic === 'unknown') run.doubts = [...(run.doubts ?? []), text];
}

function block(run: OpenRun, by: readonly RunId[]): void {
  run.status = 'blocked';
  run.blockedBy = by;
}

function requeue(run: OpenRun, cause: RequeueCause): void {
  run.status = 'pending';
  run.blockedBy = [];
  run.retries = retriesAfter(run.retries, cause);
}

function settle(
  run: OpenRun,
  { outcome, reported }: { readonly outcome: Outcome; readonly reported?: Reported },
  from: string | null,
): void {
  const settled = outcomeOfToday(outcome);
  run.status = settled.status;
  run.outcome = settled;
  run.blockedBy = [];
  run.reported = reported ?? null;
  run.importedFrom = from;
  if (from !== null) run.hasImported = true;
}

function runOf(state: OpenState, event: { readonly kind: string; readonly run: RunId }): OpenRun {
  const run = state.runs.get(event.run);
  if (run === undefined) throw new FoldError(`"${event.kind}" names run ${event.run}, which was never added`);
  return run;
}

function attemptOf(run: OpenRun, number: number): Mutable<AttemptState> {
  const last = run.attempts.at(-1);
  const attempt = last?.attempt === number ? last : run.attempts.find((a) => a.attempt === number);
  if (attempt === undefined) throw new FoldError(`attempt ${number} of run ${run.run} was never begun`);
  return attempt;
}
