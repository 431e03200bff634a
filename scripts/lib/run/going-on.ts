// SPDX-License-Identifier: MIT
import type { CloseReason } from './event.ts';
import type { RunStatus } from './outcome.ts';
import { countWhere } from './status.ts';

/** Returns how a sweep that has stopped goes on, for the end of a line; empty when no run is left that would. */
export function goingOn(counts: Readonly<Partial<Record<RunStatus, number>>>, why: CloseReason): string {
  const left = countWhere(counts, 'isLeft');
  if (left === 0) return '';
  return why === 'target' ? '; make sweep-resume TARGET= runs the rest' : '; make sweep-resume goes on';
}
