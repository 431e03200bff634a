// SPDX-License-Identifier: MIT
import { existsSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Rng } from '../../scripts/lib/core/rng.ts';
import type { Clock } from '../../scripts/lib/edge/clock.ts';
import { bootId } from '../../scripts/lib/edge/holding/process.ts';
import { readClaim, readRawOutcome } from '../../scripts/lib/edge/run-folder/attempt-files.ts';
import { momentOf } from '../../scripts/lib/edge/run-folder/attempt-times.ts';
import type { AttemptKey, Backend, LaunchSpec, Observation } from '../../scripts/lib/exec/engine/backend.ts';
import { secondsBetween } from '../../scripts/lib/run/duration.ts';
import { outcomeOf } from '../../scripts/lib/run/outcome-of.ts';

/** What a wrapper has in hand: a request that it may still take, or a command that runs. */
interface Job {
  readonly dir: string;
  readonly run: string;
  /** When it is taken, and when it ends, by the steady clock. */
  readonly claimMs: number;
  readonly endMs: number;
  readonly exit: number;
  state: 'asked' | 'running';
}

/** The clock, the processes and the disk of one simulated machine; runners come and go. */
export class SimWorld {
  readonly rng: Rng;
  readonly clock: Clock;
  /** What must not happen, as soon as it did. */
  readonly wrong: string[] = [];
  /** How often the command of each run began. */
  readonly begun = new Map<string, number>();
  readonly counts = { kills: 0, cuts: 0, steps: 0 };
  #upMs = 1_000_000;
  #aheadMs = 1_700_000_000_000;
  #jobs: Job[] = [];
  /** Runs that the disk is known to have ended well. */
  readonly #safe = new Set<string>();
  syncedBytes = 0;

