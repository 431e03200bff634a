// SPDX-License-Identifier: MIT
import type { RunId } from '../../core/hash.ts';
import type { BackendPlace } from '../engine/scheduler.ts';
import { type CardId, committedBytes, runsOn } from '../../run/gpu/card.ts';
import { detectOutOfMemory, type OutOfMemory } from '../../run/gpu/out-of-memory.ts';
import { type Candidate, type PlannedStart, Planner } from '../../run/gpu/planner.ts';
import { cardEnvironment } from '../../run/gpu/selection.ts';
import { withStage } from '../../run/gpu/forecast.ts';
import { waitingLines } from '../../run/gpu/waiting-lines.ts';
import { meanLoadOf, type MeteredRun, seenPeak } from '../../run/gpu/watch.ts';
import { lanesPlacement } from '../../run/lanes.ts';
import type { Outcome } from '../../run/outcome.ts';
import type {
  PlacedAttempt,
  Placement,
  PlacementDecision,
  PlacementVerdict,
  PlacementView,
} from '../../run/placement.ts';
import type { SweepState } from '../../run/state.ts';
import type { DeviceReport } from './device.ts';
import { Fleet } from './fleet.ts';
import { oomKills } from './host-memory.ts';
import { recall } from './recall.ts';
import { openReservations, type Reservations } from './reservations.ts';
import { type GpuSite, isWithoutCards } from './site.ts';
import { writeTelemetry } from '../../edge/run-folder/gpu-telemetry.ts';

/** What a placement on this site needs to know of the sweep. */
export interface GpuPlacementOptions extends Pick<BackendPlace, 'settings' | 'ofStage' | 'sweepDir' | 'clock'> {
  /** As folded when the runner opened the folder: what is learnt from. */
  readonly state: SweepState;
  /** Tells people of a card that goes or comes back. */
  readonly say: (text: string) => void;
}

/** Opens the placement of a site: GPUs by memory, or plain lanes. Both tell when memory ran out. */
export function openPlacement(site: GpuSite, options: GpuPlacementOptions): Placement {
  if (site.kind === 'cards') return new GpuPlacement(site, options);
  const judge = outOfMemoryJudge();
  return {
    ...lanesPlacement(site.lanes),
    text: site.text,
    ended: (_attempt, outcome, log) => {
      const found = judge(outcome, log);
      return found === null ? undefined : { retry: false, outcome: outOfMemoryOutcome(outcome, found) };
    },
  };
}

/** A longer silence and the file counts as left behind by sweeps that cannot see our process. */
const PUBLISH_EVERY_MS = 30_000;
/** After two sweeps reached for the same card at once both step back, for a random time up to this. */
const MOST_BACKOFF_MS = 1_500;
/** Ramps are over no sooner than this. */
const RAMP_GUARD_MS = 60_000;

class GpuPlacement implements Placement {
  readonly text: string;
  readonly lookAgainMs: number;
  readonly #site: Extract<GpuSite, { kind: 'cards' }>;
  readonly #options: GpuPlacementOptions;
  readonly #planner: Planner;
  readonly #fleet: Fleet;
  readonly #reservations: Reservations;
  readonly #judge = outOfMemoryJudge();
  /** Stages whose runs get no card. */
  readonly #withoutCards: ReadonlySet<string>;
  #numbers = new Map<string, number>();
  #running: ReadonlyMap<RunId, PlacedAttempt> = new Map();
  #hasNews = true;
  #backOffUntilMs = 0;
  #published = { text: '', atMs: 0 };
  #isClosed = false;
  /** Runs that have ended so far. */
  #ends = 0;
  #wake: () => void = () => {};

