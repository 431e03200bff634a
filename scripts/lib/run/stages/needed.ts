// SPDX-License-Identifier: MIT
import type { RunId } from '../../core/hash.ts';
import type { Assignment } from '../../core/value.ts';
import type { RunState } from '../state.ts';

/** What is asked of the runs around one. */
export type KnownRuns = ReadonlyMap<RunId, RunState>;

/** Returns the runs that a run is built upon, directly or not, one of each stage; those that it names first. */
export function neededRuns(run: Pick<RunState, 'needs'>, runs: KnownRuns): readonly RunState[] {
  const [only] = run.needs;
  const first = only === undefined ? undefined : runs.get(only);
  if (first !== undefined && run.needs.length === 1 && first.needs.length === 0) return [first];
  const found = new Map<string, RunState>();
  let ids = run.needs;
  while (ids.length > 0) {
    const next: RunId[] = [];
    for (const id of ids) {
      const needed = runs.get(id);
      if (needed === undefined || found.has(needed.stage ?? '')) continue;
      found.set(needed.stage ?? '', needed);
      next.push(...needed.needs);
    }
    ids = next;
  }
  return [...found.values()];
}

/** Returns the values of the runs that a run is built upon, as it names them: target.CONFIG_MODEL. */
export function neededValues(run: Pick<RunState, 'needs'>, runs: KnownRuns): readonly Assignment[] {
  return neededRuns(run, runs).flatMap(({ stage, values }) =>
    values.map(({ name, value }) => ({ name: `${stage}.${name}`, value })),
  );
}

/** Returns a run that shows the values of what it needs among its own. */
export function withNeededValues(run: RunState, runs: KnownRuns): RunState {
  return run.needs.length === 0 ? run : { ...run, values: [...run.values, ...neededValues(run, runs)] };
}

/**
 * Returns which family a run is of. A family is all runs that are built upon one another, directly or not: two parts of a sweep that
 * keep families whole run nothing twice. It is called by the first id of its runs that need nothing, so that a sampler more changes no name.
 */
export function familiesOf(runs: KnownRuns): (run: RunId) => RunId {
  const parents = new Map<RunId, RunId>();
  const top = (run: RunId): RunId => {
    let [at, above] = [run, parents.get(run) ?? run];
    while (above !== at) [at, above] = [above, parents.get(above) ?? above];
    if (at !== run) parents.set(run, at); // the next look is short
    return at;
  };
  for (const { run, needs, retired } of runs.values())
    if (!retired) for (const need of needs) parents.set(top(run), top(need));
  const names = new Map<RunId, RunId>();
  for (const { run, needs, retired } of runs.values()) {
    if (retired || needs.length > 0) continue;
    const family = top(run);
    const known = names.get(family);
    if (known === undefined || run < known) names.set(family, run);
  }
  return (run) => names.get(top(run)) ?? run;
}
