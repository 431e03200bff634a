// SPDX-License-Identifier: MIT
import { join } from 'node:path';
import { type LoopEnd, targetEnd } from '../../run/brakes.ts';
import type { RunState } from '../../run/state.ts';
import type { EngineRequest, RunnerTools } from './engine-request.ts';
import type { Target } from '../../run/target.ts';

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

/** Looks whether runs report what TARGET asks for. */
export interface TargetWatch {
  ended(folder: string, values: Readonly<Record<string, unknown>>): void;
}

/** Returns a watch that says once that a run lacks the metric of TARGET: a mistyped one would never be reached, without a word. */
export function watchTarget(target: Target | undefined, note: (text: string) => void): TargetWatch {
  let isTold = false;
  return {
    ended: (folder, values) => {
      if (target === undefined || isTold || typeof values[target.metric] === 'number') return;
      isTold = true;
      note(`${folder} reports no number "${target.metric}", so it cannot reach the target ${target.text}`);
    },
  };
}
