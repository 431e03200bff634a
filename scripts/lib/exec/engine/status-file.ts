// SPDX-License-Identifier: MIT
import { join } from 'node:path';
import type { Clock } from '../../edge/clock.ts';
import { writeFileAtomic } from '../../edge/files.ts';
import type { CloseReason } from '../../run/event.ts';
import type { RunStatus } from '../../run/outcome.ts';
import type { RunState, SweepState } from '../../run/state.ts';
import type { RunReporter } from './reporter.ts';

/** Name of the view of a sweep's state that is written for people and dashboards; ksweep never reads it. */
const STATUS_NAME = 'status.json';

const WRITE_EVERY_MS = 2000;

export interface StatusFile {
  /** A reporter that also keeps the file fresh. */
  reporting(reporter: RunReporter): RunReporter;
  close(end: { readonly why: CloseReason; readonly text: string }): void;
}

export interface StatusFileOptions {
  /** Why runs wait, for people. */
  readonly waiting?: () => readonly string[];
  /** Told once when the file cannot be written. */
  readonly note?: (text: string) => void;
}

function isUnranked({ status, outcome }: RunState): boolean {
  return status === 'done' && outcome?.unranked !== undefined;
}

/** Returns the keeper of status.json: counts are kept as runs end, so a write costs the same for any number of runs. */
export function openStatusFile(
  sweepDir: string,
  state: SweepState,
  clock: Clock,
  { waiting = () => [], note = () => {} }: StatusFileOptions = {},
): StatusFile {
  let hasTold = false;
  let writtenAtMs = Number.NEGATIVE_INFINITY;
  const counts = new Map<RunStatus, number>();
  let [total, unranked] = [0, 0];
  const count = (status: RunStatus, by: number): void => void counts.set(status, (counts.get(status) ?? 0) + by);
  for (const run of state.runs.values()) {
    if (run.retired) continue;
    total += 1;
    if (isUnranked(run)) unranked += 1;
    if (run.status !== 'pending' && run.status !== 'running') count(run.status, 1);
  }
  const write = (running: number, closed: { why: CloseReason; text: string } | null): void => {
    const ended = [...counts.values()].reduce((a, b) => a + b, 0);
    const text = JSON.stringify(
      {
        total,
        running,
        pending: total - ended - running,
        ...Object.fromEntries(counts),
        ...(unranked > 0 ? { unranked } : {}),
        state: closed === null ? 'running' : closed.why,
        text: closed?.text ?? '',
        waiting: closed === null ? waiting() : [],
        updated: new Date(clock.nowMs()).toISOString(),
      },
      undefined,
      2,
    );
    writtenAtMs = clock.steadyMs();
    try {
      writeFileAtomic(join(sweepDir, STATUS_NAME), `${text}\n`);
    } catch (error) {
      // a view only, made anew with the next write
      if (!hasTold) note(`${error instanceof Error ? error.message : String(error)}; the sweep goes on without it`);
      hasTold = true;
    }
  };
  return {
    reporting: (reporter) => ({
      ...reporter,
      ended: (run, outcome, details) => {
        if (details.retry === undefined) {
          count(outcome.status, 1);
          if (outcome.unranked !== undefined) unranked += 1;
        }
        reporter.ended(run, outcome, details);
      },
      tick: (running, waiting) => {
        if (clock.steadyMs() - writtenAtMs >= WRITE_EVERY_MS) write(running.size, null);
        reporter.tick(running, waiting);
      },
    }),
    close: (end) => {
      // Counted anew: whatever was run again above is counted once here.
      counts.clear();
      unranked = [...state.runs.values()].filter((run) => !run.retired && isUnranked(run)).length;
      for (const run of state.runs.values())
        if (!run.retired && run.status !== 'pending' && run.status !== 'running') count(run.status, 1);
      write([...state.runs.values()].filter((r) => r.status === 'running').length, end);
    },
  };
}
