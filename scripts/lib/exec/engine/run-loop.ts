// SPDX-License-Identifier: MIT
import { join } from 'node:path';
import type { RunId } from '../../core/hash.ts';
import { unreachable } from '../../core/unreachable.ts';
import { abilitiesOf } from '../../core/settings/schedulers.ts';
import { readLogEnd } from '../../edge/run-folder/attempt-files.ts';
import { beganMs } from '../../edge/run-folder/attempt-times.ts';
import { requeueWords } from '../../run/cause.ts';
import type { Event } from '../../run/event.ts';
import type { Outcome } from '../../run/outcome.ts';
import type { PlacedAttempt, PlacementDecision } from '../../run/placement.ts';
import { runsAhead } from '../../run/ahead.ts';
import { outcomeOf } from '../../run/outcome-of.ts';
import { neverStarted } from '../../run/never-started.ts';
import { type Brakes, createBrakes, type LoopEnd } from '../../run/brakes.ts';
import { createRetryBook, type RetryBook } from '../../run/retry-book.ts';
import { signatureOf } from '../../run/signature.ts';
import { queuedRun } from '../../run/waiting-queue.ts';
import type { RunState } from '../../run/state.ts';
import { nextRequest, takenOverRequest } from './attempt-request.ts';
import type { LaunchSpec, Observation } from './backend.ts';
import { type Flight, Flights, isQueued } from './flights.ts';
import { inspectedOutcome } from './inspected-outcome.ts';
import { launchSpec, prepareAttempt, stageLaunchOf } from './launch.ts';
import { type News, type NewsFeed, openNewsFeed } from './news-feed.ts';
import { bePatient, type PatientJournal } from './patient-journal.ts';
import { restoreLinks } from './run-links.ts';
import { troubleOfRun } from './run-trouble.ts';
import type { Inspection, RunLoopOptions } from './run-loop-options.ts';
import { handedOver } from './stage-work.ts';
import { type TargetWatch, watchTarget } from './target-watch.ts';

/** Bytes of a log's end that are read for messages and signatures. */
const LOG_END_BYTES = 65_536;

/** Starts what waits, records what happened, and ends when nothing is left to do or to wait for. */
export class RunLoop {
  readonly #o: RunLoopOptions;
  readonly #flights: Flights;
  readonly #retries: RetryBook;
  readonly #brakes: Brakes;
  readonly #targetWatch: TargetWatch;
  readonly #writer: PatientJournal;
  readonly #feed: NewsFeed;
  /** Announced in the journal while all places were taken: they start without another sync. */
  readonly #ahead = new Map<RunId, LaunchSpec>();
  #started = 0;
  #end: LoopEnd | undefined;

  constructor(options: RunLoopOptions) {
    this.#o = options;
    this.#flights = new Flights(options);
    this.#writer = bePatient(options.journal, options.reporter.note);
    this.#feed = openNewsFeed(options.backend, options.stop);
    this.#retries = createRetryBook(options.limits.retries);
    this.#targetWatch = watchTarget(options.limits.target, options.reporter.note);
    this.#brakes = createBrakes(options.limits, options.clock.steadyMs());
  }

  get inFlight(): ReadonlyMap<RunId, PlacedAttempt> {
    return this.#flights.byRun;
  }

