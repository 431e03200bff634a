// SPDX-License-Identifier: MIT
import type { RunId } from '../../core/hash.ts';
import type { RequeueCause } from '../cause.ts';
import type { RunState } from '../state.ts';
import { factsOfStatus } from '../status.ts';
import type { KnownRuns } from './needed.ts';
import type { Step, StepReason } from './step.ts';

/** What a call asks for, and what only the disk can tell. */
export interface StepsInput {
  /** Every run of the sweep; retired ones are left alone. */
  readonly runs: KnownRuns;
  /** ONLY, SHARD. */
  readonly includes: (run: RunState) => boolean;
  /** Why a run that has ended is to run again. */
  readonly again: (run: RunState) => RequeueCause | undefined;
  /** FORCE: the runs of its stage that the call means. */
  readonly forces: (run: RunState) => boolean;
  /** Files that a run left and that are gone; asked only where a run still to run needs them. */
  readonly lostOutputs: (run: RunState) => readonly string[];
}

/**
 * Returns what a call does about each run, in the order of the runs: what is started, what it waits for, what is blocked
 * and by which runs, and why. A run is started when the call means it and it has not ended well, when FORCE means it or a
 * run that it needs, and when a run that is started needs it and it is not done or has lost its files.
 */
export function planSteps(input: StepsInput): readonly Step[] {
  const planner = new StepPlanner(input);
  const steps: Step[] = [];
  for (const run of input.runs.values()) if (!run.retired) steps.push(planner.stepOf(run));
  return steps;
}

class StepPlanner {
  readonly #input: StepsInput;
  readonly #forced: ReadonlyMap<RunId, RunId | null>;
  readonly #steps = new Map<RunId, Step>();

  constructor(input: StepsInput) {
    this.#input = input;
    this.#forced = forcedRuns(input);
    for (const run of input.runs.values()) if (!run.retired && this.#wanted(run) !== undefined) this.#start(run);
  }

  stepOf(run: RunState): Step {
    return this.#steps.get(run.run) ?? rest(run, restReason(run, this.#input.includes(run)));
  }

  /** Why the call itself wants a run to start, whatever needs it. */
  #wanted(run: RunState): StepReason | undefined {
    const { includes } = this.#input;
    const by = this.#forced.get(run.run);
    if (by !== undefined && run.status !== 'running') return { kind: 'forced', by };
    return includes(run) ? this.#unfinished(run) : undefined;
  }

  /** Why a run that was not forced is not over yet. */
  #unfinished(run: RunState): StepReason | undefined {
    if (run.status === 'running') return undefined;
    const cause = run.status === 'pending' ? undefined : this.#input.again(run);
    if (cause !== undefined) return { kind: 'again', cause };
    if (run.status === 'blocked') return { kind: 'unblocked' };
    if (!factsOfStatus(run.status).isOpen) return undefined;
    return run.attempts.length === 0 ? NEW : UNFINISHED;
  }

  /** Plans a run that is to start, after all that it needs. */
  #start(run: RunState): Step {
    const known = this.#steps.get(run.run);
    if (known !== undefined) return known;
    const reason = this.#wanted(run) ?? this.#neededReason(run);
    const waitsFor: RunId[] = [];
    const bad: RunId[] = [];
    for (const id of run.needs) {
      const need = this.#input.runs.get(id);
      if (need === undefined) continue;
      const step = this.#need(need);
      if (step.action === 'run' || step.reason.kind === 'running') waitsFor.push(id);
      else if (step.reason.kind === 'blocked') bad.push(...step.reason.by);
      else if (!factsOfStatus(need.status).isRankable) bad.push(id);
    }
    const by = inOrder(bad, this.#input.runs);
    const step: Step =
      by.length === 0
        ? { run, action: 'run', reason, waitsFor: sharedList(run, waitsFor) }
        : { run, action: 'blocked', reason: { kind: 'blocked', by }, waitsFor };
    this.#steps.set(run.run, step);
    return step;
  }

  /** Plans a run because one that is to start needs it. */
  #need(run: RunState): Step {
    const known = this.#steps.get(run.run);
    if (known !== undefined) return known;
    if (this.#wanted(run) !== undefined || this.#neededReason(run).kind !== 'up to date') return this.#start(run);
    const step = rest(run, restReason(run, true));
    this.#steps.set(run.run, step);
    return step;
  }

  #neededReason(run: RunState): StepReason {
    if (run.retired) return UP_TO_DATE;
    const unfinished = this.#unfinished(run);
    if (unfinished !== undefined) return unfinished;
    if (!factsOfStatus(run.status).isRankable) return UP_TO_DATE;
    const files = this.#input.lostOutputs(run);
    return files.length === 0 ? UP_TO_DATE : { kind: 'missing output', files };
  }
}

