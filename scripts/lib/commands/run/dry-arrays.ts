// SPDX-License-Identifier: MIT
import type { RunId } from '../../core/hash.ts';
import type { Settings } from '../../core/settings/resolve.ts';
import { abilitiesOf } from '../../core/settings/schedulers.ts';
import { describeSubmission } from '../../exec/cluster-session.ts';
import { type LaunchPlan, launchSpec } from '../../exec/engine/launch.ts';
import type { SweepState } from '../../run/state.ts';
import { parseTimeout, timeoutSeconds } from '../../run/timeout.ts';

/** What dry arrays are made of. */
export interface DryArrays {
  readonly launch: LaunchPlan;
  readonly state: SweepState;
  /** Runs that would be started. */
  readonly ids: readonly RunId[];
}

/** Returns the arrays that would hold these runs, with their scripts; none where runs are no cluster jobs. */
export function dryArrays({ launch, state, ids }: DryArrays, settings: Settings): readonly string[] {
  return arraysOf({ launch: { ...launch, symbols: symbolsOf(state) }, state, ids }, settings, 0);
}

/** They stand behind `before` others. */
function arraysOf({ launch, state, ids }: DryArrays, settings: Settings, before: number): readonly string[] {
  if (!abilitiesOf(settings.get('BACKEND')).hasQueue) return [];
  const timeout = parseTimeout(settings.text('TIMEOUT')).value;
  const specs = ids.flatMap((id) => {
    const run = state.runs.get(id);
    if (run === undefined) return [];
    const request = {
      attempt: run.attempts.length + 1,
      place: 'apart' as const,
      devices: [],
      env: {},
      timeoutS: timeout === undefined ? null : timeoutSeconds(timeout, undefined),
      continues: false,
      mayExist: false,
    };
    const spec = launchSpec(launch, run, request);
    // Handed over before what it needs has ended: which jobs it waits for is known when those are submitted.
    return [settings.get('DETACH') && run.needs.length > 0 ? { ...spec, needs: [] } : spec];
  });
  return describeSubmission(launch.sweepDir, settings, specs, before);
}

/** The same of a sweep with stages: stage by stage, each with the options of its own, as they would be submitted one after the other. */
export function dryStageArrays(
  { launch, state, ids }: DryArrays,
  stages: readonly { readonly name: string; readonly settings: Settings }[],
): string {
  const known = { ...launch, symbols: symbolsOf(state) };
  const pieces: string[] = [];
  let before = 0;
  for (const { name, settings } of stages) {
    const own = ids.filter((id) => state.runs.get(id)?.stage === name);
    const arrays = own.length === 0 ? [] : arraysOf({ launch: known, state, ids: own }, settings, before);
    if (arrays.length === 0) continue;
    const waits = own.some((id) => (state.runs.get(id)?.needs ?? []).length > 0);
    const when = !waits
      ? ''
      : settings.get('DETACH')
        ? ', handed over at once: each task waits for those of the runs that its own needs'
        : ', each submitted when all that it needs is done; so there may be more arrays than here, with fewer tasks';
    pieces.push(`# stage "${name}": ${own.length} ${own.length === 1 ? 'run' : 'runs'}${when}`, ...arrays);
    before += arrays.length;
  }
  return pieces.join('\n');
}

function symbolsOf(state: SweepState): ReadonlySet<string> {
  return new Set([...state.runs.values()].flatMap((run) => run.values.map(({ name }) => name)));
}
