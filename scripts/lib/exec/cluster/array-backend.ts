// SPDX-License-Identifier: MIT
import { dirname, relative } from 'node:path';
import type { SchedulerName } from '../../core/schedulers/index.ts';
import { unreachable } from '../../core/unreachable.ts';
import type { StopCause } from '../../edge/run-folder/attempt-files.ts';
import type { Clock } from '../../edge/clock.ts';
import type { EndedBy } from '../../run/cause.ts';
import { outcomeOf } from '../../run/outcome-of.ts';
import type { AttemptKey, Backend, LaunchSpec, Observation } from '../engine/backend.ts';
import { observeAttempt } from '../../edge/run-folder/observe-run-folder.ts';
import { BatchBook } from './batch-book.ts';
import { dependenciesOf } from './dependencies.ts';
import { jobOf, PhaseBook } from './phase-book.ts';
import { Submitter, type SubmitterOptions } from './submitter.ts';
import {
  causeOfEnd,
  followNext,
  lookAt,
  type LookResult,
  outcomeOfAttempt,
  revokeRuns,
  type TrackedRun,
  trackRun,
} from './tracked-run.ts';

export interface ArrayBackendOptions extends SubmitterOptions {
  readonly clock: Clock;
  /** Told to people and to the journal: what was submitted, what waits and why. */
  readonly note: (text: string) => void;
}

type News = { readonly key: AttemptKey; readonly seen: Observation };

/** Submissions of a run that came to nothing before it counts as one that cannot be launched. */
const MOST_LOST = 3;
/** Runs that wait in the queue need no look, the scheduler knows best; so many get one in turn all the same. */
const ROUND_ROBIN = 200;

/** Runs attempts as arrays of a cluster's scheduler. Its questions are one a poll, whatever the number of runs. */
export class ArrayBackend implements Backend {
  readonly name: SchedulerName;
  readonly capacity = Number.POSITIVE_INFINITY;
  readonly #o: ArrayBackendOptions;
  readonly #submitter: Submitter;
  readonly #book: BatchBook;
  readonly #phases = new PhaseBook();
  readonly #runs = new Map<string, TrackedRun>();
  readonly #waiting = new Set<TrackedRun>();
  readonly #cancelling = new Set<TrackedRun>();
  #news: News[] = [];
  #turn = 0;
  #nextAskMs = 0;
  #nextFlushMs = 0;
  #full: string | undefined;
  #busy: Promise<unknown> = Promise.resolve();

  constructor(options: ArrayBackendOptions) {
    this.#o = options;
    this.name = options.scheduler.name;
    this.#submitter = new Submitter(options);
    this.#book = new BatchBook(options);
  }

