// SPDX-License-Identifier: MIT
import { UsageError } from '../core/diagnostic.ts';
import type { Settings } from '../core/settings/resolve.ts';
import type { Assignment } from '../core/value.ts';
import { lanesPlacement } from '../run/lanes.ts';
import type { Placement } from '../run/placement.ts';
import { schedulerOf } from './schedulers.ts';

/** Most kinds of trouble that are listed: ten thousand runs may share one. */
const LISTED = 10;

/** Throws UsageError when an option of the scheduler has no good value for some of these runs: nothing was written yet. */
export function checkClusterRuns(
  settings: Settings,
  runs: readonly { readonly values: readonly Assignment[]; readonly stage?: string }[],
  ofStage: ReadonlyMap<string, Settings> = new Map(),
): void {
  const scheduler = schedulerOf(settings);
  const troubles = new Set(
    runs.flatMap(({ values, stage }) => scheduler.check(ofStage.get(stage ?? '') ?? settings, values)),
  );
  if (troubles.size === 0) return;
  const listed = [...troubles].slice(0, LISTED);
  throw new UsageError(
    `${listed.join('\n')}${troubles.size > LISTED ? `\n(${troubles.size - LISTED} more)` : ''}`,
    'make sweep-settings shows where each value came from',
  );
}

/** Everything goes to the scheduler at once: it knows best what runs when. */
export function clusterPlacement(settings: Settings): Placement {
  const most = settings.get('MAX_CONCURRENT');
  const text =
    most === undefined
      ? `as many at a time as ${settings.get('BACKEND')} allows`
      : `at most ${most} at a time on ${settings.get('BACKEND')}`;
  return { ...lanesPlacement(Number.POSITIVE_INFINITY), text };
}
