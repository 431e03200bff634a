// SPDX-License-Identifier: MIT
import type { RunId } from '../../core/hash.ts';
import { valueKey } from '../../core/value.ts';
import type { RunState } from '../state.ts';
import type { KnownRuns } from './needed.ts';

/** What makes a run another one than the run of the same values that stood in its place. */
export type RunChange =
  /** A file that it is made of: base, template, inputs. */
  | { readonly kind: 'files' }
  /** A run that it needs is another one. */
  | { readonly kind: 'need'; readonly need: RunId }
  /** SWEEP_COMMAND or SWEEP_CODE_VERSION. */
  | { readonly kind: 'command' };

/** Returns the runs that have never been tried and stand where a run of the same values left the range file, with what changed. */
export function changedRuns(runs: KnownRuns): ReadonlyMap<RunId, RunChange> {
  const keys = new Map<RunId, string>();
  const keyOf = (run: RunState): string => {
    const known = keys.get(run.run);
    if (known !== undefined) return known;
    const values = run.values.map(({ name, value }) => `${name}=${valueKey(value)}`).sort();
    const needs = run.needs.map((id) => runs.get(id)).map((need) => (need === undefined ? '' : keyOf(need)));
    const key = [run.stage ?? '', ...values, '', ...needs].join('\0');
    keys.set(run.run, key);
    return key;
  };
  const gone = new Map<string, RunState>();
  for (const run of runs.values()) if (run.retired) gone.set(keyOf(run), run);
  const changes = new Map<RunId, RunChange>();
  if (gone.size === 0) return changes;
  for (const run of runs.values()) {
    const before = run.retired || run.attempts.length > 0 ? undefined : gone.get(keyOf(run));
    if (before !== undefined) changes.set(run.run, changeOf(before, run));
  }
  return changes;
}

function changeOf(before: RunState, run: RunState): RunChange {
  if (before.config !== run.config) return { kind: 'files' };
  const need = run.needs.find((id, i) => id !== before.needs[i]);
  return need === undefined ? { kind: 'command' } : { kind: 'need', need };
}