// A hundred thousand runs have one of these each.
const NEW: StepReason = { kind: 'new' };
const UNFINISHED: StepReason = { kind: 'unfinished' };
const UP_TO_DATE: StepReason = { kind: 'up to date' };
const NOTHING: readonly RunId[] = [];

/** Most runs wait for all that they need, or for nothing: no list of their own is kept for them. */
function sharedList({ needs }: RunState, waitsFor: readonly RunId[]): readonly RunId[] {
  if (waitsFor.length === 0) return NOTHING;
  return waitsFor.length === needs.length ? needs : waitsFor;
}

function rest(run: RunState, reason: StepReason): Step {
  return { run, action: 'rest', reason, waitsFor: NOTHING };
}

function restReason(run: RunState, isMeant: boolean): StepReason {
  const { isRankable, isFailure, isOpen } = factsOfStatus(run.status);
  if (run.status === 'running' || run.status === 'unknown') return { kind: 'running' };
  if (isRankable) return UP_TO_DATE;
  if (isFailure) return { kind: 'failed' };
  return isOpen || !isMeant ? { kind: 'not chosen' } : { kind: 'failed' };
}

/** Runs that FORCE means, and all that need them, each with the first of its needs that is forced. */
function forcedRuns({ runs, forces }: StepsInput): ReadonlyMap<RunId, RunId | null> {
  const forced = new Map<RunId, RunId | null>();
  for (const run of runs.values()) if (!run.retired && forces(run)) forced.set(run.run, null);
  if (forced.size === 0) return forced;
  const dependants = dependantsOf(runs);
  for (const by of forced.keys()) for (const id of dependants.get(by) ?? []) if (!forced.has(id)) forced.set(id, by);
  for (const [id, by] of forced) {
    const first = by === null ? undefined : runs.get(id)?.needs.find((need) => forced.has(need));
    if (first !== undefined) forced.set(id, first);
  }
  return forced;
}

/** Returns for each run those that name it as a need; retired ones are none. */
function dependantsOf(runs: KnownRuns): ReadonlyMap<RunId, readonly RunId[]> {
  const dependants = new Map<RunId, RunId[]>();
  for (const run of runs.values()) if (!run.retired) addBehind(dependants, run);
  return dependants;
}

/** Notes a run behind each of its needs. */
export function addBehind(behind: Map<RunId, RunId[]>, { run, needs }: Pick<RunState, 'run' | 'needs'>): void {
  for (const need of needs) {
    const known = behind.get(need);
    if (known === undefined) behind.set(need, [run]);
    else known.push(run);
  }
}

/** Each run once, in the order of the sweep: what is told does not depend on the order in which runs end. */
export function inOrder(ids: Iterable<RunId>, runs: KnownRuns): readonly RunId[] {
  const distinct = [...new Set(ids)];
  if (distinct.length < 2) return distinct;
  const place = (id: RunId): string => {
    const run = runs.get(id);
    return `${run?.stage ?? ''} ${String(run?.number ?? 0).padStart(12, '0')}`;
  };
  return distinct.sort((a, b) => (place(a) < place(b) ? -1 : 1));
}
