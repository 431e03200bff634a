// SPDX-License-Identifier: MIT
import type { RunState } from '../../run/state.ts';
import { factsOfStatus } from '../../run/status.ts';
import type { LaunchSpec, OpenNeed } from './backend.ts';
import type { LaunchPlan } from './launch.ts';

/** Returns an attempt that says which of its needs are not done yet: it is handed over before them, or was. */
export function withOpenNeeds({ runs, ofStage }: LaunchPlan, run: RunState, spec: LaunchSpec): LaunchSpec {
  const needs = run.needs.flatMap((id): readonly OpenNeed[] => {
    const need = runs.get(id);
    if (need === undefined || factsOfStatus(need.status).isRankable) return [];
    const outputs = ofStage?.get(need.stage ?? '')?.outputs ?? [];
    return [{ folder: need.folder, attempt: need.attempts.at(-1)?.attempt ?? 0, outputs }];
  });
  return needs.length === 0 ? spec : { ...spec, needs };
}
