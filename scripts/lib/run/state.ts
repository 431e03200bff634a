// SPDX-License-Identifier: MIT
import type { Assignment, RequestedValue } from '../core/value.ts';
import type { ConfigId, RunId } from '../core/hash.ts';
import type { AttemptPlace, CloseReason, Reported } from './event.ts';
import type { Outcome, RunStatus } from './outcome.ts';

/** One try of a run, as the journal tells it. */
export interface AttemptState {
  readonly attempt: number;
  readonly startingAtMs: number;
  readonly startedAtMs: number | null;
  readonly place: AttemptPlace;
  readonly host: string | null;
  /** Boot of that host that its pid belongs to; null when the journal does not tell. */
  readonly boot: string | null;
  readonly pid: number | null;
  readonly pidStart: string | null;
  readonly job: string | null;
  readonly devices: readonly string[];
  readonly outcome: Outcome | null;
}

/** One run of the sweep, as the journal tells it. */
export interface RunState {
  readonly run: RunId;
  readonly config: ConfigId;
  readonly number: number;
  /** Name inside the sweep folder: config_017_9f2c01ab. */
  readonly folder: string;
  readonly values: readonly Assignment[];
  readonly swept: readonly string[];
  /** Null in a sweep without stages. */
  readonly stage: string | null;
  /** Runs that must be done before it. */
  readonly needs: readonly RunId[];
  /** Values that a Kconfig tree changed, as they were asked for. */
  readonly requested: readonly RequestedValue[];
  /** A further seed of a setting: the range file does not decide over it. */
  readonly isExtra: boolean;
  readonly status: RunStatus;
  /** The last attempt's outcome, or the imported one; null while there is none. */
  readonly outcome: Outcome | null;
  readonly attempts: readonly AttemptState[];
  /** Those of SWEEP_RETRIES that it has had since somebody last asked for it. */
  readonly retries: number;
  readonly retired: boolean;
  /** Folder the result was taken from (REUSE, merge); null when run here. */
  readonly importedFrom: string | null;
  /** Whether a result was ever taken over, even if the run ran here later: files in its folder may be older than that. */
  readonly hasImported: boolean;
  /** What it reported at its end; null while it has none, and for ends that a journal of 1.0 tells. */
  readonly reported: Reported | null;
  /** While it is blocked: the runs that did not end well. */
  readonly blockedBy: readonly RunId[];
  readonly notes: readonly string[];
}

/** All there is to know of a sweep: the fold of its journal. */
export interface SweepState {
  /** By run id, in order of number. */
  readonly runs: ReadonlyMap<RunId, RunState>;
  /** Highest number given so far. */
  readonly lastNumber: number;
  readonly openedAtMs: number | null;
  readonly closed: { readonly atMs: number; readonly why: CloseReason; readonly text: string } | null;
  readonly notes: readonly string[];
}
