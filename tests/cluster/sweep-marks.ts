// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJournal } from '../../scripts/lib/edge/journal/journal-file.ts';
import type { Event } from '../../scripts/lib/run/event.ts';
import { foldEvents } from '../../scripts/lib/run/fold.ts';
import type { SweepState } from '../../scripts/lib/run/state.ts';

/** What a job wrote down about itself: independent of the journal, the run folders and the scheduler. */
export interface Mark {
  readonly number: number;
  readonly attempt: number;
  readonly startS: number;
  /** Infinity when it was killed. */
  readonly endS: number;
}

/** Shell text that marks the begin of a run and returns; `mark_end` marks its end. */
export const MARK_BEGIN =
  'a=${SWEEP_ATTEMPT_DIR##*/}; mark_end() { echo "end $SWEEP_NUMBER $a $EPOCHREALTIME" >>"$SWEEP_DIR/marks"; }; echo "begin $SWEEP_NUMBER $a $EPOCHREALTIME" >>"$SWEEP_DIR/marks"';

/** Returns the marks of a sweep, one for each execution. */
export function readMarks(sweepDir: string): readonly Mark[] {
  const path = join(sweepDir, 'marks');
  if (!existsSync(path)) return [];
  const marks = new Map<string, { number: number; attempt: number; startS: number; endS: number }>();
  for (const line of readFileSync(path, 'utf8').trimEnd().split('\n')) {
    const [word, number, attempt, at] = line.split(' ');
    const key = `${number}/${attempt}`;
    if (word === 'begin') {
      assert.equal(marks.has(key), false, `attempt ${key} began twice`);
      marks.set(key, {
        number: Number(number),
        attempt: Number(attempt),
        startS: Number(at),
        endS: Number.POSITIVE_INFINITY,
      });
    } else {
      const mark = marks.get(key);
      assert.ok(mark, `attempt ${key} ended without a begin`);
      mark.endS = Number(at);
    }
  }
  return [...marks.values()];
}

/** Requires that no two executions of a run overlapped for longer than `boundS`. */
export function assertNoOverlap(marks: readonly Mark[], boundS = 0): void {
  for (const number of new Set(marks.map((mark) => mark.number))) {
    const sorted = marks.filter((mark) => mark.number === number).sort((a, b) => a.startS - b.startS);
    for (const [i, later] of sorted.entries()) {
      const earlier = sorted[i - 1];
      // A killed one has no end mark; its end is known by its outcome only.
      if (earlier === undefined || earlier.endS === Number.POSITIVE_INFINITY) continue;
      assert.ok(
        earlier.endS - later.startS <= boundS,
        `run ${number}: attempt ${earlier.attempt} ended ${earlier.endS - later.startS} s after attempt ${later.attempt} began`,
      );
    }
  }
}

/** Returns the events and the state of a sweep folder. */
export function readSweep(sweepDir: string): { readonly events: readonly Event[]; readonly state: SweepState } {
  const events = [...readJournal(join(sweepDir, 'journal.jsonl'))];
  return { events, state: foldEvents(events) };
}

/** Requires that every attempt has exactly one end, and that every run has ended or was never begun, because one it needs failed. */
export function assertOneOutcomeEach(sweepDir: string): SweepState {
  const { events, state } = readSweep(sweepDir);
  const ends = new Map<string, number>();
  for (const event of events) {
    if (event.kind === 'ended')
      ends.set(`${event.run}/${event.attempt}`, (ends.get(`${event.run}/${event.attempt}`) ?? 0) + 1);
  }
  for (const [attempt, count] of ends) assert.equal(count, 1, `attempt ${attempt} has ${count} ends`);
  for (const run of state.runs.values()) {
    assert.ok(
      run.outcome !== null || (run.needs.length > 0 && run.status === 'blocked'),
      `run ${run.number} has no outcome`,
    );
    assert.equal(
      run.attempts.filter((attempt) => attempt.outcome?.status === 'done').length <= 1,
      true,
      `run ${run.number} is done more than once`,
    );
  }
  return state;
}
