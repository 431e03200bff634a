// SPDX-License-Identifier: MIT
import type { Settings } from '../../core/settings/resolve.ts';
import type { Clock } from '../../edge/clock.ts';

/** What the SLURM and the LSF backend are opened with. */
export interface ClusterBackendOptions {
  /** Absolute. */
  readonly sweepDir: string;
  readonly settings: Settings;
  /** The caller's environment as it is: the backend takes away what an outer allocation set. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** Told to people: what was submitted, what waits and why. */
  readonly note: (text: string) => void;
}
