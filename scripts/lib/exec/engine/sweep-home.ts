// SPDX-License-Identifier: MIT
import { existsSync } from 'node:fs';
import { joinInner } from '../../core/inner-path.ts';
import { JOURNAL_NAME } from '../../edge/journal/journal-file.ts';
import { MISSING_CODES, statOrCode } from '../../edge/files.ts';
import type { LoopEnd } from '../../run/brakes.ts';
import type { Outcome } from '../../run/outcome.ts';

/**
 * Tells whether the folder of a sweep is no longer where its runner opened it. Its journal tells: a program may make the folder
 * itself anew, and some file systems number their folders as they like.
 */
export function hasMoved(sweepDir: string): boolean {
  const path = joinInner(sweepDir, JOURNAL_NAME);
  if (existsSync(path)) return false; // asked after each run: a look is made of less than what is known of a file
  const stat = statOrCode(path);
  return typeof stat === 'string' && MISSING_CODES.has(stat); // any other trouble says nothing about where it is
}

/** Returns why a runner ends whose sweep folder is not where it was; undefined while it is. */
export function movedEnd(sweepDir: string): LoopEnd | undefined {
  if (!hasMoved(sweepDir)) return undefined;
  const text = `${sweepDir} was moved or removed while it ran; sweep-resume SWEEP= with its new place goes on`;
  return { why: 'error', text };
}

/** An attempt that ended while its sweep folder was elsewhere: what it wrote, or could not write, says nothing of it. */
export function lostOnTheWay(raw: Outcome): Outcome {
  return {
    ...raw,
    status: 'failed',
    reason: 'vanished',
    detail: 'the sweep folder was moved or removed while it ran',
  };
}
