// SPDX-License-Identifier: MIT
import type { RunId } from '../../core/hash.ts';
import type { KnownRuns } from './needed.ts';

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
