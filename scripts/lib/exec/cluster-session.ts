// SPDX-License-Identifier: MIT
import { UsageError } from '../core/diagnostic.ts';
import type { Settings } from '../core/settings/resolve.ts';
import type { Assignment } from '../core/value.ts';
import { lanesPlacement } from '../run/lanes.ts';
import type { Placement } from '../run/placement.ts';
import type { LaunchSpec } from './engine/backend.ts';
import { lsfScheduler } from './lsf/scheduler.ts';
import { slurmScheduler } from './slurm/scheduler.ts';
import { describeOptionTrouble } from './cluster/option.ts';
import type { ArrayScheduler } from './cluster/scheduler.ts';
import { checkRunOptions, Submitter } from './cluster/submitter.ts';

/** Most kinds of trouble that are listed: ten thousand runs may share one. */
const LISTED = 10;

function schedulerOf(settings: Settings): ArrayScheduler {
  return settings.get('BACKEND') === 'lsf'
    ? lsfScheduler(process.env, settings.get('LSF_MAX_ARRAY'))
    : slurmScheduler(process.env);
}

/** Throws UsageError when an option of the scheduler has no good value for some of these runs: nothing was written yet. */
export function checkClusterRuns(
  settings: Settings,
  runs: readonly { readonly values: readonly Assignment[] }[],
): void {
  const scheduler = schedulerOf(settings);
  const troubles = new Set<string>();
  for (const { values } of runs)
    for (const trouble of checkRunOptions(scheduler, settings, values)) troubles.add(describeOptionTrouble(trouble));
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

/** Returns the array scripts and command lines that these attempts would be submitted with (DRY_RUN). */
export function describeSubmission(sweepDir: string, settings: Settings, specs: readonly LaunchSpec[]): string {
  return new Submitter({ scheduler: schedulerOf(settings), sweepDir, settings }).describe(specs);
}
