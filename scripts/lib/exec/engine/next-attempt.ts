// SPDX-License-Identifier: MIT
import type { PlacementDecision } from '../../run/placement.ts';
import type { AttemptState, RunState } from '../../run/state.ts';
import { factsOfStatus } from '../../run/status.ts';
import type { LaunchSpec, OpenNeed } from './backend.ts';
import { type LaunchedSweep, type LaunchRequest, launchSpec } from './launch.ts';

/** What a placement has decided on an attempt. */
type Decided = Pick<PlacementDecision, 'devices' | 'env'>;

/** Returns what the next attempt of a run is to be. */
export function nextRequest(run: RunState, { devices, env = {} }: Decided, timeoutS: number | null): LaunchRequest {
  return { attempt: (run.attempts.at(-1)?.attempt ?? 0) + 1, place: 'apart', devices, env, timeoutS };
}

/** Returns the next attempt of a run, final. Throws DiagnosticsError when a template cannot be rendered for it. */
export function nextAttempt(
  sweep: LaunchedSweep,
  run: RunState,
  decided: Decided,
  timeoutS: number | null,
): LaunchSpec {
  return withOpenNeeds(sweep, run, launchSpec(sweep, run, nextRequest(run, decided, timeoutS)));
}

/** Returns an attempt that an earlier runner began. */
export function takenOverAttempt(
  sweep: LaunchedSweep,
  run: RunState,
  { attempt, place, devices }: AttemptState,
  timeoutS: number | null,
): LaunchSpec {
  const request = { attempt, place, devices, env: {}, timeoutS, mayExist: true };
  return withOpenNeeds(sweep, run, launchSpec(sweep, run, request));
}

/** Says which needs of an attempt are not done yet: it is handed over before them, or was. */
function withOpenNeeds({ runs, plan }: LaunchedSweep, run: RunState, spec: LaunchSpec): LaunchSpec {
  const needs = run.needs.flatMap((id): readonly OpenNeed[] => {
    const need = runs.get(id);
    if (need === undefined || factsOfStatus(need.status).isRankable) return [];
    const outputs = plan.ofStage?.get(need.stage ?? '')?.outputs ?? [];
    return [{ folder: need.folder, attempt: need.attempts.at(-1)?.attempt ?? 0, outputs }];
  });
  return needs.length === 0 ? spec : { ...spec, needs };
}
