// SPDX-License-Identifier: MIT
import type { RunId } from '../../core/hash.ts';
import type { SchedulerName } from '../../core/schedulers/index.ts';
import type { Assignment } from '../../core/value.ts';
import type { StopCause } from '../../edge/run-folder/attempt-files.ts';
import type { AttemptPlace } from '../../run/event.ts';
import type { Outcome } from '../../run/outcome.ts';

/** A run that an attempt needs and that is not done yet. */
export interface OpenNeed {
  /** Its folder in the sweep folder. */
  readonly folder: string;
  /** The newest of its attempts that was announced; 0: none. */
  readonly attempt: number;
  /** What it must leave: paths in its folder. */
  readonly outputs: readonly string[];
}

/** One attempt, ready to start: everything final, nothing left to resolve. Paths are absolute. */
export interface LaunchSpec {
  readonly run: RunId;
  readonly number: number;
  /** Missing in a sweep without stages. */
  readonly stage?: string;
  readonly attempt: number;
  readonly sweepDir: string;
  readonly runDir: string;
  readonly place: AttemptPlace;
  /** Exists already. */
  readonly attemptDir: string;
  /** The run's configuration file, in its folder. */
  readonly config: string;
  /** What that file holds, should it be lost; undefined where nobody knows. */
  readonly configText?: () => string | undefined;
  /** Final text for `bash -c`. */
  readonly command: string;
  /** The same for repro.sh, which names its run folder and configuration by SWEEP_OUT_DIR and SWEEP_CONFIG. */
  readonly reproCommand: string;
  readonly cwd: string;
  /** Added to (string) or removed from (null) the inherited environment. */
  readonly env: Readonly<Record<string, string | null>>;
  readonly devices: readonly string[];
  readonly timeoutS: number | null;
  readonly graceS: number;
  readonly logLimitBytes: number | null;
  /** True when the attempt goes on from a requeued one, so that its older metric files count. */
  readonly continues: boolean;
  /** An earlier runner may have handed it over already (resume): look before starting. */
  readonly mayExist?: boolean;
  /** Typed assignments of the run, for resources that depend on them. */
  readonly values: readonly Assignment[];
  /** How many further attempts a scheduler may take by itself (requeue at a time limit). */
  readonly retries: number;
  /** Handed over before these are done (DETACH): the scheduler holds it back, and its task asks how they ended. */
  readonly needs?: readonly OpenNeed[];
}

/** What a backend knows of an attempt it was given. */
export type Observation =
  | { readonly kind: 'queued'; readonly why: string }
  | {
      readonly kind: 'running';
      readonly host: string;
      readonly pid?: number;
      readonly pidStart?: string;
      readonly job?: string;
      /** Boot of that host. */
      readonly boot?: string;
    }
  | { readonly kind: 'ended'; readonly outcome: Outcome }
  /** The attempt ended and the scheduler itself holds attempt `next` of the run already (requeued after preemption). */
  | { readonly kind: 'requeued'; readonly outcome: Outcome; readonly next: number; readonly why: string }
  /** The system would not start it: it waits, whatever RETRIES says. `underWay` is how many it has. */
  | { readonly kind: 'refused'; readonly why: string; readonly underWay: number }
  /** The scheduler did not answer or does not know: ask again. */
  | { readonly kind: 'unknown'; readonly why: string };

export interface AttemptKey {
  readonly run: RunId;
  readonly attempt: number;
}

/**
 * Where attempts are executed. All three verbs are safe to repeat: submitting an attempt that was already handed over
 * adopts it. None throws for a failing job; they throw only when the backend itself cannot be used.
 */
export interface Backend {
  /** Its word of BACKEND; abilitiesOf says what it can do. */
  readonly name: SchedulerName;
  /** How many attempts may be handed over and not yet ended. */
  readonly capacity: number;
  /** What limits that, where something does. */
  readonly capacityWhy?: string;
  submit(specs: readonly LaunchSpec[]): Promise<void>;
  /** Resolves with what changed, as soon as something did or after `waitMs`. */
  poll(waitMs: number): Promise<readonly { readonly key: AttemptKey; readonly seen: Observation }[]>;
  /** `cause` is what the outcome says, also where no file could say so (a full disk, a run that never began). */
  cancel(keys: readonly AttemptKey[], how: 'term' | 'kill', cause: StopCause): Promise<void>;
  /** Lets go of everything without stopping the jobs. */
  close(): Promise<void>;
}
