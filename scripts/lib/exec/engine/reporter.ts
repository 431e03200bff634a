// SPDX-License-Identifier: MIT
import type { RunId } from '../../core/hash.ts';
import type { Outcome } from '../../run/outcome.ts';
import type { PlacedAttempt } from '../../run/placement.ts';
import type { RunState, SweepState } from '../../run/state.ts';

/** What is told of an ended attempt beside its outcome. */
export interface EndDetails {
  /** End of its log; '' when it ended well. */
  readonly log: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** Why it is tried again; undefined when it is not. */
  readonly retry: string | undefined;
}

/** What a runner found when it opened a folder. */
export interface OpenedFacts {
  readonly toRun: number;
  /** Runs that an earlier runner left running. */
  readonly adopted: number;
  /** Results that were taken from other sweep folders now. */
  readonly imported: number;
  readonly placement: string;
}

/** Tells people what a runner does while it does it. */
export interface RunReporter {
  /** Called once, when the folder is open and it is known what will be done. */
  opened(state: SweepState, facts: OpenedFacts): void;
  ended(run: RunState, outcome: Outcome, details: EndDetails): void;
  /** Called at least once a second while something runs. */
  tick(running: ReadonlyMap<RunId, PlacedAttempt>, waiting: number): void;
  note(text: string): void;
  closed(): void;
}

/** Says nothing. */
export const SILENT_REPORTER: RunReporter = {
  opened: () => {},
  ended: () => {},
  tick: () => {},
  note: () => {},
  closed: () => {},
};
