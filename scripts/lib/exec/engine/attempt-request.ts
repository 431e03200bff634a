// SPDX-License-Identifier: MIT
import type { PlacementDecision } from '../../run/placement.ts';
import type { AttemptState, RunState } from '../../run/state.ts';
import type { LaunchRequest } from './launch.ts';

/** Returns what the next attempt of a run is to be, where a placement has decided on it. */
export function nextRequest(run: RunState, decision: PlacementDecision, timeoutS: number | null): LaunchRequest {
  const { devices, env = {} } = decision;
  const attempt = (run.attempts.at(-1)?.attempt ?? 0) + 1;
  return { attempt, place: 'apart', devices, env, timeoutS, continues: false, mayExist: false };
}

/** Returns what an attempt is that an earlier runner began. */
export function takenOverRequest({ attempt, place, devices }: AttemptState, timeoutS: number | null): LaunchRequest {
  return { attempt, place, devices, env: {}, timeoutS, continues: false, mayExist: true };
}
