// SPDX-License-Identifier: MIT
import { join } from 'node:path';
import type { RunId } from '../core/hash.ts';
import { unreachable } from '../core/unreachable.ts';
import { readLogEnd, writeStopCause } from '../edge/attempt-files.ts';
import type { Clock } from '../edge/clock.ts';
import type { Journal } from '../edge/journal-file.ts';
import type { CloseReason, Event } from '../run/event.ts';
import type { Folding } from '../run/fold.ts';
import type { Outcome } from '../run/outcome.ts';
import type { PlacedAttempt, Placement, PlacementDecision } from '../run/placement.ts';
import { isWorthRetrying } from '../run/retry.ts';
import { signatureOf } from '../run/signature.ts';
import type { RunState } from '../run/state.ts';
import { createDurations, type Timeout, timeoutSeconds } from '../run/timeout.ts';
import type { WaitingQueue } from '../run/waiting-queue.ts';
import type { AttemptKey, Backend, LaunchSpec, Observation } from './backend.ts';
import { type LaunchPlan, launchSpec, prepareAttempt } from './launch.ts';
import type { RunReporter } from './reporter.ts';
import type { StopRequest } from './stop-request.ts';

/** What the runner reads out of a run's files when it ended well. */
export interface Inspection {
  /** Why the run does not count as done: "no test_acc in ...". */
  readonly problem?: string | undefined;
  /** Metrics by name, for TARGET and the best so far. */
  readonly values: Readonly<Record<string, unknown>>;
}

export interface RunLoopOptions {
  readonly folding: Folding;
  readonly journal: Journal;
  readonly backend: Backend;
  readonly placement: Placement;
  readonly plan: LaunchPlan;
  readonly queue: WaitingQueue;
  readonly clock: Clock;
  readonly reporter: RunReporter;
  readonly stop: StopRequest;
  readonly inspect: (run: RunState, runDir: string) => Inspection;
  readonly limits: RunLimits;
}

/** When to stop starting runs. */
export interface RunLimits {
  readonly timeout: Timeout;
  readonly retries: number;
  readonly stopOnFailure: boolean;
  /** Equal failures in a row that pause the sweep; 0: never. */
  readonly maxFailures: number;
  readonly maxTimeS: number | undefined;
  readonly maxRuns: number | undefined;
  readonly target: { readonly text: string; readonly isReached: (values: Readonly<Record<string, unknown>>) => boolean } | undefined;
  /** Hand everything over and leave (DETACH=1). */
  readonly detach: boolean;
}

export interface LoopEnd {
  readonly why: CloseReason;
  readonly text: string;
}

interface InFlight extends PlacedAttempt {
  readonly spec: LaunchSpec;
  /** Begun by an earlier runner. */
  readonly isAdopted: boolean;
  group: number | null;
  /** When the command began; null while it waits for its start. */
  startedAtMs: number | null;
  toldRunning: boolean;
  /** Signals sent so far, because of a time limit or an interruption. */
  stopping: 'no' | 'term' | 'kill';
  killAtMs: number;
}

/** Longest wait for news: how late a time limit may be noticed, and how often the screen is drawn again. */
const LOOK_MS = 1000;
/** Bytes of a log's end that are read for messages and signatures. */
const LOG_END_BYTES = 65_536;

/** Starts what waits, records what happened, and ends when nothing is left to do or to wait for. */
export class RunLoop {
  readonly #o: RunLoopOptions;
  readonly #inFlight = new Map<RunId, InFlight>();
  readonly #durations = createDurations();
  /** Attempts that count against SWEEP_RETRIES, by run. */
  readonly #failedAttempts = new Map<RunId, number>();
  readonly #beganAtMs: number;
  #started = 0;
  #equalFailures = 0;
  #lastSignature: string | null = null;
  #end: LoopEnd | undefined;
  #polling: ReturnType<Backend['poll']> | undefined;

  constructor(options: RunLoopOptions) {
    this.#o = options;
    this.#beganAtMs = options.clock.nowMs();
    for (const run of options.folding.state.runs.values()) {
      if (run.outcome?.status === 'done' && run.outcome.startedAtMs !== null) this.#durations.add((run.outcome.endedAtMs - run.outcome.startedAtMs) / 1000);
    }
  }

