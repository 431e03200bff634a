// SPDX-License-Identifier: MIT
import type { RunId } from '../../core/hash.ts';
import { unreachable } from '../../core/unreachable.ts';
import { abilitiesOf } from '../../core/schedulers/index.ts';
import { beganMs } from '../../edge/run-folder/attempt-times.ts';
import { requeueWords } from '../../run/cause.ts';
import type { Event } from '../../run/event.ts';
import type { Outcome } from '../../run/outcome.ts';
import type { PlacedAttempt, PlacementDecision } from '../../run/placement.ts';
import { neverStarted } from '../../run/never-started.ts';
import { type Brakes, createBrakes, type LoopEnd } from '../../run/brakes.ts';
import { openStartRoom, type StartRoom } from './start-room.ts';
import { createRetryBook, type RetryBook } from '../../run/retry.ts';
import { queuedRun, runsAhead } from '../../run/waiting-queue.ts';
import type { RunState } from '../../run/state.ts';
import { nextAttempt, takenOverAttempt } from './next-attempt.ts';
import type { LaunchSpec, Observation } from './backend.ts';
import { type Flight, Flights, isQueued } from './flights.ts';
import { judgeEnd } from './judged-end.ts';
import { stageLaunchOf } from './launch.ts';
import { type News, type NewsFeed, openNewsFeed } from './news-feed.ts';
import { bePatient, type PatientJournal } from './patient-journal.ts';
import { restoreLinks } from './run-links.ts';
import type { RunnerWork } from './held-sweep.ts';
import { announceStarts, unpreparedEnd } from './starts.ts';
import { movedEnd } from './sweep-home.ts';
import { type TargetWatch, watchTarget } from './reached-target.ts';

type Put = (event: Event) => void;

/** Starts what waits, records what happened, and ends when nothing is left to do or to wait for. */
export class RunLoop {
  readonly #o: RunnerWork;
  readonly #flights: Flights;
  readonly #retries: RetryBook;
  readonly #brakes: Brakes;
  readonly #targetWatch: TargetWatch;
  readonly #writer: PatientJournal;
  readonly #feed: NewsFeed;
  readonly #room: StartRoom;
  /** Announced in the journal while all places were taken: they start without another sync. */
  readonly #ahead = new Map<RunId, LaunchSpec>();
  #started = 0;
  #end: LoopEnd | undefined;

