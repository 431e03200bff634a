// SPDX-License-Identifier: MIT
import type { Clock } from '../../edge/clock.ts';
import { WriteError } from '../../edge/files.ts';
import { revokeAttempt } from '../../edge/run-folder/attempt-files.ts';
import type { LaunchSpec } from '../engine/backend.ts';

/** Takes runs so that no task begins them any more. Where that cannot be written (a full disk) it is told, and the scheduler alone ends them. */
export function revokeRuns(
  runs: readonly { readonly spec: LaunchSpec }[],
  { clock, note }: { readonly clock: Clock; readonly note: (text: string) => void },
): void {
  for (const { spec } of runs) {
    try {
      revokeAttempt(spec.attemptDir, clock.nowMs());
    } catch (error) {
      if (!(error instanceof WriteError)) throw error;
      note(`${error.message}: run ${spec.number} is cancelled by the scheduler alone`);
    }
  }
}