  /** Takes over attempts that an earlier runner began. */
  async adopt(runs: readonly RunState[]): Promise<void> {
    const specs: LaunchSpec[] = [];
    for (const run of runs) {
      const attempt = run.attempts.at(-1);
      if (attempt === undefined) continue;
      const spec = launchSpec(this.#o.plan, run, takenOverRequest(attempt, this.#flights.timeoutS(run)));
      this.#flights.begin(
        run,
        spec,
        beganMs(spec.attemptDir, attempt.startedAtMs ?? attempt.startingAtMs, this.#o.clock),
      );
      specs.push(spec);
    }
    await this.#o.backend.submit(specs);
  }

  async run(): Promise<LoopEnd> {
    const { queue, reporter } = this.#o;
    this.#applyStopRequest();
    if (queue.size + this.#flights.size > 0) this.#finishWith(this.#o.reached);
    for (;;) {
      this.#applyStopRequest();
      await this.#settleAhead();
      if (this.#maySubmit() && this.#writer.flush()) await this.#startSome();
      if (this.#end?.why === 'detached') return this.#end;
      if (this.#o.limits.detach && queue.size === 0)
        return { why: 'detached', text: handedOver(this.#o.stageWork?.waiting() ?? 0) };
      if (
        this.#flights.size + this.#ahead.size === 0 &&
        (queue.size === 0 || !this.#maySubmit()) &&
        (this.#writer.flush() || this.#o.stop.level > 1)
      )
        break; // asked to stop at once, nobody waits for room on the disk
      this.#record(await this.#feed.next(this.#flights.nextLookMs()));
      await this.#flights.enforceLimits();
      reporter.tick(this.#flights.byRun, queue.size + this.#ahead.size);
    }
    return this.#end ?? { why: 'complete', text: 'all runs have ended' };
  }

  #maySubmit(): boolean {
    if (this.#end !== undefined) return false;
    if (this.#o.queue.size === 0) return false;
    this.#finishWith(this.#brakes.beforeStart(this.#started, this.#o.clock.steadyMs()));
    return this.#end === undefined;
  }

  #finishWith(end: LoopEnd | undefined): void {
    if (this.#end !== undefined || end === undefined) return;
    this.#end = end;
    this.#withdrawQueued(end.why);
    if (this.#flights.size > 0)
      this.#o.reporter.note(`${end.text}: no further run is started; ${this.#flights.size} still running`);
  }

  /** A cluster has all runs at once: those that its queue holds are taken back, and pending again when the sweep goes on. */
  #withdrawQueued(why: LoopEnd['why']): void {
    const { backend } = this.#o;
    if (!abilitiesOf(backend.name).hasQueue || why === 'detached') return;
    void backend.cancel([...this.#flights.byRun.values()].filter(isQueued), 'term', 'cancelled');
  }

  async #startSome(): Promise<void> {
    const { placement, queue, clock, limits, journal, folding } = this.#o;
    const most = limits.maxRuns === undefined ? Number.POSITIVE_INFINITY : limits.maxRuns - this.#started;
    const now = placement
      .pick({ waiting: queue, running: this.#flights.byRun, nowMs: clock.steadyMs() })
      .slice(0, most);
    if (now.length === 0) return;
    const ahead = runsAhead({ lanes: placement.lanes, queue, taken: now, medianS: this.#flights.medianS() });
    const specs = [...now, ...ahead].slice(0, most).map((d) => this.#specOf(d));
    const t = clock.nowMs();
    const events = specs.map(
      ({ run, attempt, devices, place }): Event => ({ kind: 'starting', t, run, attempt, devices, place }),
    );
    const unprepared = new Map<RunId, string>();
    const isWritten = this.#writer.tryTo(() => {
      for (const spec of specs) {
        const trouble = troubleOfRun(() => prepareAttempt(spec));
        if (trouble !== undefined) unprepared.set(spec.run, trouble);
      }
      journal.append(events, true); // on the disk before any process is made
    });
    if (!isWritten) return;
    for (const [i, spec] of specs.entries()) {
      folding.apply(events[i] as Event); // one event a spec
      queue.take(spec.run);
      if (i >= now.length && !unprepared.has(spec.run)) this.#ahead.set(spec.run, spec);
    }
    this.#endUnprepared(specs, unprepared);
    await this.#submit(specs.slice(0, now.length).filter((spec) => !unprepared.has(spec.run)));
  }

  /** A run whose own folder stands in its way fails by itself: the others go on. */
  #endUnprepared(specs: readonly LaunchSpec[], trouble: ReadonlyMap<RunId, string>): void {
    const t = this.#o.clock.nowMs();
    const news = specs.flatMap((spec): readonly News[] => {
      const detail = trouble.get(spec.run);
      if (detail === undefined) return [];
      this.#flights.begin(this.#runState(spec.run), spec);
      const ending = { exit: null, startedAtMs: null, endedAtMs: t, host: '', devices: spec.devices };
      const outcome = { ...outcomeOf({ ...ending, cause: 'launch' }), detail };
      return [{ key: spec, seen: { kind: 'ended', outcome } }];
    });
    this.#record(news);
  }

  async #submit(specs: readonly LaunchSpec[]): Promise<void> {
    this.#started += specs.length;
    for (const spec of specs) this.#flights.begin(this.#runState(spec.run), spec);
    await this.#o.backend.submit(specs);
  }

  /** Starts what was announced ahead as places become free; takes it back when nothing shall start any more. */
  async #settleAhead(): Promise<void> {
    if (this.#ahead.size === 0) return;
    if (this.#end !== undefined) {
      this.#takeBackAhead();
      return;
    }
    const free = Math.max(0, (this.#o.placement.lanes ?? 0) - this.#flights.size);
    const specs = [...this.#ahead.values()].slice(0, free);
    for (const spec of specs) this.#ahead.delete(spec.run);
    if (specs.length > 0) await this.#submit(specs);
  }

  #takeBackAhead(): void {
    const t = this.#o.clock.nowMs();
    const events = [...this.#ahead.values()].flatMap(({ run, attempt }) =>
      neverStarted({ run, attempt, t, why: 'announced, then the runner was to stop' }),
    );
    for (const event of events) this.#o.folding.apply(event);
    for (const run of this.#ahead.keys()) this.#enqueue(this.#runState(run));
    this.#ahead.clear();
    this.#writer.record(events, true);
  }

  #specOf(decision: PlacementDecision): LaunchSpec {
    const run = this.#runState(decision.run);
    return launchSpec(this.#o.plan, run, nextRequest(run, decision, this.#flights.timeoutS(run)));
  }

  #record(news: readonly News[]): void {
    const events: Event[] = [];
    const put = (event: Event): void => {
      events.push(event);
      this.#o.folding.apply(event);
    };
    for (const { key, seen } of news) {
      const flight = this.#flights.byRun.get(key.run);
      if (flight === undefined || flight.attempt !== key.attempt) continue;
      this.#observe(flight, seen, put);
    }
    // Ends need no sync of their own: the outcome is in the run folder, and the next start syncs them with itself.
    this.#writer.record(events, this.#o.queue.size === 0 || this.#end !== undefined);
  }

  #observe(flight: Flight, seen: Observation, put: (event: Event) => void): void {
    const t = this.#o.clock.nowMs();
    switch (seen.kind) {
      case 'queued':
        return;
      case 'unknown':
        put({ kind: 'note', t, run: flight.run, topic: 'unknown', text: seen.why });
        this.#o.reporter.note(`run ${flight.spec.number}: ${seen.why}`);
        return;
      case 'running': {
        flight.beganMs ??= this.#o.clock.steadyMs();
        flight.group = seen.pid ?? flight.group;
        if (flight.toldRunning) return;
        flight.toldRunning = true;
        const { kind: _, ...where } = seen;
        put({ kind: 'started', t, run: flight.run, attempt: flight.attempt, ...where });
        return;
      }
      case 'ended':
        this.#ended(flight, seen.outcome, put);
        return;
      case 'requeued':
        put({ kind: 'ended', t, run: flight.run, attempt: flight.attempt, outcome: seen.outcome });
        put({ kind: 'note', t, run: flight.run, topic: 'requeued', text: seen.why });
        put({
          kind: 'starting',
          t,
          run: flight.run,
          attempt: seen.next,
          devices: flight.devices,
          place: flight.spec.place,
        });
        this.#flights.follow(flight, this.#runState(flight.run), seen.next);
        return;
      default:
        unreachable(seen);
    }
  }

  #ended(flight: Flight, raw: Outcome, put: (event: Event) => void): void {
    const { reporter, placement, clock } = this.#o;
    const t = clock.nowMs();
    this.#flights.end(flight);
    restoreLinks(flight.spec);
    const log = raw.reason === 'ok' ? '' : readLogEnd(join(flight.spec.attemptDir, 'output.log'), LOG_END_BYTES);
    const verdict = placement.ended?.(flight, raw, log);
    let outcome = verdict?.outcome ?? raw;
    let inspection: Inspection | undefined;
    if (outcome.status === 'done') {
      inspection = this.#o.inspect({ ...this.#runState(flight.run), outcome }, flight.spec.runDir);
      outcome = inspectedOutcome(outcome, inspection);
    }
    const shown =
      outcome.status === 'failed' && log === ''
        ? readLogEnd(join(flight.spec.attemptDir, 'output.log'), LOG_END_BYTES)
        : log;
    outcome = { ...outcome, signature: signatureOf(outcome, shown) };
    const reported = outcome.status === 'done' ? inspection?.reported : undefined;
    put({
      kind: 'ended',
      t,
      run: flight.run,
      attempt: flight.attempt,
      outcome,
      ...(reported === undefined ? {} : { reported }),
    });
    if (verdict?.note !== undefined) put({ kind: 'note', t, run: flight.run, ...verdict.note });
    const { isAdopted, run } = flight;
    const why = this.#retries.reason({
      run,
      retries: this.#runState(run).retries,
      allowed: stageLaunchOf(this.#o.plan, this.#runState(run)).retries,
      outcome,
      isDemanded: verdict?.retry === true,
      isAdopted,
      isStopping: this.#o.stop.level > 0,
    });
    if (why !== undefined) {
      put({ kind: 'requeued', t, run: flight.run, cause: why });
      this.#enqueue(this.#runState(flight.run));
    }
    reporter.ended(this.#runState(flight.run), outcome, {
      log: shown,
      values: inspection?.values ?? {},
      retry: why === undefined ? undefined : requeueWords(why),
    });
    this.#flights.learn(outcome, flight.stage);
    if (why === undefined) this.#letThrough(flight.run, put);
    if (outcome.status === 'done') this.#targetWatch.ended(this.#runState(run).folder, inspection?.values ?? {});
    if (why === undefined) this.#finishWith(this.#brakes.afterEnd(outcome, inspection?.values ?? {}));
  }

  /** What a run that is not tried again lets through, or blocks. */
  #letThrough(run: RunId, put: (event: Event) => void): void {
    const news = this.#o.stageWork?.ended(this.#runState(run), this.#o.clock.nowMs());
    if (news === undefined) return;
    for (const event of news.events) put(event);
    for (const id of news.ready) this.#enqueue(this.#runState(id));
    for (const text of news.notes) this.#o.reporter.note(text);
  }

  #enqueue(run: RunState): void {
    this.#o.queue.push(queuedRun(run));
  }

  #applyStopRequest(): void {
    const { stop } = this.#o;
    if (stop.level === 0) return;
    this.#finishWith({ why: stop.why, text: stop.text });
  }

  #runState(run: RunId): RunState {
    const state = this.#o.folding.state.runs.get(run);
    if (state === undefined) throw new Error(`internal: no run ${run}`);
    return state;
  }
}
