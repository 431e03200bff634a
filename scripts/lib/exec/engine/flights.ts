// SPDX-License-Identifier: MIT
import { readClaim } from '../../edge/run-folder/attempt-files.ts';
import { dirname, join } from 'node:path';
import type { RunId } from '../../core/hash.ts';
import { abilitiesOf } from '../../core/schedulers/index.ts';
import { type StopCause, writeStopCause } from '../../edge/run-folder/attempt-files.ts';
import { type BoundedLog, openBoundedLog } from '../../edge/run-folder/log-limit.ts';
import type { Outcome } from '../../run/outcome.ts';
import type { PlacedAttempt } from '../../run/placement.ts';
import type { RunState } from '../../run/state.ts';
import { secondsOf } from '../../run/duration.ts';
import { createDurations, timeoutSeconds } from '../../run/timeout.ts';
import type { LaunchSpec } from './backend.ts';
import type { RunnerWork } from './held-sweep.ts';

/** An attempt that was handed to the backend and of whose end nothing is known yet. */
export interface Flight extends PlacedAttempt {
  readonly spec: LaunchSpec;
  readonly stage: string | null;
  /** Begun by an earlier runner. */
  readonly isAdopted: boolean;
  group: number | null;
  /** When the command began, by the steady clock; null while it waits for its start. */
  beganMs: number | null;
  toldRunning: boolean;
  /** Set with LOG_LIMIT. */
  readonly log: BoundedLog | null;
  /** Signals sent so far, because of a time limit or an interruption. */
  stopping: 'no' | 'term' | 'kill';
  /** Why, once it is being stopped. */
  stopCause: StopCause;
  killAtMs: number;
}

/** Longest wait for news: how late a time limit may be noticed, and how often the screen is drawn again. */
const LOOK_MS = 1000;
/** KILL is sent again after this, should the run have forked meanwhile. */
const KILL_AGAIN_MS = 5000;

/** The attempts under way: how long each may still take, and what is done when it takes longer. */
export class Flights {
  readonly #o: RunnerWork;
  readonly #flights = new Map<RunId, Flight>();
  readonly #durations = createDurations();
  /** Those of each stage, where there are stages: runs of one say nothing about runs of another. */
  readonly #ofStage = new Map<string, ReturnType<typeof createDurations>>();

  /** Runs that ended earlier tell how long one takes (TIMEOUT=auto). */
  constructor(options: RunnerWork) {
    this.#o = options;
    for (const { outcome, stage } of options.folding.state.runs.values())
      if (outcome !== null) this.learn(outcome, stage);
  }

  get byRun(): ReadonlyMap<RunId, Flight> {
    return this.#flights;
  }

  get size(): number {
    return this.#flights.size;
  }