  constructor(options: RunnerWork) {
    this.#o = options;
    this.#flights = new Flights(options);
    this.#writer = bePatient(options.journal, options.reporter.note, options.reserve);
    this.#feed = openNewsFeed(options.backend, options.stop);
    this.#room = openStartRoom(options);
    this.#retries = createRetryBook();
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
      const spec = takenOverAttempt(this.#o.sweep, run, attempt, this.#flights.timeoutS(run));
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
      if (this.#end !== undefined && this.#leavesRuns(this.#end)) return this.#end;
      if (this.#o.limits.detach && queue.size === 0) {
        await this.#handOverHeld();
        return { why: 'detached', text: 'everything is handed over' };
      }
      if (
        this.#flights.size + this.#ahead.size === 0 &&
        (queue.size === 0 || !this.#maySubmit()) &&
        (this.#writer.flush() || this.#o.stop.level > 1)
      )
        break; // asked to stop at once, nobody waits for room on the disk
      this.#writer.settle(this.#o.clock.steadyMs());
      this.#record(await this.#feed.next(this.#flights.nextLookMs()));
      await this.#flights.enforceLimits();
      reporter.tick(this.#flights.byRun, queue.size + this.#ahead.size);
    }
    return this.#end ?? { why: 'complete', text: 'all runs have ended' };
  }

  #maySubmit(): boolean {
    if (this.#end !== undefined) return false;
    if (this.#o.queue.size === 0) return false;
    this.#finishWith(this.#room.end() ?? this.#brakes.beforeStart(this.#started, this.#o.clock.steadyMs()));
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
    if (!abilitiesOf(backend.name).hasQueue || why === 'detached' || why === 'error') return;
    void backend.cancel([...this.#flights.byRun.values()].filter(isQueued), 'term', 'cancelled');
  }

  /** Of runs that a cluster has, nobody here can see the end in a folder that is gone. */
  #leavesRuns({ why }: LoopEnd): boolean {
    return why === 'detached' || (why === 'error' && abilitiesOf(this.#o.backend.name).hasQueue);
  }

  async #startSome(): Promise<void> {
    const { placement, queue, clock, limits } = this.#o;
    const free = this.#room.free(this.#flights.size + this.#ahead.size);
    if (free === 0) return;
    const most = Math.min(free, (limits.maxRuns ?? Number.POSITIVE_INFINITY) - this.#started);
    const view = { waiting: queue, running: this.#flights.byRun, nowMs: clock.steadyMs(), most: free };
    const now = placement.pick(view).slice(0, most);
    if (now.length === 0) return;
    const ahead = runsAhead({
      lanes: this.#room.lanes(placement.lanes),
      queue,
      taken: now,
      medianS: this.#flights.medianS(),
    });
    const specs = [...now, ...ahead].slice(0, most).map((d) => this.#specOf(d));
    const unprepared = announceStarts(this.#o, this.#writer, specs);
    if (unprepared === undefined) return;
    for (const [i, spec] of specs.entries()) {
      queue.take(spec.run);
      if (i >= now.length && !unprepared.has(spec.run)) this.#ahead.set(spec.run, spec);
    }
    this.#endUnprepared(specs, unprepared);
    await this.#submit(specs.slice(0, now.length).filter((spec) => !unprepared.has(spec.run)));
  }

  /** What waits for others is handed over with them: the scheduler holds it back, and its task asks how they ended. */
  async #handOverHeld(): Promise<void> {
    for (const level of this.#o.stageWork?.held() ?? []) {
      const specs = level.map((run) => this.#specOf({ run, devices: [] }));
      const unprepared = announceStarts(this.#o, this.#writer, specs);
      if (unprepared === undefined) return; // a full disk: sweep-resume goes on
      this.#endUnprepared(specs, unprepared);
      await this.#submit(specs.filter((spec) => !unprepared.has(spec.run)));
    }
  }

  /** A run whose own folder stands in its way fails by itself: the others go on. */
  #endUnprepared(specs: readonly LaunchSpec[], trouble: ReadonlyMap<RunId, string>): void {
    const unprepared = specs.filter(({ run }) => trouble.has(run));
    for (const spec of unprepared) this.#flights.begin(this.#runState(spec.run), spec);
    this.#record(unprepared.map((spec) => unpreparedEnd(spec, trouble.get(spec.run) ?? '', this.#o.clock.nowMs())));
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
    const free = Math.max(0, (this.#room.lanes(this.#o.placement.lanes) ?? 0) - this.#flights.size);
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
    return nextAttempt(this.#o.sweep, run, decision, this.#flights.timeoutS(run));
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

  #observe(flight: Flight, seen: Observation, put: Put): void {
    const t = this.#o.clock.nowMs();
    switch (seen.kind) {
      case 'queued':
        return;
      case 'unknown':
        put({ kind: 'note', t, run: flight.run, topic: 'unknown', text: seen.why });
        this.#o.reporter.note(`run ${flight.spec.number}: ${seen.why}`);
        return;
      case 'refused':
        this.#refused(flight, seen, put);
        return;
      case 'running': {
        this.#room.began();
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

  /** The system would not start it: it is no attempt, and waits until others have ended. */
  #refused(flight: Flight, { why, underWay }: { readonly why: string; readonly underWay: number }, put: Put): void {
    this.#room.refused(underWay, why);
    this.#flights.end(flight);
    const t = this.#o.clock.nowMs();
    const [ended, ...rest] = neverStarted({ run: flight.run, attempt: flight.attempt, t, why });
    for (const event of [ended, ...rest]) put(event);
    this.#o.placement.ended?.(flight, ended.outcome, '');
    this.#enqueue(this.#runState(flight.run));
  }

  #ended(flight: Flight, raw: Outcome, put: Put): void {
    const { reporter, clock } = this.#o;
    const t = clock.nowMs();
    this.#flights.end(flight);
    restoreLinks(flight.spec);
    const judged = judgeEnd(this.#o, flight, this.#runState(flight.run), raw);
    const { outcome, inspection, verdict, shown, wentDown } = judged;
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
    const { run } = flight;
    const why = this.#retries.reason({
      run,
      retries: this.#runState(run).retries,
      allowed: stageLaunchOf(this.#o.sweep.plan, this.#runState(run)).retries,
      outcome,
      isDemanded: verdict?.retry === true,
      isAdopted: wentDown,
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
  #letThrough(run: RunId, put: Put): void {
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
    const { stop, sweep } = this.#o;
    this.#finishWith(stop.level > 0 ? { why: stop.why, text: stop.text } : movedEnd(sweep.sweepDir));
  }

  #runState(run: RunId): RunState {
    const state = this.#o.folding.state.runs.get(run);
    if (state === undefined) throw new Error(`internal: no run ${run}`);
    return state;
  }
}
