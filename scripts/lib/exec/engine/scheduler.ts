// SPDX-License-Identifier: MIT
import type { Settings } from '../../core/settings/resolve.ts';
import type { Assignment } from '../../core/value.ts';
import type { Clock } from '../../edge/clock.ts';
import type { Backend, LaunchSpec } from './backend.ts';

/** What a backend is opened with. */
export interface BackendPlace {
  /** Absolute. */
  readonly sweepDir: string;
  readonly settings: Settings;
  /** Settings of the runs of a stage, in a sweep with stages: a stage has job options of its own. */
  readonly ofStage?: ReadonlyMap<string, Settings>;
  /** The caller's environment as it is: the backend takes away what no run may inherit. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** Aborted when the runner must end whether others have answered or not. */
  readonly ending?: AbortSignal;
  /** Told to people: what was submitted, what waits and why. */
  readonly note: (text: string) => void;
}

/** What DRY_RUN asks about. */
export type SubmissionPlace = Pick<BackendPlace, 'sweepDir' | 'settings' | 'env'>;

/** What the engine asks of a way to execute runs (exec/schedulers.ts). */
export interface Scheduler {
  /** Throws UsageError when it cannot be used here. */
  open(place: BackendPlace): Backend;
  /** Returns a sentence for each value of its settings that is no good for a run with these values. */
  check(settings: Settings, values: readonly Assignment[]): readonly string[];
  /** Returns what it would be given for these attempts, for people, an array each, behind `before` others; nothing where it gets the commands alone. */
  describe(place: SubmissionPlace, specs: readonly LaunchSpec[], before: number): readonly string[];
}
