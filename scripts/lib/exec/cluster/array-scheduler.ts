// SPDX-License-Identifier: MIT
import type { SchedulerName } from '../../core/settings/schedulers.ts';
import type { Settings } from '../../core/settings/resolve.ts';
import type { Scheduler } from '../engine/scheduler.ts';
import { ArrayBackend } from './array-backend.ts';
import { describeOptionTrouble } from './option.ts';
import type { ArrayScheduler } from './scheduler.ts';
import { checkRunOptions, Submitter } from './submitter.ts';

/** Makes the verbs of a scheduler that takes arrays, for a caller's environment and settings; it asks nothing yet. */
export type OpenVerbs = (
  env: Readonly<Record<string, string | undefined>>,
  settings: Settings,
  ending?: AbortSignal,
) => ArrayScheduler;

/** Returns a way to execute runs that hands them to a cluster's scheduler as arrays. */
export function arrayScheduler<Name extends SchedulerName>(name: Name, verbs: OpenVerbs): Scheduler<Name> {
  return {
    name,
    open: (place) => new ArrayBackend({ ...place, scheduler: verbs(place.env, place.settings, place.ending) }),
    check: (settings, values) => checkRunOptions(verbs({}, settings), settings, values).map(describeOptionTrouble),
    describe: ({ sweepDir, settings, env }, specs, before) =>
      new Submitter({ scheduler: verbs(env, settings), sweepDir, settings }).describe(specs, before),
  };
}
