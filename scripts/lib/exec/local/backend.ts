// SPDX-License-Identifier: MIT
import { hostname } from 'node:os';
import type { Clock } from '../../edge/clock.ts';
import { readClaim, readRawOutcome, readStopCause, type StopCause } from '../../edge/run-folder/attempt-files.ts';
import { momentOf } from '../../edge/run-folder/attempt-times.ts';
import { bootId, signalGroup } from '../../edge/holding/process.ts';
import { type Instant, secondsBetween } from '../../run/duration.ts';
import { outcomeOf } from '../../run/outcome-of.ts';
import type { AttemptKey, Backend, LaunchSpec, Observation } from '../engine/backend.ts';
import { type AdoptedAttempt, adoptAttempt } from './adopted.ts';
import { filesLeft, refusalWords, systemLimit } from '../../edge/system-limits.ts';
import { killMarked } from '../../edge/holding/kill.ts';
import { type Lane, type LaneNews, openLane } from './lane.ts';
import { type LeftBehind, watchLeftBehind } from './left-behind.ts';

export interface LocalBackendOptions {
  /** Environment that every job inherits, already scrubbed. */
  readonly env: Readonly<Record<string, string>>;
  readonly graceS: number;
  readonly clock: Clock;
  /** Tells people what a runner did by itself. */
  readonly note?: (text: string) => void;
}

interface InFlight {
  readonly spec: LaunchSpec;
  startedAt: Instant | null;
  group: number | null;
  adopted: AdoptedAttempt | undefined;
  /** Its end, while there is no room to write it down, and the lane that waits for some. */
  stuck: { readonly lane: Lane; readonly exit: number; readonly at: Instant } | undefined;
  /** Why this runner stopped it. */
  stopCause: StopCause | null;
}

/** How often an attempt of an earlier runner is looked at: it cannot tell us anything by itself. */
const ADOPTED_LOOK_MS = 100;
/** A lane is two pipes to this process; so many files are kept free for everything else. */
const FILES_A_LANE = 2;
const SPARE_FILES = 14;
/** A start is told so late at most: a run that lasts a moment is told whole, which halves the work for it. */
const START_NEWS_MS = 20;

/** Returns the backend that runs attempts as processes of this machine. */
export function openLocalBackend(options: LocalBackendOptions): Backend {
  return new LocalBackend(options);
}

class LocalBackend implements Backend {
  readonly name = 'local';
  readonly capacity: number;
  readonly capacityWhy?: string;
  readonly #options: LocalBackendOptions;
  readonly #free: Lane[] = [];
  readonly #lanes = new Set<Lane>();
  readonly #inFlight = new Map<string, InFlight>();
  #changes: { key: AttemptKey; seen: Observation }[] = [];
  #wake: (() => void) | undefined;
  #startsDue: NodeJS.Timeout | undefined;

  readonly #leftBehind: LeftBehind;

  constructor(options: LocalBackendOptions) {
    this.#options = options;
    const files = filesLeft();
    this.capacity =
      files === undefined ? Number.POSITIVE_INFINITY : Math.max(1, Math.floor((files - SPARE_FILES) / FILES_A_LANE));
    if (files !== undefined) this.capacityWhy = `ulimit -n is ${systemLimit('files')}`;
    this.#leftBehind = watchLeftBehind({ graceS: options.graceS, note: options.note ?? (() => {}) });
  }

  submit(specs: readonly LaunchSpec[]): Promise<void> {
    for (const spec of specs) {
      const entry: InFlight = {
        spec,
        startedAt: null,
        group: null,
        adopted: undefined,
        stuck: undefined,
        stopCause: null,
      };
      this.#inFlight.set(keyText(spec), entry);
      if (spec.mayExist === true && readClaim(spec.attemptDir) !== 'none') this.#adopt(entry);
      else this.#takeLane().start(spec);
    }
    return Promise.resolve();
  }

  async poll(waitMs: number): Promise<readonly { readonly key: AttemptKey; readonly seen: Observation }[]> {
    this.#lookAtAdopted();
    if (this.#changes.every(({ seen }) => seen.kind === 'running'))
      await this.#nextChange(this.#changes.length === 0 ? waitMs : Math.min(waitMs, START_NEWS_MS));
    clearTimeout(this.#startsDue);
    this.#startsDue = undefined;
    const changes = this.#changes;
    this.#changes = [];
    return changes;
  }

  cancel(keys: readonly AttemptKey[], how: 'term' | 'kill', cause: StopCause): Promise<void> {
    for (const key of keys) {
      const entry = this.#inFlight.get(keyText(key));
      if (entry === undefined) continue;
      if (entry.stuck !== undefined) {
        this.#endUnwritten(entry, entry.stuck);
        continue;
      }
      entry.stopCause ??= cause;
      const signal = how === 'term' ? 'SIGTERM' : 'SIGKILL';
      if (entry.group !== null) signalGroup(entry.group, signal);
      killMarked(entry.spec.attemptDir, signal);
    }
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.#leftBehind.close();
    for (const lane of this.#lanes) lane.close();
    this.#lanes.clear();
    return Promise.resolve();
  }

  #takeLane(): Lane {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    const lane = openLane({
      env: this.#options.env,
      graceS: this.#options.graceS,
      onNews: (l, spec, news) => this.#onNews(l, spec, news),
    });
    this.#lanes.add(lane);
    return lane;
  }

