// SPDX-License-Identifier: MIT
import type { RunId } from '../../core/hash.ts';
import type { RequeueCause } from '../../run/cause.ts';
import type { Event } from '../../run/event.ts';
import { openGate } from '../../run/stages/gate.ts';
import { familiesOf, withNeededValues } from '../../run/stages/needed.ts';
import { planSteps } from '../../run/stages/plan.ts';
import type { Step } from '../../run/stages/step.ts';
import type { RunState, SweepState } from '../../run/state.ts';
import { factsOfStatus } from '../../run/status.ts';
import { againCause } from './again.ts';
import type { RunnerTools, RunSetup } from './engine-request.ts';

/** What a call asks of a sweep with stages. */
export type StageAsking = Pick<RunSetup, 'selection' | 'again' | 'forces'> & Pick<RunnerTools, 'lostOutputs'>;

/** What the end of a run brings about. */
export interface StageNews {
  readonly events: readonly Event[];
  readonly ready: readonly RunId[];
  /** For people. */
  readonly notes: readonly string[];
}

/** Holds back what needs runs that are not done, while a runner works. */
export interface StageWork {
  /** Runs that may start at once. */
  readonly ready: readonly RunId[];
  /** Runs that wait for others. */
  waiting(): number;
  /** The same, in groups that stand behind all that they need. */
  held(): readonly (readonly RunId[])[];
  /** Takes note of a run that ended and is not tried again. */
  ended(run: RunState, t: number): StageNews;
}

/** Tells whether a sweep has stages. */
export function hasStages(state: SweepState): boolean {
  for (const run of state.runs.values()) if (!run.retired) return run.stage !== null;
  return false;
}

/** Returns what a call does about each run of a sweep with stages. */
export function stageSteps(state: SweepState, asking: StageAsking): readonly Step[] {
  const { selection, again, forces, lostOutputs = () => [] } = asking;
  // A shard has whole families, so that no two of them train one target.
  const familyOf = selection.isAll === true ? undefined : familiesOf(state.runs);
  const includes = (run: RunState): boolean =>
    familyOf === undefined || selection.includes(withNeededValues(run, state.runs), familyOf(run.run));
  return planSteps({
    runs: state.runs,
    includes,
    again: (run) => againCause(run, again),
    forces: (run) => forces(run) && includes(run),
    lostOutputs,
  });
}

/** Returns the events that say in the journal what a plan does about runs that have a state already. */
export function stepEvents(steps: readonly Step[], t: number): readonly Event[] {
  return steps.flatMap(({ run, action, reason }): readonly Event[] => {
    if (reason.kind === 'blocked')
      return isNewBlock(run, reason.by) ? [{ kind: 'blocked', t, run: run.run, by: reason.by }] : [];
    const cause = action === 'run' && run.status !== 'pending' ? causeOf(reason) : undefined;
    return cause === undefined ? [] : [{ kind: 'requeued', t, run: run.run, cause }];
  });
}

/** What is done stays done while runs below it cannot be made again. */
function isNewBlock(run: RunState, by: readonly RunId[]): boolean {
  if (run.status === 'blocked') return by.join() !== run.blockedBy.join();
  return run.status === 'pending' || run.status === 'cancelled';
}

function causeOf(reason: Step['reason']): RequeueCause | undefined {
  switch (reason.kind) {
    case 'again':
      return reason.cause;
    case 'forced':
      return { kind: 'forced' };
    case 'missing output':
      return { kind: 'lost output', files: reason.files };
    case 'unblocked':
      return { kind: 'unblocked' };
    default:
      return undefined; // new, or stopped before its end: it waits already
  }
}

/** Opens the work of a plan whose events are in the journal. */
export function openStageWork(steps: readonly Step[], state: SweepState): StageWork {
  const gate = openGate(steps, state.runs);
  const nameOf = (id: RunId): string => state.runs.get(id)?.folder ?? id;
  return {
    ready: gate.ready,
    waiting: gate.waiting,
    held: () => inLevels(gate.held(), state),
    ended: (run, t) => {
      const { isRankable, isFailure } = factsOfStatus(run.status);
      const isUnbegun = run.status === 'cancelled' && run.outcome?.reason === 'dependency';
      // One that was cancelled, or of which nobody knows, decides nothing: what needs it goes on waiting.
      if (!isUnbegun && !isRankable && (!isFailure || run.status === 'unknown'))
        return { events: [], ready: [], notes: [] };
      const { ready, blocked } = isUnbegun ? gate.returned(run.run) : gate.ended(run.run, isRankable);
      const events = blocked.map(({ run: id, by }): Event => ({ kind: 'blocked', t, run: id, by }));
      const many = blocked.length === 1 ? '1 run is' : `${blocked.length} runs are`;
      const by = isUnbegun ? (blocked[0]?.by ?? []).map(nameOf).join(', ') : nameOf(run.run);
      return { events, ready, notes: blocked.length === 0 ? [] : [`${many} blocked by ${by}`] };
    },
  };
}

/** Returns the runs that a plan would start and that have no result. */
export function pendingRuns(state: SweepState, asking: StageAsking): readonly RunState[] {
  return stageSteps(state, asking).flatMap(({ run, action }) =>
    action !== 'rest' && factsOfStatus(run.status).isLeft ? [run] : [],
  );
}

/** Plans a sweep, writes down what the plan does about its runs, and opens the work. */
export function planStages(
  state: SweepState,
  asking: StageAsking,
  put: (events: readonly Event[]) => void,
  t: number,
): StageWork {
  const steps = stageSteps(state, asking);
  put(stepEvents(steps, t));
  return openStageWork(steps, state);
}

/** Runs in groups: none needs one of its own group, or of a later one. */
function inLevels(runs: readonly RunId[], state: SweepState): readonly (readonly RunId[])[] {
  const levelOf = new Map<RunId, number>();
  const levels: RunId[][] = [];
  for (const id of runs) {
    const needs = state.runs.get(id)?.needs ?? [];
    const level = Math.max(-1, ...needs.map((need) => levelOf.get(need) ?? -1)) + 1;
    levelOf.set(id, level);
    const group = levels[level];
    if (group === undefined) levels[level] = [id];
    else group.push(id);
  }
  return levels;
}