  constructor(rng: Rng) {
    this.rng = rng;
    this.clock = { nowMs: () => this.#aheadMs + this.#upMs, steadyMs: () => this.#upMs };
  }

  /** Somebody sets the clock. */
  step(): void {
    this.counts.steps += 1;
    this.#aheadMs += (this.rng.below(2) === 0 ? -1 : 1) * this.rng.below(4 * 3_600_000);
  }

  ask(spec: LaunchSpec): void {
    // A wrapper that the system lets wait takes its attempt late, perhaps when another runner is there.
    const claimMs = this.#upMs + (this.rng.below(3) === 0 ? this.rng.below(8000) : this.rng.below(40));
    const endMs = claimMs + 5000 + this.rng.below(45_000);
    const job: Job = {
      dir: spec.attemptDir,
      run: spec.run,
      claimMs,
      endMs,
      exit: this.rng.below(4) === 0 ? 1 : 0,
      state: 'asked',
    };
    this.#jobs.push(job);
  }

  jobIn(dir: string): Job | undefined {
    return this.#jobs.find((job) => job.dir === dir);
  }

  end(dir: string, exit: number): void {
    const job = this.jobIn(dir);
    if (job?.state === 'running') this.#finish({ ...job, exit });
    this.#jobs = this.#jobs.filter((one) => one.dir !== dir);
  }

  /** Lets time pass, up to the next thing that happens or so many milliseconds. */
  pass(mostMs: number): void {
    const next = Math.min(
      this.#upMs + mostMs,
      ...this.#jobs.map((job) => (job.state === 'asked' ? job.claimMs : job.endMs)),
    );
    this.#upMs = Math.max(this.#upMs + 1, next);
    for (const job of [...this.#jobs]) {
      if (job.state === 'asked' && job.claimMs <= this.#upMs) this.#take(job);
      if (job.state === 'running' && job.endMs <= this.#upMs) this.end(job.dir, job.exit);
    }
  }

  #take(job: Job): void {
    const at = this.clock.nowMs() / 1000;
    const claim = {
      pid: 1,
      start: '1',
      boot: bootId(),
      host: hostname(),
      at,
      up: this.#upMs / 1000,
      job: null,
      devices: '',
    };
    try {
      writeFileSync(join(job.dir, 'claim'), `${JSON.stringify(claim)}\n`, { flag: 'wx' });
    } catch {
      this.#jobs = this.#jobs.filter((one) => one !== job); // a runner took it back
      return;
    }
    if (this.#jobs.some((one) => one.run === job.run && one.state === 'running'))
      this.wrong.push(`${job.dir} overlaps`);
    if (this.#safe.has(job.run)) this.wrong.push(`${job.dir} begins although the run has a result`);
    this.begun.set(job.run, (this.begun.get(job.run) ?? 0) + 1);
    job.state = 'running';
  }

  #finish({ dir, exit, run }: Job): void {
    const line = { exit, at: this.clock.nowMs() / 1000, up: this.#upMs / 1000, cause: null };
    writeFileSync(join(dir, 'outcome'), `${JSON.stringify(line)}\n`);
    if (exit === 0) this.#safe.add(run);
  }

  /** The power goes: processes, what the journal had not synced, and some of the files that nobody syncs. `isKept` tells what the journal still knows. */
  cut(journal: string, attemptDirs: readonly string[], isKept: (run: string) => boolean): void {
    this.counts.cuts += 1;
    this.#jobs = [];
    if (existsSync(journal) && statSync(journal).size > this.syncedBytes) truncateSync(journal, this.syncedBytes);
    for (const dir of attemptDirs) {
      for (const name of ['outcome', 'claim']) if (this.rng.below(3) === 0) rmSync(join(dir, name), { force: true });
      const claim = join(dir, 'claim');
      if (existsSync(claim)) writeFileSync(claim, readFileSync(claim, 'utf8').replace(bootId(), 'an earlier boot'));
    }
    for (const run of this.#safe) if (!isKept(run)) this.#safe.delete(run);
    this.#upMs = 10_000;
  }
}

/** A runner's way to the processes of a simulated machine. */
export function simBackend(world: SimWorld): Backend {
  const inFlight = new Map<string, { readonly spec: LaunchSpec; told: boolean }>();
  const look = (spec: LaunchSpec, told: boolean): Observation | undefined => {
    const claim = readClaim(spec.attemptDir);
    const raw = readRawOutcome(spec.attemptDir);
    const job = world.jobIn(spec.attemptDir);
    if (typeof claim === 'object' && raw === undefined && job?.state === 'running')
      return told ? undefined : { kind: 'running', host: claim.host };
    if (job !== undefined && raw === undefined) return undefined;
    const started = typeof claim === 'object' && claim.revoked !== true ? momentOf(claim) : null;
    const ended = raw === undefined ? { atMs: world.clock.nowMs(), upMs: null } : momentOf(raw);
    const outcome = outcomeOf({
      exit: raw?.exit ?? null,
      startedAtMs: started === null ? null : Math.round(started.atMs),
      endedAtMs: Math.round(ended.atMs),
      durationS: started === null ? undefined : secondsBetween(started, ended),
      host: hostname(),
      devices: [],
      cause: started === null && raw === undefined ? 'launch' : null,
    });
    return { kind: 'ended', outcome };
  };
  return {
    name: 'local',
    capacity: Number.POSITIVE_INFINITY,
    submit: (specs) => {
      for (const spec of specs) {
        inFlight.set(`${spec.run}/${spec.attempt}`, { spec, told: false });
        if (
          spec.mayExist !== true ||
          (readClaim(spec.attemptDir) === 'none' && world.jobIn(spec.attemptDir) === undefined)
        )
          world.ask(spec);
      }
      return Promise.resolve();
    },
    poll: (waitMs) => {
      if (world.rng.below(40) === 0) world.step();
      world.pass(waitMs);
      const news: { key: AttemptKey; seen: Observation }[] = [];
      for (const [key, entry] of inFlight) {
        const seen = look(entry.spec, entry.told);
        if (seen === undefined) continue;
        entry.told = true;
        if (seen.kind === 'ended') inFlight.delete(key);
        news.push({ key: entry.spec, seen });
      }
      return Promise.resolve(news);
    },
    cancel: (keys) => {
      for (const key of keys) {
        const entry = inFlight.get(`${key.run}/${key.attempt}`);
        if (entry !== undefined) world.end(entry.spec.attemptDir, 143);
      }
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
}