  #onNews(lane: Lane, spec: LaunchSpec, news: LaneNews): void {
    const entry = this.#inFlight.get(keyText(spec));
    if (news.kind === 'broken' || news.kind === 'unlaunched') this.#lanes.delete(lane);
    else if (lane.spec === undefined) this.#free.push(lane);
    if (entry === undefined) return;
    switch (news.kind) {
      case 'started':
        entry.startedAt = news.at;
        entry.group = news.group;
        this.#tell(entry, { kind: 'running', host: hostname(), pid: news.group, boot: bootId() });
        return;
      case 'stuck':
        entry.stuck = { lane, exit: news.exit, at: news.at };
        this.#tell(entry, {
          kind: 'unknown',
          why: `it ended, but there is no room to write ${spec.attemptDir}/outcome: that is waited for (Ctrl-C twice ends it)`,
        });
        return;
      case 'unwritable':
        this.#options.note?.(
          `${spec.attemptDir}/outcome cannot be written (no permission, or no file): its end is in the journal`,
        );
        this.#end(entry, news.exit, news.at);
        return;
      case 'ended':
        this.#end(entry, news.exit, news.at);
        return;
      case 'refused':
        this.#adopt(entry);
        return;
      case 'unlaunched':
        this.#inFlight.delete(keyText(entry.spec));
        this.#tell(entry, { kind: 'refused', why: refusalWords(news.word), underWay: this.#underWay() });
        return;
      case 'broken':
        this.#afterBrokenLane(entry);
        return;
    }
  }

  /** The claim is somebody else's: the attempt runs under an earlier runner's wrapper, or ran, or could not be claimed at all. */
  #adopt(entry: InFlight): void {
    entry.adopted = adoptAttempt(entry.spec);
    this.#look(entry, entry.adopted);
    this.#wake?.();
  }

  #lookAtAdopted(): void {
    for (const entry of this.#inFlight.values()) if (entry.adopted !== undefined) this.#look(entry, entry.adopted);
  }

  #look(entry: InFlight, adopted: AdoptedAttempt): void {
    const seen = adopted.look(this.#now(), entry.stopCause);
    entry.startedAt = adopted.startedAt;
    entry.group ??= adopted.group;
    if (seen === undefined) return;
    if (seen.kind === 'ended') {
      this.#inFlight.delete(keyText(entry.spec));
      this.#leftBehind.ended(entry.spec.attemptDir);
    }
    this.#tell(entry, seen);
  }

  /** Nobody waits for room any more: its end is known here, and if the journal cannot be told either, it runs again. */
  #endUnwritten(entry: InFlight, { lane, exit, at }: NonNullable<InFlight['stuck']>): void {
    this.#lanes.delete(lane);
    lane.kill();
    this.#end(entry, exit, at);
  }

  /** Its wrapper was killed: nobody watches the job any more, so it is ended too, unless it had ended before. */
  #afterBrokenLane(entry: InFlight): void {
    const raw = readRawOutcome(entry.spec.attemptDir);
    if (entry.group !== null) signalGroup(entry.group, 'SIGKILL');
    killMarked(entry.spec.attemptDir, 'SIGKILL');
    this.#end(entry, raw?.exit ?? null, raw === undefined ? this.#now() : momentOf(raw));
  }

  #end(entry: InFlight, exit: number | null, ended: Instant): void {
    this.#inFlight.delete(keyText(entry.spec));
    this.#leftBehind.ended(entry.spec.attemptDir);
    const { startedAt } = entry;
    const cause = exit === 0 ? null : (readStopCause(entry.spec.attemptDir) ?? entry.stopCause);
    const outcome = outcomeOf({
      exit,
      startedAtMs: startedAt === null ? null : Math.round(startedAt.atMs),
      endedAtMs: Math.round(ended.atMs),
      durationS: startedAt === null ? undefined : secondsBetween(startedAt, ended),
      host: hostname(),
      devices: entry.spec.devices,
      cause,
    });
    this.#tell(entry, { kind: 'ended', outcome });
  }

  /** Lanes that have an attempt, and the processes for it. */
  #underWay(): number {
    return [...this.#lanes].filter((lane) => lane.spec !== undefined && !lane.isStarved).length;
  }

  #now(): Instant {
    const { clock } = this.#options;
    return { atMs: clock.nowMs(), upMs: clock.steadyMs() };
  }

  #tell(entry: InFlight, seen: Observation): void {
    this.#changes.push({ key: { run: entry.spec.run, attempt: entry.spec.attempt }, seen });
    if (seen.kind !== 'running') this.#wake?.();
    else this.#startsDue ??= setTimeout(() => this.#wake?.(), START_NEWS_MS);
  }

  #nextChange(waitMs: number): Promise<void> {
    const hasAdopted = [...this.#inFlight.values()].some((e) => e.adopted !== undefined);
    const wait = hasAdopted ? Math.min(waitMs, ADOPTED_LOOK_MS) : waitMs;
    return new Promise((resolve) => {
      const timer = setTimeout(done, Math.min(wait, 2 ** 31 - 1));
      const self = this;
      function done(): void {
        clearTimeout(timer);
        self.#wake = undefined;
        resolve();
      }
      this.#wake = done;
    });
  }
}

function keyText(key: AttemptKey): string {
  return `${key.run}/${key.attempt}`;
}
