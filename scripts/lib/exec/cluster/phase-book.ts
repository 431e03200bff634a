// SPDX-License-Identifier: MIT
import type { SchedulerAnswer, TaskPhase, TaskReport } from '../../core/scheduling/array-scheduler.ts';
import type { Batch } from './batch-store.ts';
import type { Look } from './judge.ts';
import type { TaskPlace } from './tracked-run.ts';

/** What the scheduler said last, by array and task. */
export class PhaseBook {
  readonly #arrays = new Map<string, { readonly tasks: Map<number, TaskPhase>; rest: TaskPhase | undefined }>();
  #silent: string | undefined = 'it was not asked yet';
  /** Arrays that were known when the last question was put: of others, silence means nothing. */
  #asked = new Set<string>();

  /** Takes in an answer to a question about these arrays. */
  learn(answer: SchedulerAnswer, asked: readonly string[]): void {
    if ('silent' in answer) {
      this.#silent = answer.silent;
      return;
    }
    this.#silent = undefined;
    this.#asked = new Set(asked);
    this.#arrays.clear();
    for (const report of answer.reports) this.#put(report);
  }

  /** Takes in what the accounting knows of tasks that the queue does not list. */
  learnHistory(reports: readonly TaskReport[]): void {
    for (const report of reports) this.#put(report, true);
  }

  #put(report: TaskReport, onlyNew = false): void {
    let array = this.#arrays.get(report.name);
    if (array === undefined) {
      array = { tasks: new Map(), rest: undefined };
      this.#arrays.set(report.name, array);
    }
    if (report.indices === 'rest') {
      array.rest ??= report.phase;
      return;
    }
    for (const index of report.indices) if (!onlyNew || !array.tasks.has(index)) array.tasks.set(index, report.phase);
  }

  /** Returns where a task stands by the scheduler's last word. */
  phaseOf(place: TaskPlace): Look['phase'] {
    if (this.#silent !== undefined) return { kind: 'silent', why: this.#silent };
    const array = this.#arrays.get(place.batch);
    const phase = array?.tasks.get(place.index) ?? array?.rest;
    if (phase !== undefined) return phase;
    return this.#asked.has(place.batch) ? { kind: 'absent' } : { kind: 'unknown', why: 'just submitted' };
  }
}

/** Returns the id under which the scheduler lists an array whose id was not written down; undefined when it lists none. */
export function jobOf(batch: Batch, answer: SchedulerAnswer): string | undefined {
  return 'silent' in answer ? undefined : answer.reports.find((report) => report.name === batch.name)?.job;
}
