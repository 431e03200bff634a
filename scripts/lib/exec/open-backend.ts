// SPDX-License-Identifier: MIT
import type { Settings } from '../core/settings/resolve.ts';
import { unreachable } from '../core/unreachable.ts';
import { SYSTEM_CLOCK } from '../edge/clock.ts';
import { inheritedEnvironment } from '../run/environment.ts';
import type { Backend } from './engine/backend.ts';
import { openLocalBackend } from './local/backend.ts';
import { openLsfBackend } from './lsf/backend.ts';
import { openSlurmBackend } from './slurm/backend.ts';

export interface BackendPlace {
  readonly sweepDir: string;
  readonly settings: Settings;
  readonly note: (text: string) => void;
}

/** Opens the backend that BACKEND names. Throws UsageError when it cannot be used here. */
export function openBackend({ sweepDir, settings, note }: BackendPlace): Backend {
  const name = settings.get('BACKEND');
  switch (name) {
    case 'local':
      return openLocalBackend({
        env: inheritedEnvironment(process.env),
        graceS: settings.get('GRACE'),
        clock: SYSTEM_CLOCK,
        note,
      });
    case 'slurm':
      return openSlurmBackend({ sweepDir, settings, env: process.env, clock: SYSTEM_CLOCK, note });
    case 'lsf':
      return openLsfBackend({ sweepDir, settings, env: process.env, clock: SYSTEM_CLOCK, note });
    default:
      return unreachable(name);
  }
}