  get inFlight(): ReadonlyMap<RunId, PlacedAttempt> {
    return this.#inFlight;
  }

  /** Takes over attempts that an earlier runner began. */
  async adopt(runs: readonly RunState[]): Promise<void> {
    const specs: LaunchSpec[] = [];
    for (const run of runs) {
      const attempt = run.attempts.at(-1);
      if (attempt === undefined) continue;
      const request = { attempt: attempt.attempt, devices: attempt.devices, env: {}, timeoutS: this.#timeoutS(), continues: false, mayExist: true };
      const spec = launchSpec(this.#o.plan, run, request);
      this.#track(run, spec, attempt.startedAtMs ?? attempt.startingAtMs);
      specs.push(spec);
    }
    await this.#o.backend.submit(specs);
  }

  async run(): Promise<LoopEnd> {
    const { queue, reporter } = this.#o;
    for (;;) {
      this.#applyStopRequest();
      if (this.#maySubmit()) await this.#startSome();
      if (this.#o.limits.detach && queue.size === 0) return { why: 'detached', text: 'everything is handed over; make sweep-status follows it' };
      if (this.#inFlight.size === 0 && (queue.size === 0 || this.#end !== undefined)) break;
      if (this.#inFlight.size === 0 && !this.#maySubmit()) break;
      const news = await this.#nextNews();
      this.#record(news);
      await this.#enforceLimits();
      reporter.tick(this.#inFlight, queue.size);
    }
    return this.#end ?? { why: 'complete', text: 'all runs have ended' };
  }

  #maySubmit(): boolean {
    if (this.#end !== undefined) return false;
    const { maxTimeS, maxRuns } = this.#o.limits;
    const elapsedS = (this.#o.clock.nowMs() - this.#beganAtMs) / 1000;
    if (this.#o.queue.size === 0) return false;
    if (maxTimeS !== undefined && elapsedS >= maxTimeS) this.#finishWith('budget', 'MAX_TIME is used up');
    else if (maxRuns !== undefined && this.#started >= maxRuns) this.#finishWith('budget', `MAX_RUNS=${maxRuns} runs were started`);
    return this.#end === undefined;
  }

  #finishWith(why: CloseReason, text: string): void {
    if (this.#end !== undefined) return;
    this.#end = { why, text };
    if (this.#inFlight.size > 0) this.#o.reporter.note(`${text}: no further run is started; ${this.#inFlight.size} still running`);
  }

  async #startSome(): Promise<void> {
    const { placement, queue, clock, limits, backend, journal, folding } = this.#o;
    let decisions = placement.pick({ waiting: queue, running: this.#inFlight, nowMs: clock.nowMs() });
    if (limits.maxRuns !== undefined) decisions = decisions.slice(0, limits.maxRuns - this.#started);
    if (decisions.length === 0) return;
    const specs = decisions.map((d) => this.#specOf(d));
    for (const spec of specs) prepareAttempt(spec);
    const t = clock.nowMs();
    const events = specs.map((s): Event => ({ kind: 'starting', t, run: s.run, attempt: s.attempt, devices: s.devices }));
    journal.append(events, true); // on the disk before any process is made
    for (const [i, spec] of specs.entries()) {
      folding.apply(events[i] as Event); // one event a spec
      queue.take(spec.run);
      this.#started += 1;
      this.#track(this.#runState(spec.run), spec);
    }
    await backend.submit(specs);
  }

  #specOf(decision: PlacementDecision): LaunchSpec {
    const run = this.#runState(decision.run);
    const attempt = (run.attempts.at(-1)?.attempt ?? 0) + 1;
    const request = { attempt, devices: decision.devices, env: decision.env ?? {}, timeoutS: this.#timeoutS(), continues: false, mayExist: false };
    return launchSpec(this.#o.plan, run, request);
  }

  #track(run: RunState, spec: LaunchSpec, adoptedAtMs: number | null = null): void {
    this.#inFlight.set(run.run, {
      run: run.run, attempt: spec.attempt, values: run.values, devices: spec.devices, attemptDir: spec.attemptDir,
      startingAtMs: adoptedAtMs ?? this.#o.clock.nowMs(), group: null, spec, startedAtMs: adoptedAtMs, isAdopted: adoptedAtMs !== null,
      toldRunning: false, stopping: 'no', killAtMs: 0,
    });
  }

  async #nextNews(): Promise<Awaited<ReturnType<Backend['poll']>>> {
    const { backend, placement, stop } = this.#o;
    this.#polling ??= backend.poll(Math.min(LOOK_MS, placement.lookAgainMs ?? LOOK_MS));
    // An interruption must not wait for news, and news that come meanwhile must not be lost.
    const news = await Promise.race([this.#polling, stop.changed()]);
    if (news === undefined) return [];
    this.#polling = undefined;
    return news;
  }

  #record(news: readonly { readonly key: AttemptKey; readonly seen: Observation }[]): void {
    const events: Event[] = [];
    const put = (event: Event): void => {
      events.push(event);
      this.#o.folding.apply(event);
    };
    for (const { key, seen } of news) {
      const flight = this.#inFlight.get(key.run);
      if (flight === undefined || flight.attempt !== key.attempt) continue;
      this.#observe(flight, seen, put);
    }
    // Ends need no sync of their own: the outcome is in the run folder, and the next start syncs them with itself.
    if (events.length > 0) this.#o.journal.append(events, this.#o.queue.size === 0 || this.#end !== undefined);
  }

  #observe(flight: InFlight, seen: Observation, put: (event: Event) => void): void {
    const t = this.#o.clock.nowMs();
    switch (seen.kind) {
      case 'queued':
        return;
      case 'unknown':
        put({ kind: 'note', t, run: flight.run, topic: 'unknown', text: seen.why });
        return this.#o.reporter.note(`config ${flight.spec.number}: ${seen.why}`);
      case 'running': {
        flight.startedAtMs ??= t;
        flight.group = seen.pid ?? flight.group;
        if (flight.toldRunning) return;
        flight.toldRunning = true;
        const { kind: _, ...where } = seen;
        return put({ kind: 'started', t, run: flight.run, attempt: flight.attempt, ...where });
      }
      case 'ended':
        return this.#ended(flight, seen.outcome, put);
      case 'requeued':
        put({ kind: 'ended', t, run: flight.run, attempt: flight.attempt, outcome: seen.outcome });
        put({ kind: 'note', t, run: flight.run, topic: 'requeued', text: seen.why });
        put({ kind: 'starting', t, run: flight.run, attempt: seen.next, devices: flight.devices });
        return this.#follow(flight, seen.next);
      default:
        return unreachable(seen);
    }
  }

  /** The scheduler itself began the next attempt. */
  #follow(flight: InFlight, attempt: number): void {
    const attemptDir = join(flight.spec.runDir, 'attempts', String(attempt));
    this.#track(this.#runState(flight.run), { ...flight.spec, attempt, attemptDir, continues: true });
  }

  #ended(flight: InFlight, raw: Outcome, put: (event: Event) => void): void {
    const { reporter, placement, clock } = this.#o;
    const t = clock.nowMs();
    this.#inFlight.delete(flight.run);
    const log = raw.reason === 'ok' ? '' : readLogEnd(join(flight.spec.attemptDir, 'output.log'), LOG_END_BYTES);
    const verdict = placement.ended?.(flight, raw, log);
    let outcome = verdict?.outcome ?? raw;
    let inspection: Inspection | undefined;
    if (outcome.status === 'done') {
      inspection = this.#o.inspect({ ...this.#runState(flight.run), outcome }, flight.spec.runDir);
      if (inspection.problem !== undefined) outcome = { ...outcome, status: 'failed', reason: 'missing metric', detail: inspection.problem };
    }
    const shown = outcome.status === 'failed' && log === '' ? readLogEnd(join(flight.spec.attemptDir, 'output.log'), LOG_END_BYTES) : log;
    outcome = { ...outcome, signature: signatureOf(outcome, shown) };
    put({ kind: 'ended', t, run: flight.run, attempt: flight.attempt, outcome });
    if (verdict?.note !== undefined) put({ kind: 'note', t, run: flight.run, ...verdict.note });
    const isLost = flight.isAdopted && outcome.reason === 'vanished'; // with its runner or its machine: says nothing about the run
    const why = this.#retryReason(flight.run, outcome, verdict?.retry === true || isLost);
    if (why !== undefined) {
      put({ kind: 'requeued', t, run: flight.run, why });
      this.#enqueue(this.#runState(flight.run));
    }
    reporter.ended(this.#runState(flight.run), outcome, { log: shown, values: inspection?.values ?? {}, retry: why });
    if (why === undefined) this.#judge(outcome, inspection);
  }

  /** Returns why a run is tried again, or undefined when it is not. */
  #retryReason(run: RunId, outcome: Outcome, demanded: boolean): string | undefined {
    if (outcome.status === 'done') return undefined;
    if (demanded) return outcome.reason === 'vanished' ? 'its runner or its machine went down' : 'placed again';
    if (this.#o.stop.level > 0 || !isWorthRetrying(outcome)) return undefined;
    const failed = (this.#failedAttempts.get(run) ?? 0) + 1;
    this.#failedAttempts.set(run, failed);
    return failed <= this.#o.limits.retries ? `retry ${failed} of ${this.#o.limits.retries}` : undefined;
  }

  /** Looks whether this end is a reason to start no further run. */
  #judge(outcome: Outcome, inspection: Inspection | undefined): void {
    const { limits } = this.#o;
    if (outcome.status === 'done') {
      this.#equalFailures = 0;
      this.#lastSignature = null;
      if (outcome.startedAtMs !== null) this.#durations.add((outcome.endedAtMs - outcome.startedAtMs) / 1000);
      if (limits.target?.isReached(inspection?.values ?? {}) === true) this.#finishWith('target', `the target ${limits.target.text} is reached`);
      return;
    }
    if (outcome.status !== 'failed') return;
    if (limits.stopOnFailure) this.#finishWith('stop on failure', 'a run failed and STOP_ON_FAILURE is set');
    this.#equalFailures = outcome.signature === this.#lastSignature ? this.#equalFailures + 1 : 1;
    this.#lastSignature = outcome.signature;
    if (limits.maxFailures > 0 && this.#equalFailures >= limits.maxFailures) {
      this.#finishWith('paused', `${this.#equalFailures} equal failures in a row (${outcome.signature ?? outcome.detail}); MAX_FAILURES=${limits.maxFailures}`);
    }
  }

  #enqueue(run: RunState): void {
    const attempt = (run.attempts.at(-1)?.attempt ?? 0) + 1;
    this.#o.queue.push({ run: run.run, number: run.number, attempt, values: run.values, swept: run.swept });
  }

  #applyStopRequest(): void {
    const { stop } = this.#o;
    if (stop.level === 0) return;
    this.#finishWith(stop.why, stop.text);
  }

  /** Stops what is over its time, and everything when asked to. KILL follows TERM after the grace time. */
  async #enforceLimits(): Promise<void> {
    const now = this.#o.clock.nowMs();
    for (const flight of this.#inFlight.values()) {
      if (flight.stopping === 'no') {
        const cause = this.#stopCause(flight, now);
        if (cause === undefined) continue;
        writeStopCause(flight.spec.attemptDir, cause);
        flight.stopping = 'term';
        flight.killAtMs = now + flight.spec.graceS * 1000;
        await this.#o.backend.cancel([flight], 'term');
      } else if (now >= flight.killAtMs) {
        flight.stopping = 'kill';
        flight.killAtMs = now + 5000; // and again, should it have forked meanwhile
        await this.#o.backend.cancel([flight], 'kill');
      }
    }
  }

  #stopCause(flight: InFlight, nowMs: number): 'timeout' | 'cancelled' | undefined {
    if (this.#o.stop.level > 1) return 'cancelled';
    if (this.#o.backend.name !== 'local') return undefined; // a scheduler keeps its own limits
    const limitS = flight.spec.timeoutS ?? this.#timeoutS();
    return limitS !== null && flight.startedAtMs !== null && nowMs - flight.startedAtMs >= limitS * 1000 ? 'timeout' : undefined;
  }

  #timeoutS(): number | null {
    return timeoutSeconds(this.#o.limits.timeout, this.#durations.median());
  }

  #runState(run: RunId): RunState {
    const state = this.#o.folding.state.runs.get(run);
    if (state === undefined) throw new Error(`internal: no run ${run}`);
    return state;
  }
}
