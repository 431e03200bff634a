// SPDX-License-Identifier: MIT
import { join } from 'node:path';
import { type LoopEnd, targetEnd } from '../../run/brakes.ts';
import type { RunState } from '../../run/state.ts';
import type { EngineRequest, RunnerTools } from './engine-request.ts';

/** Returns why nothing is to be started when one of the finished runs has reached the target; the files of each are read. */
export function reachedTarget(
  { sweepDir, limits: { target }, inspect }: Pick<EngineRequest, 'sweepDir' | 'limits'> & Pick<RunnerTools, 'inspect'>,
  runs: Iterable<RunState>,
): LoopEnd | undefined {
  if (target === undefined) return undefined;
  for (const run of runs) {
    if (run.retired || run.status !== 'done') continue;
    const { problem, values } = inspect(run, join(sweepDir, run.folder));
    if (problem === undefined && target.isReached(values)) return targetEnd(target);
  }
  return undefined;
}
