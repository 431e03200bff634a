// SPDX-License-Identifier: MIT

/** Where the scheduler says that some tasks stand. Causes are those of run/outcome-of.ts. */
export type TaskPhase =
  | { readonly kind: 'pending'; readonly why: string }
  | { readonly kind: 'running'; readonly host: string }
  /** Over, but its node still tidies up: what became of it is asked for later. */
  | { readonly kind: 'ending' }
  | { readonly kind: 'ended'; readonly cause: EndCause | null }
  /** It waits and will never start by itself: to be cancelled and told. */
  | { readonly kind: 'stuck'; readonly cause: 'launch' | 'dependency'; readonly why: string }
  | { readonly kind: 'unknown'; readonly why: string };

/** Why the scheduler ended a task; null in a phase: the task ended by itself, its run folders say how. */
export type EndCause = 'time limit' | 'cancelled' | 'out of memory' | 'preempted' | 'node failure' | 'launch';

/** One line of a scheduler's answer: tasks of one array that stand alike. */
export interface TaskReport {
  readonly job: string;
  readonly name: string;
  /** Counted from 0 on SLURM and LSF alike; 'rest': those of the array that no other line names (a cut list). */
  readonly indices: readonly number[] | 'rest';
  readonly phase: TaskPhase;
}
