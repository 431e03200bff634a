// SPDX-License-Identifier: MIT
import { join } from 'node:path';
import type { JobRef } from '../../core/scheduling/array-scheduler.ts';
import { shareOut } from '../../run/array-plan.ts';
import type { LaunchSpec } from '../engine/backend.ts';
import { observeAttempt } from '../../edge/run-folder/observe-run-folder.ts';
import { type Batch, forgetBatch, readBatches, writeBatchJob, writeBatchRecord } from './batch-store.ts';
import type { OpenScheduler } from './open-scheduler.ts';
import type { TaskPlace, TrackedRun } from './tracked-run.ts';

/** The arrays of a sweep, kept in step with their folders. */
export class BatchBook {
  readonly #scheduler: OpenScheduler;
  readonly #sweepDir: string;
  readonly #batches = new Map<string, Batch>();
  /** Newest place of each run folder. */
  readonly #places = new Map<string, TaskPlace & { readonly attempt: number }>();
  readonly #misses = new Map<string, number>();
  #activeBefore = 0;

  constructor(options: { readonly scheduler: OpenScheduler; readonly sweepDir: string }) {
    this.#scheduler = options.scheduler;
    this.#sweepDir = options.sweepDir;
    for (const batch of readBatches(options.sweepDir)) if (batch.scheduler === options.scheduler.name) this.add(batch);
  }

  add(batch: Batch): void {
    this.#batches.set(batch.name, batch);
    batch.tasks.forEach((task, index) => {
      for (const { folder, attempt } of task) this.#places.set(folder, { batch: batch.name, index, attempt });
    });
  }

  /** Returns the task that an attempt was handed over with, be it under a lower number that the task itself raised. */
  findTask(folder: string, spec: LaunchSpec): TaskPlace | undefined {
    const place = this.#places.get(folder);
    if (place === undefined || place.attempt > spec.attempt) return undefined;
    if (place.attempt < spec.attempt) {
      // A runner that begins an attempt itself, or did and died, follows one that had ended: this one was never handed over.
      if (spec.mayExist !== true) return undefined;
      const before = observeAttempt(join(this.#sweepDir, folder), spec.attempt - 1).outcome;
      if (before !== undefined && (before.exit === 0 || before.cause === null || before.cause === 'timeout'))
        return undefined;
    }
    return { batch: place.batch, index: place.index };
  }

  /** Returns the task that holds the newest attempt of a run's folder; undefined when the scheduler's id of it is not known. */
  refOf(folder: string): JobRef | undefined {
    const place = this.#places.get(folder);
    const job = place === undefined ? null : (this.#batches.get(place.batch)?.job ?? null);
    return place === undefined || job === null ? undefined : { job, index: place.index };
  }

  setJob(name: string, job: string): void {
    const batch = this.#batches.get(name);
    if (batch !== undefined) this.#batches.set(name, writeBatchJob(batch, job));
  }

  /** Counts an answer that does not know an unconfirmed array; true, and the array is dropped, at the second. */
  countMiss(name: string): boolean {
    const misses = (this.#misses.get(name) ?? 0) + 1;
    this.#misses.set(name, misses);
    const batch = this.#batches.get(name);
    if (misses < 2 || batch === undefined) return false;
    this.#batches.delete(name);
    for (const [folder, place] of this.#places) if (place.batch === name) this.#places.delete(folder);
    forgetBatch(batch);
    return true;
  }

  active(placed: readonly TrackedRun[]): readonly Batch[] {
    const names = new Set(placed.map((run) => run.place?.batch));
    return [...this.#batches.values()].filter((batch) => names.has(batch.name));
  }

  jobsOf(names: ReadonlySet<string>): readonly { readonly job: string; readonly name: string }[] {
    return [...this.#batches.values()].flatMap(({ name, job }) =>
      names.has(name) && job !== null ? [{ name, job }] : [],
    );
  }

  /** The task for people and for `started` events: <array>_<task>. */
  jobText(place: TaskPlace): string {
    return `${this.#batches.get(place.batch)?.job ?? place.batch}_${place.index}`;
  }

  /** Returns how many tasks may still be submitted, and how many of them may run at once. */
  room(
    placed: readonly TrackedRun[],
    queueMost: number | null,
    concurrencyMost: number | null,
  ): { readonly queue: number | null; readonly queueMost: number; readonly concurrency: number | null } {
    const left = tasksLeft(placed);
    const queued = [...left.values()].reduce((sum, tasks) => sum + tasks.size, 0);
    let reserved = 0;
    for (const [name, tasks] of left) reserved += Math.min(this.#batches.get(name)?.throttle ?? tasks.size, tasks.size);
    return {
      queue: queueMost === null ? null : queueMost - queued,
      queueMost: queueMost ?? 0,
      concurrency: concurrencyMost === null ? null : concurrencyMost - reserved,
    };
  }

  /** When an array has ended, those that are left get its share of MAX_CONCURRENT. */
  async shareThrottles(placed: readonly TrackedRun[], most: number | null): Promise<void> {
    const left = tasksLeft(placed);
    const hasEnded = left.size < this.#activeBefore;
    this.#activeBefore = left.size;
    if (most === null || !hasEnded || left.size === 0 || left.size > most) return;
    // Nobody's throttle is lowered: only what is free beyond what the arrays can use is given out.
    const arrays = [...left].flatMap(([name, tasks]) => {
      const batch = this.#batches.get(name);
      if (batch === undefined || batch.job === null) return [];
      const used = Math.min(batch.throttle ?? tasks.size, tasks.size);
      return [{ batch, job: batch.job, used, wants: tasks.size - used }];
    });
    const free = most - arrays.reduce((sum, { used }) => sum + used, 0);
    const wanting = arrays.filter(({ wants }) => wants > 0).slice(0, Math.max(0, free));
    if (free < 1 || wanting.length === 0) return;
    const shares = shareOut(
      wanting.map(({ wants }) => wants),
      free,
    );
    for (const [i, { batch, job, used }] of wanting.entries()) {
      const throttle = used + (shares[i] ?? 0);
      await this.#scheduler.setThrottle(job, throttle);
      const changed = { ...batch, throttle };
      writeBatchRecord(changed);
      this.#batches.set(batch.name, changed);
    }
  }

  /** Cancels the tasks of these runs that `mayCancel`: one call, whole arrays by their id alone. */
  async cancel(runs: readonly TrackedRun[], mayCancel: (place: TaskPlace) => boolean): Promise<void> {
    const chosen = new Map<string, Set<number>>();
    for (const { place } of runs) {
      if (place === undefined || !mayCancel(place)) continue;
      const tasks = chosen.get(place.batch) ?? new Set();
      chosen.set(place.batch, tasks.add(place.index));
    }
    const choices = [...chosen].flatMap(([name, tasks]) => {
      const batch = this.#batches.get(name);
      if (batch === undefined || batch.job === null) return [];
      return [{ job: batch.job, indices: tasks.size === batch.tasks.length ? ('all' as const) : [...tasks] }];
    });
    if (choices.length > 0) await this.#scheduler.cancel(choices);
  }
}

/** Tasks by array that still have a run to end. */
function tasksLeft(placed: readonly TrackedRun[]): ReadonlyMap<string, Set<number>> {
  const left = new Map<string, Set<number>>();
  for (const { place } of placed) {
    if (place === undefined) continue;
    const tasks = left.get(place.batch) ?? new Set();
    left.set(place.batch, tasks.add(place.index));
  }
  return left;
}
