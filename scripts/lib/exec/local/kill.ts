// SPDX-License-Identifier: MIT
import { findMarked } from '../../edge/process.ts';

/** Variable that every process of an attempt carries: the attempt's folder, absolute. */
export const ATTEMPT_MARK = 'SWEEP_ATTEMPT_DIR';

/** Signals every process of an attempt, those too that left its process group. Returns how many there were. */
export function killMarked(attemptDir: string, signal: 'SIGTERM' | 'SIGKILL'): number {
  return killAll(findMarked(ATTEMPT_MARK, attemptDir).filter((p) => p.value === attemptDir).map((p) => p.pid), signal);
}

/** Signals every process that any attempt of a sweep folder left behind. */
export function killLeftBehind(sweepDir: string, signal: 'SIGTERM' | 'SIGKILL'): number {
  return killAll(findMarked(ATTEMPT_MARK, `${sweepDir}/`).map((p) => p.pid), signal);
}

function killAll(pids: readonly number[], signal: 'SIGTERM' | 'SIGKILL'): number {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // gone meanwhile, or another user's
    }
  }
  return pids.length;
}
