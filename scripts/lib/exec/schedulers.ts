// SPDX-License-Identifier: MIT
import { schedulerNamed } from '../core/schedulers/index.ts';
import { describeOptionTrouble } from '../core/scheduling/option.ts';
import type { Settings } from '../core/settings/resolve.ts';
import { unreachable } from '../core/unreachable.ts';
import { inheritedEnvironment } from '../run/environment.ts';
import { ArrayBackend } from './cluster/array-backend.ts';
import { type ClusterScheduler, openScheduler } from './cluster/open-scheduler.ts';
import { checkRunOptions, Submitter } from './cluster/submitter.ts';
import type { Scheduler } from './engine/scheduler.ts';
import { openLocalBackend } from './local/backend.ts';

/** Runs attempts as processes of this machine. */
const RUNNER: Scheduler = {
  open: ({ settings, env, clock, note }) =>
    openLocalBackend({ env: inheritedEnvironment(env), graceS: settings.get('GRACE'), clock, note }),
  check: () => [],
  describe: () => [],
};

/** Returns the way to execute runs that hands them to a cluster's scheduler as arrays. */
export function arrayScheduler(scheduler: ClusterScheduler): Scheduler {
  return {
    open: (place) => new ArrayBackend({ ...place, scheduler: openScheduler(scheduler, place) }),
    check: (settings, values) => checkRunOptions(scheduler, settings, values).map(describeOptionTrouble),
    describe: ({ env, ...place }, specs, before) =>
      new Submitter({ ...place, scheduler: openScheduler(scheduler, { env }) }).describe(specs, before),
  };
}

/** Returns how BACKEND executes runs. */
export function schedulerOf(settings: Settings): Scheduler {
  const scheduler = schedulerNamed(settings.get('BACKEND'));
  switch (scheduler.kind) {
    case 'runner':
      return RUNNER;
    case 'arrays':
      return arrayScheduler(scheduler);
    default:
      return unreachable(scheduler);
  }
}