  /** Adds an attempt; `adoptedMs` is when an earlier runner began it, by the steady clock. */
  begin(run: RunState, spec: LaunchSpec, adoptedMs: number | null = null): void {
    this.#flights.set(run.run, {
      run: run.run,
      attempt: spec.attempt,
      values: run.values,
      devices: spec.devices,
      attemptDir: spec.attemptDir,
      startingMs: adoptedMs ?? this.#o.clock.steadyMs(),
      group: null,
      spec,
      stage: run.stage,
      beganMs: adoptedMs,
      isAdopted: adoptedMs !== null,
      toldRunning: false,
      log: spec.logLimitBytes === null ? null : openBoundedLog(join(spec.attemptDir, 'output.log'), spec.logLimitBytes),
      stopping: 'no',
      stopCause: 'cancelled',
      killAtMs: 0,
    });
  }

  /** Puts the attempt in the place of the one before it: the scheduler itself began it. */
  follow({ spec }: Flight, run: RunState, attempt: number): void {
    this.begin(run, { ...spec, attempt, attemptDir: join(dirname(spec.attemptDir), String(attempt)), continues: true });
  }

  end({ run, log }: Flight): void {
    this.#flights.delete(run);
    log?.look(this.#o.clock.steadyMs());
  }

  /** Takes note of how long a run took. */
  learn(outcome: Outcome, stage: string | null): void {
    const seconds = secondsOf(outcome);
    if (outcome.status !== 'done' || seconds === null) return;
    this.#durations.add(seconds);
    if (stage === null) return;
    const durations = this.#ofStage.get(stage) ?? createDurations();
    durations.add(seconds);
    this.#ofStage.set(stage, durations);
  }

  /** Seconds that the middle one of the runs took; undefined before the first end. */
  medianS(): number | undefined {
    return this.#durations.median();
  }

  /** Seconds that an attempt may take as things stand; null for any time. */
  timeoutS({ stage }: Pick<RunState, 'stage'>): number | null {
    const { limits, sweep } = this.#o;
    if (stage === null) return timeoutSeconds(limits.timeout, this.#durations.median());
    return timeoutSeconds(
      sweep.plan.ofStage?.get(stage)?.timeout ?? limits.timeout,
      this.#ofStage.get(stage)?.median(),
    );
  }

  /** Milliseconds to the next moment at which something must be done without news. */
  nextLookMs(): number {
    const { stop, sweep, clock, placement, backend } = this.#o;
    const now = clock.steadyMs();
    let look = Math.min(LOOK_MS, placement.lookAgainMs ?? LOOK_MS);
    if (sweep.plan.logLimitBytes !== null)
      for (const { log } of this.#flights.values()) look = Math.max(1, Math.min(look, (log?.dueAtMs ?? now) - now));
    if (abilitiesOf(backend.name).keepsTimeLimits || (this.#hasNoLimit() && stop.level < 2)) return look;
    for (const flight of this.#flights.values()) look = Math.min(look, this.#dueAtMs(flight) - now + 1);
    return Math.max(10, look);
  }

  #hasNoLimit(): boolean {
    const { limits, sweep } = this.#o;
    const timeouts = [limits.timeout, ...[...(sweep.plan.ofStage?.values() ?? [])].map(({ timeout }) => timeout)];
    return timeouts.every(({ kind }) => kind === 'none');
  }

  #dueAtMs({ stopping, killAtMs, beganMs, spec, stage }: Flight): number {
    if (stopping !== 'no') return killAtMs;
    const limitS = spec.timeoutS ?? this.timeoutS({ stage });
    return limitS === null || beganMs === null ? Number.POSITIVE_INFINITY : beganMs + limitS * 1000;
  }

  /** Stops what is over its time, and everything when asked to. KILL follows TERM after the grace time. */
  async enforceLimits(): Promise<void> {
    const now = this.#o.clock.steadyMs();
    for (const flight of this.#flights.values()) {
      if (flight.log !== null && now >= flight.log.dueAtMs) flight.log.look(now);
      if (flight.stopping === 'no') {
        const cause = this.#stopCause(flight, now);
        if (cause === undefined) continue;
        writeStopCause(flight.spec.attemptDir, cause);
        flight.stopping = 'term';
        flight.stopCause = cause;
        flight.killAtMs = now + flight.spec.graceS * 1000;
        await this.#o.backend.cancel([flight], 'term', cause);
      } else if (now >= flight.killAtMs) {
        flight.stopping = 'kill';
        flight.killAtMs = now + KILL_AGAIN_MS;
        await this.#o.backend.cancel([flight], 'kill', flight.stopCause);
      }
    }
  }

  #stopCause(flight: Flight, nowMs: number): StopCause | undefined {
    if (this.#o.stop.level > 1) return 'cancelled';
    if (abilitiesOf(this.#o.backend.name).keepsTimeLimits) return undefined;
    return nowMs >= this.#dueAtMs(flight) ? 'timeout' : undefined;
  }
}

/** An attempt that was taken over may have begun while nobody looked. */
export function isQueued({ toldRunning, attemptDir }: Flight): boolean {
  return !toldRunning && readClaim(attemptDir) === 'none';
}
