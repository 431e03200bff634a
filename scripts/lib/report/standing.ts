// SPDX-License-Identifier: MIT
import { STATUSES } from '../run/status.ts';
import type { SweepView } from './view.ts';

/** Returns `20 runs: 17 done, 3 failed.`; undefined when all are done. Tables of the best alone do not tell. */
export function standingOf({ runs, counts }: SweepView): string | undefined {
  if (counts.done === runs.length) return undefined;
  const parts = STATUSES.filter((status) => counts[status] > 0).map((status) => `${counts[status]} ${status}`);
  return `${runs.length} ${runs.length === 1 ? 'run' : 'runs'}: ${parts.join(', ')}.`;
}
