// SPDX-License-Identifier: MIT
import { makeLine } from '../../core/make-line.ts';
import { UsageError } from '../../core/diagnostic.ts';
import { readLock } from '../../edge/holding/lock-file.ts';

/** Throws UsageError while a runner holds the folder. */
export function refuseWhileRunning(sweepDir: string, what: string): void {
  const lock = readLock(sweepDir);
  if (lock?.isHeld !== true) return;
  throw new UsageError(
    `${sweepDir} has a runner at work (process ${lock.owner.pid} on ${lock.owner.host})`,
    `wait for it, or ${makeLine('sweep-cancel', sweepDir)}; then ${what} again`,
  );
}
