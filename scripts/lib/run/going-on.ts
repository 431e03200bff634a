// SPDX-License-Identifier: MIT
import type { CloseReason } from './event.ts';
import type { RunStatus } from './outcome.ts';
import { countWhere } from './status.ts';

/**
 * Returns how a sweep that has stopped goes on, for the end of a line; empty when no run is left that would. Where all that is left is
 * blocked, a plain resume starts nothing: what blocks it has failed, and is tried again when somebody asks.
 */
export function goingOn(counts: Readonly<Partial<Record<RunStatus, number>>>, why: CloseReason): string {
  const left = countWhere(counts, 'isLeft');
  if (left === 0) return '';
  if (left === counts.blocked) return '; make sweep-resume RETRY_FAILED=1 goes on';
  return why === 'target' ? '; make sweep-resume TARGET= runs the rest' : '; make sweep-resume goes on';
}
