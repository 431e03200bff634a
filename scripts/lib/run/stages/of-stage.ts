// SPDX-License-Identifier: MIT
import type { RunId } from '../../core/hash.ts';
import type { RunState, SweepState } from '../state.ts';
import { factsOfStatus } from '../status.ts';
import { type KnownRuns, neededRuns, neededValues } from './needed.ts';

/** Returns the names of the stages of a sweep, in the order of its range file; none without stages. */
export function stagesOf(state: SweepState): readonly string[] {
  const names = new Set<string>();
  for (const { stage, retired } of state.runs.values()) if (stage !== null && !retired) names.add(stage);
  return [...names];
}

/**
 * Returns a sweep that has the runs of one stage alone, each with the values of what it is built upon among its own
 * (target.CONFIG_MODEL): whoever reports it needs to know nothing of stages.
 */
export function stateOfStage(state: SweepState, stage: string | undefined): SweepState {
  if (stage === undefined) return state;
  const own = [...state.runs.values()].filter((run) => run.stage === stage);
  const runs = new Map(own.map((run) => [run.run, withNeeds(run, state.runs)]));
  return { ...state, runs, lastNumber: own.reduce((most, { number }) => Math.max(most, number), 0) };
}

/** What all stages share is no other value of a need: it stands once. */
function withNeeds(run: RunState, runs: KnownRuns): RunState {
  const own = new Set(run.values.map(({ name }) => name));
  const isShared = (name: string): boolean => own.has(name.slice(name.indexOf('.') + 1));
  const needed = neededValues(run, runs).filter(({ name, value }) => {
    if (!isShared(name)) return true;
    const same = run.values.find((one) => one.name === name.slice(name.indexOf('.') + 1));
    return same?.value.text !== value.text || same.value.kind !== value.kind;
  });
  const swept = neededRuns(run, runs).flatMap((need) => need.swept.map((name) => `${need.stage}.${name}`));
  const shown = new Set(needed.map(({ name }) => name));
  return {
    ...run,
    values: [...needed, ...run.values],
    swept: [...swept.filter((name) => shown.has(name)), ...run.swept],
  };
}

/** Returns the runs that a run which has not ended well is built upon: their files are still needed. */
export function stillNeeded(runs: KnownRuns): ReadonlySet<RunId> {
  const needed = new Set<RunId>();
  for (const run of runs.values()) {
    if (run.retired || run.needs.length === 0 || factsOfStatus(run.status).isRankable) continue;
    for (const need of neededRuns(run, runs)) needed.add(need.run);
  }
  return needed;
}
