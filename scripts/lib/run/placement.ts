// SPDX-License-Identifier: MIT
import type { RunId } from '../core/hash.ts';
import type { Assignment } from '../core/value.ts';
import type { NoteTopic } from './event.ts';
import type { Outcome } from './outcome.ts';

/** A run that wants to start. */
export interface QueuedRun {
  readonly run: RunId;
  readonly number: number;
  /** The attempt that would start. */
  readonly attempt: number;
  readonly values: readonly Assignment[];
  readonly swept: readonly string[];
  readonly stage?: string;
}

/** An attempt that holds a place; `group` is the id of its process group on this machine, once known. */
export interface PlacedAttempt {
  readonly run: RunId;
  readonly attempt: number;
  readonly values: readonly Assignment[];
  readonly devices: readonly string[];
  /** attempts/N of the run, absolute. */
  readonly attemptDir: string;
  /** By the steady clock of the machine, as `nowMs` of a view. */
  readonly startingMs: number;
  readonly group: number | null;
}

/** What a placement decides on. `waiting` is in the order of the sweep and may be long: take from its front. */
export interface PlacementView {
  readonly waiting: Iterable<QueuedRun>;
  readonly running: ReadonlyMap<RunId, PlacedAttempt>;
  readonly nowMs: number;
  /** More than these are not to be picked. */
  readonly most?: number;
}

/** Start this run now, on these devices, with these additions to its environment (null removes a name). */
export interface PlacementDecision {
  readonly run: RunId;
  readonly devices: readonly string[];
  readonly env?: Readonly<Record<string, string | null>>;
}

/** What to do about an ended attempt beyond the usual: try once more whatever RETRIES says, with a note for the journal. */
export interface PlacementVerdict {
  readonly retry: boolean;
  readonly note?: { readonly topic: NoteTopic; readonly text: string };
  /** A better reason than the exit code gives (out of memory). */
  readonly outcome?: Outcome;
}

/** Decides which waiting run starts next and where: free lanes, or places on GPUs. */
export interface Placement {
  /** What it works on, for the first line: "2 lanes", "4 GPUs (0 1 2 7), 2 runs each". */
  readonly text: string;
  /** Runs at a time, when any free place will do: the runner may then announce runs before a place is free. */
  readonly lanes?: number;
  pick(view: PlacementView): readonly PlacementDecision[];
  /** Called when an attempt ended, before its outcome is recorded; `log` is the end of its log. */
  ended?(attempt: PlacedAttempt, outcome: Outcome, log: string): PlacementVerdict | undefined;
  /** Why a waiting run waits, for status. */
  why?(run: RunId): string | undefined;
  /** The places, and why runs wait for them, a line each, for status. */
  waiting?(): readonly string[];
  /** Look again after so many milliseconds even if nothing happened (cards are polled); absent: only when something did. */
  readonly lookAgainMs?: number;
  /** Metrics of its own about a run (peak memory), written beside the run's metrics. */
  close?(): void;
}
