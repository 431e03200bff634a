// SPDX-License-Identifier: MIT
import { findMarked } from './process.ts';

/** Variable that every process of an attempt carries: the attempt's folder, absolute. */
export const ATTEMPT_MARK = 'SWEEP_ATTEMPT_DIR';

/** Signals every process of an attempt, those too that left its process group. Returns how many there were. */
export function killMarked(attemptDir: string, signal: 'SIGTERM' | 'SIGKILL'): number {
  return signalAll(
    findMarked(ATTEMPT_MARK, attemptDir)
      .filter((p) => p.value === attemptDir)
      .map((p) => p.pid),
    signal,
  );
}

/** How often it is looked whether processes that got TERM are gone. */
const LOOK_EVERY_MS = 50;
/** After KILL so long is waited: what sits in the kernel (a dead disk, a driver) cannot be waited for. */
const GIVE_UP_MS = 5000;

/**
 * Ends every process that the attempts of a sweep folder left behind, but those of `spared`, which nobody saw end: TERM,
 * and KILL for what is there after the grace time.
 */
export async function endLeftBehind(sweepDir: string, graceS: number, spared: ReadonlySet<string>): Promise<void> {
  const find = (): readonly number[] =>
    findMarked(ATTEMPT_MARK, `${sweepDir}/`)
      .filter((p) => !spared.has(p.value))
      .map((p) => p.pid);
  const asked = new Set<number>();
  const killAtMs = performance.now() + graceS * 1000;
  for (let left = find(); left.length > 0 && performance.now() < killAtMs + GIVE_UP_MS; left = find()) {
    signalAll(
      left.filter((pid) => !asked.has(pid)),
      'SIGTERM',
    );
    for (const pid of left) asked.add(pid);
    if (performance.now() >= killAtMs) signalAll(left, 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

/** Signals processes; those that are gone, or another user's, are passed over. Returns how many there were. */
export function signalAll(pids: readonly number[], signal: 'SIGTERM' | 'SIGKILL'): number {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // gone meanwhile, or another user's
    }
  }
  return pids.length;
}
