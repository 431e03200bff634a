// SPDX-License-Identifier: MIT
/** Where a run stands. `unknown`: the scheduler could not say; asked again, never counted as failed. */
export type RunStatus = 'pending' | 'running' | 'done' | 'failed' | 'cancelled' | 'blocked' | 'stopped' | 'unknown';

/** Why an attempt ended as it did; `ok` when it finished. The ladder of design.md section 4, first match wins. */
export type Reason =
  | 'ok'
  | 'timeout'
  | 'cancelled'
  | 'out of memory'
  | 'preempted'
  | 'node failure'
  | 'launch failure'
  | 'dependency'
  | 'early stop'
  | 'signal'
  | 'exit code'
  | 'missing metric'
  /** The process is gone and left no outcome (its machine died, or someone killed the wrapper). */
  | 'vanished';

/** How an attempt ended: one shape, always all fields. Times are epoch milliseconds. */
export interface Outcome {
  readonly status: Extract<RunStatus, 'done' | 'failed' | 'cancelled' | 'stopped' | 'unknown'>;
  readonly reason: Reason;
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly startedAtMs: number | null;
  readonly endedAtMs: number;
  readonly host: string;
  readonly devices: readonly string[];
  /** One line for people: "exit code 1", "killed by SIGSEGV", "no test_acc in training_metrics.json". */
  readonly detail: string;
  /** Lines that make equal failures equal (paths, numbers and addresses removed); null when it did not fail. */
  readonly signature: string | null;
}