  constructor(site: Extract<GpuSite, { kind: 'cards' }>, options: GpuPlacementOptions) {
    const { settings } = options;
    this.text = site.text;
    this.lookAgainMs = Math.max(50, settings.get('GPU_POLL') * 1000);
    this.#site = site;
    this.#options = options;
    this.#withoutCards = new Set(
      [...(options.ofStage ?? [])].flatMap(([stage, own]) => (isWithoutCards(own) ? [stage] : [])),
    );
    const startupGapMs = settings.get('GPU_STARTUP') * 1000;
    const recalled = recall(
      options.sweepDir,
      options.state,
      (stage) => (options.ofStage?.get(stage) ?? settings).get('GPU_MEMORY') ?? null,
    );
    this.#planner = new Planner({
      rules: {
        jobsPerGpu: settings.get('JOBS_PER_GPU'),
        gpusPerRun: settings.get('GPUS_PER_RUN'),
        maxMemoryShare: settings.get('GPU_MAX_MEMORY'),
        maxLoad: settings.get('GPU_MAX_LOAD'),
        startupGapMs,
      },
      forecast: recalled.forecast,
      keepsOrder: settings.isGiven('ORDER'),
      rampGuardMs: Math.max(RAMP_GUARD_MS, startupGapMs),
    });
    for (const [run, rungs] of recalled.deaths) this.#planner.remember(run, rungs);
    this.#fleet = new Fleet(site.cards, options.say);
    this.#reservations = openReservations('/tmp', options.say);
    this.#take({ devices: site.cards, processes: [], trouble: null });
    void this.#watchCards();
  }

  pick(view: PlacementView): readonly PlacementDecision[] {
    this.#running = view.running;
    this.#adopt(view);
    const free = Math.min(view.most ?? Number.POSITIVE_INFINITY, this.#site.lanes - view.running.size);
    const cardless = this.#cardless(view, Math.max(0, free));
    return [...cardless, ...this.#onCards(view, free - cardless.length)];
  }

  /** Runs of stages with GPUS=-1 take a lane and no card; the cards are hidden from them, since nobody counts what they fill there. */
  #cardless(view: PlacementView, most: number): readonly PlacementDecision[] {
    if (this.#withoutCards.size === 0 || most === 0) return [];
    const decisions: PlacementDecision[] = [];
    for (const { run, stage } of view.waiting) {
      if (!this.#withoutCards.has(stage ?? '')) continue;
      decisions.push({ run, devices: [], env: { CUDA_VISIBLE_DEVICES: '' } });
      if (decisions.length === most) break;
    }
    return decisions;
  }

  #onCards(view: PlacementView, lanes: number): readonly PlacementDecision[] {
    if (!this.#hasNews || view.nowMs < this.#backOffUntilMs) return [];
    this.#hasNews = false;
    const candidates = this.#candidates(view);
    const starts = this.#planner.pick(candidates, view.nowMs, Math.max(0, lanes));
    return this.#confirmed(starts, view.nowMs).map((start) => this.#decisionOf(start));
  }

  ended(attempt: PlacedAttempt, outcome: Outcome, log: string): PlacementVerdict | undefined {
    const found = this.#judge(outcome, log);
    const end = {
      atMs: this.#options.clock.steadyMs(),
      outOfMemory: found?.where === 'gpu' ? found.line : null,
      finished: outcome.reason === 'ok',
    };
    const watched = this.#planner.watched(attempt.run);
    if (watched !== null) this.#writeTelemetry(attempt.attemptDir, watched, { diedOfMemory: found?.where === 'gpu' });
    const { step } = this.#planner.ended(attempt.run, end);
    this.#ends += 1;
    this.#hasNews = true;
    this.#wake();
    if (found === null) return undefined;
    const better = outOfMemoryOutcome(outcome, found);
    if (step === null) return { retry: false, outcome: better };
    return { retry: step.kind === 'again', note: { topic: 'gpu memory', text: step.note }, outcome: better };
  }

  why(run: RunId): string | undefined {
    return this.#planner.reasons().find((one) => one.run === run)?.why;
  }

  /** The cards, and why runs wait, those with the same reason together. */
  waiting(): readonly string[] {
    const reasons = this.#planner.reasons().flatMap(({ run, why }) => {
      const number = this.#numbers.get(run);
      return number === undefined ? [] : [{ number, why }];
    });
    return [...this.#cardLines(), ...waitingLines(reasons)];
  }

  close(): void {
    this.#isClosed = true;
    this.#wake();
    this.#site.source.close();
    this.#reservations.close();
  }

  *#candidates(view: PlacementView): Iterable<Candidate> {
    this.#numbers = new Map();
    for (const { run, number, values, stage } of view.waiting) {
      if (this.#withoutCards.has(stage ?? '')) continue;
      this.#numbers.set(run, number);
      const gpus = this.#options.ofStage?.get(stage ?? '')?.get('GPUS_PER_RUN');
      yield { run, values: withStage(values, stage), ...(gpus === undefined ? {} : { gpus }) };
    }
  }

  /** Attempts that an earlier runner began are on their cards already. */
  #adopt(view: PlacementView): void {
    for (const attempt of view.running.values()) {
      if (attempt.devices.length === 0 || this.#planner.watched(attempt.run) !== null) continue;
      const cards = this.#site.cards
        .filter((card) => attempt.devices.includes(String(card.index)))
        .map((card) => card.id);
      const stage = this.#options.state.runs.get(attempt.run)?.stage;
      this.#planner.adopt({ run: attempt.run, values: withStage(attempt.values, stage) }, cards, attempt.startingMs);
    }
  }

  /**
   * Tells the other sweeps first and looks at what they hold afterwards: of two that reach for a card at the same moment at
   * least one sees the other, and whoever sees something new lets go and tries again later.
   */
  #confirmed(starts: readonly PlannedStart[], nowMs: number): readonly PlannedStart[] {
    if (starts.length === 0) return starts;
    this.#publish(nowMs);
    const others = this.#reservations.others({ atMs: this.#options.clock.nowMs(), upMs: nowMs });
    const known = new Map(this.#planner.cards(nowMs).map((card) => [card.id, card]));
    const isTaken = (id: CardId): boolean => {
      const now = others.get(id);
      const before = known.get(id);
      return (
        now !== undefined &&
        before !== undefined &&
        (now.runs > before.otherRuns || now.promisedBytes > before.promisedBytes)
      );
    };
    const clashing = starts.filter((start) => start.cards.some(isTaken));
    if (clashing.length === 0) return starts;
    for (const { run } of clashing) this.#planner.withdraw(run);
    this.#publish(nowMs);
    this.#hasNews = true;
    this.#backOffUntilMs = nowMs + Math.random() * MOST_BACKOFF_MS;
    return starts.filter((start) => !clashing.includes(start));
  }

  #decisionOf(start: PlannedStart): PlacementDecision {
    const cards = start.cards.flatMap((id) => this.#fleet.card(id) ?? []);
    // The planner hands back the ids it was given.
    return {
      run: start.run as RunId,
      devices: cards.map((card) => String(card.index)),
      env: cardEnvironment(cards, this.#site.byUuid),
    };
  }

  /** Looks at the cards again and again, at once when a run has ended. */
  async #watchCards(): Promise<void> {
    let isRepeated = false;
    while (!this.#isClosed) {
      if (!isRepeated) await this.#pause();
      if (this.#isClosed) return;
      const endsBefore = this.#ends;
      const report = await this.#site.source.read(this.#fleet.ids);
      // A run that ended meanwhile may still be counted, as somebody else's: look once more.
      isRepeated = !isRepeated && this.#ends !== endsBefore;
      if (!this.#isClosed && !isRepeated) this.#take(report);
    }
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.lookAgainMs);
      timer.unref();
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #take(report: DeviceReport): void {
    const nowMs = this.#options.clock.steadyMs();
    const owners = [...this.#running.values()].map(({ run, group, attemptDir }) => ({ run, group, attemptDir }));
    const others = this.#reservations.others({ atMs: this.#options.clock.nowMs(), upMs: nowMs });
    this.#planner.see(this.#fleet.reading(report, { nowMs, planner: this.#planner, owners, others }));
    this.#publish(nowMs);
    this.#hasNews = true;
  }

  #publish(nowMs: number): void {
    const placed = new Map(this.#planner.placed(nowMs).map((one) => [one.run, one]));
    const runs = this.#planner.running.map((one) => {
      const { claimBytes: reservedBytes = null, usedBytes = 0 } = placed.get(one.run) ?? {};
      return { cards: one.cards, reservedBytes, usedBytes, startedAtMs: one.reservation.atMs };
    });
    const text = JSON.stringify(runs);
    if (text === this.#published.text && nowMs - this.#published.atMs < PUBLISH_EVERY_MS) return;
    this.#published = { text, atMs: nowMs };
    this.#reservations.publish(runs, nowMs);
  }

  #writeTelemetry(attemptDir: string, watched: MeteredRun, end: { readonly diedOfMemory: boolean }): void {
    const cards = watched.cards
      .flatMap((id) => this.#fleet.card(id) ?? [])
      .map((card) => ({ index: card.index, uuid: card.id, name: card.name }));
    const peakBytes = seenPeak(watched, end);
    const rung = this.#planner.rungAsItWas(watched);
    writeTelemetry(attemptDir, {
      cards,
      peakBytes,
      meanLoad: meanLoadOf(watched),
      samples: watched.samples,
      measured: watched.measured,
      rung,
    });
  }

  #cardLines(): readonly string[] {
    const nowMs = this.#options.clock.steadyMs();
    const placed = this.#planner.placed(nowMs);
    return this.#planner.cards(nowMs).map((card) => {
      if (card.trouble !== null) return `GPU ${card.index}: not used for now: ${card.trouble}`;
      const on = runsOn(card, placed);
      const runs = `${on.length} run${on.length === 1 ? '' : 's'}${card.otherRuns > 0 ? ` and ${card.otherRuns} of other sweeps` : ''}`;
      if (card.capacityBytes === null) return `GPU ${card.index}: ${runs}`;
      const share = (bytes: number): string => `${Math.round(Math.min(1, bytes / (card.capacityBytes ?? 1)) * 100)}%`;
      return `GPU ${card.index}: ${runs}, memory ${share(card.usedBytes)} used, ${share(committedBytes(card, on))} spoken for`;
    });
  }
}

/** Returns the function that looks into a failed attempt for want of memory; it minds the killer's count between calls. */
function outOfMemoryJudge(): (outcome: Outcome, log: string) => OutOfMemory | null {
  let kills = oomKills();
  return (outcome, log) => {
    if (outcome.reason !== 'exit code' && outcome.reason !== 'signal') return null;
    const before = kills;
    if (outcome.signal === 'SIGKILL') kills = oomKills();
    return detectOutOfMemory({ logTail: log, signal: outcome.signal, killerStruck: kills > before });
  };
}

function outOfMemoryOutcome(outcome: Outcome, found: OutOfMemory): Outcome {
  const whose = found.where === 'gpu' ? 'the GPU ran out of memory' : 'the machine ran out of memory';
  return { ...outcome, reason: 'out of memory', detail: `${whose}: ${found.line}` };
}
