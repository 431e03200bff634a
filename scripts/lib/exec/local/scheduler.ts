// SPDX-License-Identifier: MIT
import { inheritedEnvironment } from '../../run/environment.ts';
import type { Scheduler } from '../engine/scheduler.ts';
import { openLocalBackend } from './backend.ts';

/** Runs attempts as processes of this machine. */
export const LOCAL: Scheduler<'local'> = {
  name: 'local',
  open: ({ settings, env, clock, note }) =>
    openLocalBackend({ env: inheritedEnvironment(env), graceS: settings.get('GRACE'), clock, note }),
  check: () => [],
  describe: () => [],
};