  submit(specs: readonly LaunchSpec[]): Promise<void> {
    return this.#alone(async () => {
      for (const spec of specs) this.#take(spec);
      // The first submission goes out at once; retries that trickle in are gathered until the next poll.
      if (this.#o.clock.steadyMs() >= this.#nextFlushMs || specs.some((spec) => spec.needs !== undefined))
        await this.#flush();
    });
  }

  async poll(waitMs: number): Promise<readonly News[]> {
    if (this.#news.length === 0) {
      const dueMs = Math.max(0, this.#nextAskMs - this.#o.clock.steadyMs());
      await new Promise((resolve) => setTimeout(resolve, Math.min(dueMs, waitMs)));
      if (dueMs <= waitMs) await this.#alone(() => this.#ask());
    }
    const news = this.#news;
    this.#news = [];
    return news;
  }

  cancel(keys: readonly AttemptKey[], how: 'term' | 'kill', cause: StopCause): Promise<void> {
    // The scheduler sends KILL by itself after its own grace time: asking again would only cost it.
    if (how === 'term') for (const key of keys) this.#markCancelled(key, cause);
    return Promise.resolve();
  }

  close = (): Promise<void> => this.#alone(() => this.#sendCancels());

  /** One thing at a time: a submission must not come between a question and its answer. */
  #alone(work: () => Promise<void>): Promise<void> {
    const done = this.#busy.then(work);
    this.#busy = done.catch(() => {});
    return done;
  }

  #take(spec: LaunchSpec): void {
    const run = trackRun(spec);
    this.#runs.set(spec.run, run);
    run.place = this.#book.findTask(relative(this.#o.sweepDir, spec.runDir), spec);
    if (run.place === undefined) this.#waiting.add(run);
  }

  /** Hands over what waits, as far as there is room. */
  async #flush(): Promise<void> {
    const { scheduler, settings, clock } = this.#o;
    if (this.#waiting.size === 0) return;
    const room = this.#book.room(
      this.#placed(),
      settings.get(scheduler.limits.maxSubmit) ?? null,
      settings.get('MAX_CONCURRENT') ?? null,
    );
    // Small room is left to grow, else every end of a run would be followed by an array of one.
    if (room.queue !== null && room.queue < Math.min(this.#waiting.size, Math.ceil(room.queueMost / 2))) return;
    const bySpec = new Map([...this.#waiting].map((run) => [run.spec, run] as const));
    const result = await this.#submitter.submit([...bySpec.keys()], {
      queue: room.queue,
      concurrency: room.concurrency,
      expectedS: settings.get('RUN_TIME') ?? null,
      needsOf: dependenciesOf([...bySpec.keys()], this.#book),
    });
    for (const { batch, tasks, unsure } of result.handedOver) {
      this.#book.add(batch);
      tasks.forEach((task, index) => {
        for (const spec of task) {
          const run = bySpec.get(spec);
          if (run === undefined) continue;
          run.place = { batch: batch.name, index };
          this.#waiting.delete(run);
        }
      });
      const runs = tasks.flat().length;
      this.#o.note(
        `${batch.job === null ? `${this.name} did not confirm` : `${this.name} job ${batch.job}:`} ${tasks.length} tasks, ${runs} runs (${batch.name})${unsure === undefined ? '' : `: ${unsure}`}`,
      );
    }
    for (const { spec, why } of result.refused) this.#endUnstarted(bySpec.get(spec), 'launch', why);
    if (this.#waiting.size > 0 && result.full !== this.#full)
      this.#o.note(
        `${this.#waiting.size} runs wait for room in the queue${result.full === undefined ? '' : `: ${result.full}`}`,
      );
    this.#full = result.full;
    // A queue that was full is tried again a little later than it is asked.
    this.#nextFlushMs = clock.steadyMs() + settings.get('POLL') * 1000 * (result.full === undefined ? 1 : 6);
  }

  async #ask(): Promise<void> {
    const { scheduler, clock, settings } = this.#o;
    await this.#sendCancels();
    const active = this.#book.active(this.#placed());
    if (active.length > 0) {
      const names = active.map((batch) => batch.name);
      const answer = await scheduler.query(names);
      this.#phases.learn(answer, names);
      for (const batch of active.filter((one) => one.job === null))
        this.#resolveUnsure(batch.name, jobOf(batch, answer), 'silent' in answer);
      if (!('silent' in answer)) await this.#askHistory();
    }
    const stuck = new Set<TrackedRun>();
    for (const run of this.#worthALook()) this.#look(run, stuck);
    if (stuck.size > 0) await this.#book.cancel([...stuck], () => true);
    await this.#book.shareThrottles(this.#placed(), settings.get('MAX_CONCURRENT') ?? null);
    if (clock.steadyMs() >= this.#nextFlushMs) await this.#flush();
    this.#nextAskMs = clock.steadyMs() + settings.get('POLL') * 1000;
  }

  /** The answer to a submission was lost: the scheduler lists the array's name, or the array never was. */
  #resolveUnsure(name: string, job: string | undefined, isSilent: boolean): void {
    if (job !== undefined) this.#book.setJob(name, job);
    else if (!isSilent && this.#book.countMiss(name)) {
      for (const run of this.#placed()) {
        if (
          run.place?.batch !== name ||
          observeAttempt(dirname(run.spec.attemptDir), run.spec.attempt).claim !== 'none'
        )
          continue;
        run.place = undefined;
        this.#waiting.add(run);
      }
      this.#o.note(`${this.name} never got the array ${name}: its runs are submitted again`);
    }
  }

  /** Asks the accounting about tasks that the queue no longer lists and whose folders do not tell enough. */
  async #askHistory(): Promise<void> {
    const batches = new Set<string>();
    for (const run of this.#placed()) {
      if (run.place === undefined || this.#phases.phaseOf(run.place).kind !== 'absent') continue;
      if (observeAttempt(dirname(run.spec.attemptDir), run.spec.attempt).outcome === undefined)
        batches.add(run.place.batch);
    }
    if (batches.size === 0) return;
    const answer = await this.#o.scheduler.history(this.#book.jobsOf(batches));
    if (!('silent' in answer)) this.#phases.learnHistory(answer.reports);
  }

  /** All runs but those that wait in the queue; of these some in turn, so that no folder is forgotten if the scheduler errs. */
  #worthALook(): readonly TrackedRun[] {
    const placed = this.#placed();
    if (placed.length <= ROUND_ROBIN) return placed;
    this.#turn = (this.#turn + ROUND_ROBIN) % placed.length;
    return placed.filter((run, i) => {
      const inTurn = (i - this.#turn + placed.length) % placed.length < ROUND_ROBIN;
      return (
        inTurn ||
        run.toldKind === undefined ||
        (run.place !== undefined && this.#phases.phaseOf(run.place).kind !== 'pending')
      );
    });
  }

  #look(run: TrackedRun, stuck: Set<TrackedRun>): void {
    if (run.place === undefined) return;
    const { clock, settings } = this.#o;
    const steadyMs = clock.steadyMs();
    const context = { steadyMs, heartbeatS: settings.get('HEARTBEAT'), job: this.#book.jobText(run.place) };
    const result = lookAt(run, this.#phases.phaseOf(run.place), context);
    const { verdict, current } = result;
    switch (verdict.kind) {
      case 'hold':
        break;
      case 'queued':
      case 'unknown':
        this.#tell(run, verdict);
        break;
      case 'running':
        this.#tell(run, {
          kind: 'running',
          host: typeof current.claim === 'object' ? current.claim.host : '',
          job: this.#book.jobText(run.place),
        });
        break;
      case 'ended':
        this.#tellEnd(run, result, verdict);
        break;
      case 'requeued':
        this.#push(run, {
          kind: 'requeued',
          outcome: outcomeOfAttempt(current, verdict, clock.nowMs()),
          next: run.spec.attempt + 1,
          why: verdict.why,
        });
        followNext(run);
        break;
      case 'stuck':
        stuck.add(run);
        this.#endUnstarted(run, verdict.cause, verdict.why);
        break;
      case 'lost':
        this.#resubmit(run);
        break;
      default:
        unreachable(verdict);
    }
  }

  #resubmit(run: TrackedRun): void {
    const job = run.place === undefined ? '' : this.#book.jobText(run.place);
    run.lost += 1;
    run.place = undefined;
    run.held = 0;
    if (run.lost < MOST_LOST) this.#waiting.add(run);
    else
      this.#endUnstarted(
        run,
        'launch',
        `${job} ended, the ${run.lost}. time without starting it; see the logs in the sweep folder's cluster folder`,
      );
  }

  #tellEnd(
    run: TrackedRun,
    { current, previous }: LookResult,
    verdict: { readonly exit: number | null; readonly cause: EndedBy | null; readonly of: 'current' | 'previous' },
  ): void {
    // The earlier copy of the task finished after all: its time, host and devices.
    const seen = verdict.of === 'previous' && previous !== undefined ? previous : current;
    const cause = causeOfEnd(run, verdict.exit, verdict.cause);
    this.#forget(run, { kind: 'ended', outcome: outcomeOfAttempt(seen, { ...verdict, cause }, this.#o.clock.nowMs()) });
  }

  #endUnstarted(run: TrackedRun | undefined, reason: 'launch' | 'dependency' | StopCause, why: string): void {
    if (run === undefined) return;
    const outcome = outcomeOf({
      exit: null,
      cause: reason === 'dependency' ? 'launch' : reason,
      startedAtMs: null,
      endedAtMs: this.#o.clock.nowMs(),
      host: '',
      devices: [],
    });
    this.#forget(run, {
      kind: 'ended',
      outcome: { ...outcome, detail: why, ...(reason === 'dependency' ? { reason } : {}) },
    });
  }

  #forget(run: TrackedRun, seen: Observation): void {
    this.#push(run, seen);
    this.#runs.delete(run.spec.run);
    this.#waiting.delete(run);
    this.#cancelling.delete(run);
  }

  #tell(run: TrackedRun, seen: Observation): void {
    if (run.toldKind === seen.kind) return;
    run.toldKind = seen.kind;
    this.#push(run, seen);
  }

  #push(run: TrackedRun, seen: Observation): void {
    this.#news.push({ key: { run: run.spec.run, attempt: run.spec.attempt }, seen });
  }

  #placed(): readonly TrackedRun[] {
    return [...this.#runs.values()].filter((run) => run.place !== undefined);
  }

  /** Many cancels in a row become one call: the next poll sends it. */
  #markCancelled(key: AttemptKey, cause: StopCause): void {
    const run = this.#runs.get(key.run);
    if (run === undefined || run.spec.attempt !== key.attempt) return;
    run.stopCause ??= cause;
    if (this.#waiting.has(run)) this.#endUnstarted(run, cause, `${cause} before it was submitted`);
    else this.#cancelling.add(run);
    this.#nextAskMs = 0;
  }

  async #sendCancels(): Promise<void> {
    const runs = [...this.#cancelling];
    this.#cancelling.clear();
    if (runs.length === 0) return;
    // Whatever the scheduler does: what was not claimed now never starts.
    revokeRuns(runs, this.#o);
    const chosen = new Set(runs);
    const all = this.#placed();
    await this.#book.cancel(runs, (place) =>
      all.every((run) => chosen.has(run) || run.place?.batch !== place.batch || run.place.index !== place.index),
    );
  }
}
