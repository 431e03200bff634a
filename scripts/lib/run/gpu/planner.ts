// SPDX-License-Identifier: MIT
import type { Assignment } from '../../core/value.ts';
import { type Decision, isOverdue, schedule, type Start } from './schedule.ts';
import type { GpuRules, WaitingRun } from './admit.ts';
import type { Card, CardId, PlacedRun, Rung } from './card.ts';
import { whyItWaits } from './explain.ts';
import type { Forecast } from './forecast.ts';
import { climb, type LadderStep, rungAfter } from './ladder.ts';
import { addSample, type LoadSample, meanLoad } from './load-window.ts';
import type { PeakSeen } from './memory.ts';
import { fullest, isSettled, placedAs, watch, type MeteredRun } from './watch.ts';

/** One measurement of all cards. Cards that are not in it have vanished. */
export interface FleetReading {
  readonly atMs: number;
  readonly cards: readonly CardReading[];
}

/** One card as measured, its memory already told apart by run (attribute.ts). */
export interface CardReading extends Omit<Card, 'load' | 'lastStartMs'> {
  /** Momentary, 0 to 1; null when the driver does not tell. */
  readonly load: number | null;
  /** Last start by another sweep; null when there was none. */
  readonly otherStartMs: number | null;
  readonly byRun: ReadonlyMap<string, number>;
  readonly measured: 'process' | 'card';
}

/** A run that wants cards. */
export interface Candidate {
  readonly run: string;
  readonly values: readonly Assignment[];
  /** Cards it gets at once, where that is not what the rules say. */
  readonly gpus?: number;
}

/** A run to start, with what its start rests on in words. */
export interface PlannedStart extends Start {
  readonly why: string;
}

export interface PlannerOptions {
  readonly rules: GpuRules;
  readonly forecast: Forecast;
  /** Start in the order given even when durations are known. */
  readonly keepsOrder: boolean;
  /** Shortest time after which a run's measured use may stand for its reservation. */
  readonly rampGuardMs: number;
}

/** How an attempt ended, as far as GPUs are concerned. */
export interface EndOfRun {
  readonly atMs: number;
  /** Line that says the GPU's memory ran out; null otherwise. */
  readonly outOfMemory: string | null;
  /** It went to its end, so its peak and its duration tell of its class. */
  readonly finished: boolean;
}

/** Most waiting runs looked at in one decision, from the front of the sweep's order. */
const WINDOW = 2_000;

/** Other programs below this share of a card (the display, a driver's own memory) are no company. */
const FOREIGN_SHARE = 0.05;

/**
 * Keeps what is known of cards and runs, and asks the scheduler. It has state but neither clock nor I/O, so that the
 * simulator drives the very same code as the runner.
 */
export class Planner {
  readonly #options: PlannerOptions;
  readonly #watched = new Map<string, MeteredRun>();
  readonly #loads = new Map<CardId, readonly LoadSample[]>();
  readonly #lastStarts = new Map<CardId, number>();
  readonly #deaths = new Map<string, Rung[]>();
  readonly #arrivals = new Map<string, { readonly starts: number; readonly waiting: number }>();
  readonly #passed = new Map<string, number>();
  readonly #candidates = new Map<string, { readonly version: number; readonly waiting: WaitingRun }>();
  #reading: FleetReading = { atMs: 0, cards: [] };
  #starts = 0;
  #last: {
    readonly decision: Decision;
    readonly cards: readonly Card[];
    readonly waiting: readonly WaitingRun[];
    readonly nowMs: number;
  } | null = null;

  constructor(options: PlannerOptions) {
    this.#options = options;
  }

  /** Takes in a measurement of the cards. */
  see(reading: FleetReading): void {
    this.#reading = reading;
    for (const card of reading.cards) {
      if (card.load === null) this.#loads.delete(card.id);
      else this.#loads.set(card.id, addSample(this.#loads.get(card.id) ?? [], { atMs: reading.atMs, load: card.load }));
    }
    for (const [run, watched] of this.#watched) this.#watched.set(run, watch(watched, this.#sampleOf(watched)));
    this.#options.forecast.settled(this.#settledPeaks());
  }

  /** Decides what starts now, among the first of those that wait, and counts it as started. */
  pick(waiting: Iterable<Candidate>, nowMs: number, lanes: number): readonly PlannedStart[] {
    const candidates = this.#windowOf(waiting);
    const { rules, keepsOrder } = this.#options;
    const cards = this.cards(nowMs);
    const list = candidates.map((one) => this.#waitingRun(one, candidates.length));
    const decision = schedule({ nowMs, cards, placed: this.placed(nowMs), waiting: list, rules, lanes, keepsOrder });
    this.#last = { decision, cards, waiting: list, nowMs };
    for (const [run, times] of decision.passed) this.#passed.set(run, (this.#passed.get(run) ?? 0) + times);
    return decision.starts.map((start) => {
      const values = candidates.find((one) => one.run === start.run)?.values ?? [];
      return this.#count(start, values, nowMs);
    });
  }

  /** Takes in a run that is on its cards already: adopted after a restart of the runner. */
  adopt(run: Candidate, cards: readonly CardId[], startedAtMs: number): void {
    const memory = this.#options.forecast.memory(run.run, run.values);
    const reservation = { bytes: memory.bytes, basis: memory.basis, atMs: startedAtMs };
    this.#put({ ...run, cards, reservation, rung: this.rung(run.run) });
  }

  /** Forgets a start that did not come about. */
  withdraw(run: string): void {
    this.#watched.delete(run);
  }

  /** Takes in the end of a run; returns the next step of the out-of-memory ladder when it died of that. */
  ended(run: string, end: EndOfRun): { readonly watched: MeteredRun | null; readonly step: LadderStep | null } {
    const watched = this.#watched.get(run) ?? null;
    this.#watched.delete(run);
    if (watched === null) return { watched, step: null };
    const { forecast } = this.#options;
    const peakBytes = fullest(watched)?.peakBytes ?? 0;
    if (end.finished) forecast.lasted(watched.values, Math.max(0.001, (end.atMs - watched.reservation.atMs) / 1000));
    if (end.finished && peakBytes > 0) forecast.peaked({ values: watched.values, peakBytes, kind: 'whole' });
    if (end.outOfMemory === null) return { watched, step: null };
    return { watched, step: this.#died(watched, end.outOfMemory) };
  }

  /** Restores what the journal tells of earlier deaths for want of memory, oldest first. */
  remember(run: string, deaths: readonly Rung[]): void {
    this.#deaths.set(run, [...deaths]);
  }

  /** The rung a run's next attempt starts on. */
  rung(run: string): Rung {
    return rungAfter(this.#deaths.get(run) ?? []);
  }

  /** How a run really stood: higher than asked when it happened to share its cards with nobody, other programs included. */
  rungAsItWas(watched: MeteredRun): Rung {
    if (watched.rung === 'largest') return 'largest';
    const own = this.#reading.cards.filter((card) => watched.cards.includes(card.id));
    const hadForeign = own.some((card) => card.foreignBytes > FOREIGN_SHARE * (card.capacityBytes ?? 0));
    if (watched.hadCompany || hadForeign) return watched.rung;
    const largest = Math.max(0, ...this.#reading.cards.map((card) => card.capacityBytes ?? 0));
    const smallestOwn = Math.min(...own.map((card) => card.capacityBytes ?? 0));
    return own.length > 0 && smallestOwn >= largest ? 'largest' : 'alone';
  }

  /** Why runs wait, by the last decision, in the order they were tried; those that were started since are left out. */
  reasons(): readonly { readonly run: string; readonly why: string }[] {
    const last = this.#last;
    if (last === null) return [];
    const moment = { ...last, placed: this.placed(last.nowMs), rules: this.#options.rules };
    return last.waiting
      .filter(({ run }) => !this.#watched.has(run))
      .map((one) => ({ run: one.run, why: whyItWaits(one, moment) }));
  }

  /** The cards as the scheduler sees them. */
  cards(nowMs: number): readonly Card[] {
    return this.#reading.cards.map((card) => ({
      ...card,
      load: meanLoad(this.#loads.get(card.id) ?? [], nowMs),
      lastStartMs: latest(this.#lastStarts.get(card.id) ?? null, card.otherStartMs),
    }));
  }

  /** The runs on cards, as they are counted now. */
  placed(nowMs: number): readonly PlacedRun[] {
    return [...this.#watched.values()].map((one) => placedAs(one, nowMs, this.#options.rampGuardMs));
  }

  /** The runs on cards with everything known of them. */
  get running(): readonly MeteredRun[] {
    return [...this.#watched.values()];
  }

  /** What is known of a running run; null when it has no cards. */
  watched(run: string): MeteredRun | null {
    return this.#watched.get(run) ?? null;
  }

  #windowOf(waiting: Iterable<Candidate>): readonly Candidate[] {
    const list: Candidate[] = [];
    for (const one of waiting) {
      list.push(one);
      if (list.length === WINDOW) break;
    }
    return list;
  }

  /** Of a run of which nothing is new the record is that of the last decision: most of a long queue, at every look. */
  #waitingRun(one: Candidate, waiting: number): WaitingRun {
    let arrival = this.#arrivals.get(one.run);
    if (arrival === undefined) {
      arrival = { starts: this.#starts, waiting };
      this.#arrivals.set(one.run, arrival);
    }
    const { forecast } = this.#options;
    const cached = this.#candidates.get(one.run);
    const known = cached?.version === forecast.version ? cached.waiting : undefined;
    const rung = this.rung(one.run);
    const passedBy = this.#passed.get(one.run) ?? 0;
    const overdue = isOverdue(this.#starts - arrival.starts, arrival.waiting);
    if (
      known !== undefined &&
      known.rung === rung &&
      known.passedBy === passedBy &&
      known.isOverdue === overdue &&
      known.gpus === one.gpus
    )
      return known;
    const fresh: WaitingRun = {
      run: one.run,
      memory: known?.memory ?? forecast.memory(one.run, one.values),
      expectedS: known === undefined ? forecast.durationS(one.run, one.values) : known.expectedS,
      ...(one.gpus === undefined ? {} : { gpus: one.gpus }),
      rung,
      passedBy,
      isOverdue: overdue,
    };
    this.#candidates.set(one.run, { version: forecast.version, waiting: fresh });
    return fresh;
  }

  #count(start: Start, values: readonly Assignment[], nowMs: number): PlannedStart {
    const memory = this.#options.forecast.memory(start.run, values);
    const reservation = { bytes: start.claimBytes, basis: memory.basis, atMs: nowMs };
    this.#put({ run: start.run, values, cards: start.cards, reservation, rung: start.rung });
    for (const card of start.cards) this.#lastStarts.set(card, nowMs);
    for (const map of [this.#arrivals, this.#passed, this.#candidates]) map.delete(start.run);
    this.#starts += 1;
    return { ...start, why: memory.why };
  }

  /** Puts a run on its cards. Company is noted here, not when it is measured: a run may die before anything is. */
  #put(one: Pick<MeteredRun, 'run' | 'values' | 'cards' | 'reservation' | 'rung'>): void {
    const expectedS = this.#options.forecast.durationS(one.run, one.values);
    const beside = [...this.#watched.values()].filter((other) => other.cards.some((id) => one.cards.includes(id)));
    for (const other of beside) this.#watched.set(other.run, { ...other, hadCompany: true });
    const hadCompany =
      beside.length > 0 || this.#reading.cards.some((card) => one.cards.includes(card.id) && card.otherRuns > 0);
    const atMs = one.reservation.atMs;
    this.#watched.set(one.run, {
      ...one,
      expectedS,
      hadCompany,
      seen: new Map(),
      measured: 'process',
      loadMs: 0,
      watchedMs: 0,
      lastSeenMs: atMs,
      samples: 0,
    });
  }

  #sampleOf(watched: MeteredRun): Parameters<typeof watch>[1] {
    const own = this.#reading.cards.filter((card) => watched.cards.includes(card.id));
    const bytes = new Map<CardId, number>();
    for (const card of own) {
      const used = card.byRun.get(watched.run);
      if (used !== undefined && card.trouble === null) bytes.set(card.id, used);
    }
    const loads = own.flatMap((card) => (card.load === null ? [] : [card.load]));
    return {
      atMs: this.#reading.atMs,
      bytes,
      load: loads.length === 0 ? null : loads.reduce((a, b) => a + b, 0) / loads.length,
      measured: own.some((card) => card.measured === 'card') ? 'card' : 'process',
      hasCompany: own.some((card) => card.otherRuns > 0),
    };
  }

  #settledPeaks(): readonly PeakSeen[] {
    const settled = [...this.#watched.values()].filter((one) =>
      isSettled(one, this.#reading.atMs, this.#options.rampGuardMs),
    );
    return settled.map((one) => ({ values: one.values, peakBytes: fullest(one)?.peakBytes ?? 0, kind: 'settled' }));
  }

  /** What a card had for a run that has just left it; its other runs count with their claims. */
  #leftBeside(card: CardReading): number {
    const others = this.placed(this.#reading.atMs).filter((one) => one.cards.includes(card.id));
    const claims = others.reduce((sum, one) => sum + Math.max(one.usedBytes, one.claimBytes ?? Infinity), 0);
    return Math.max(0, (card.capacityBytes ?? 0) - card.foreignBytes - card.promisedBytes - claims);
  }

  #died(watched: MeteredRun, line: string): LadderStep {
    const peakBytes = fullest(watched)?.peakBytes ?? 0;
    const rung = this.rungAsItWas(watched);
    this.#deaths.set(watched.run, [...(this.#deaths.get(watched.run) ?? []), rung]);
    const own = this.#reading.cards.filter((card) => watched.cards.includes(card.id));
    const capacityBytes = own.reduce<number | null>(
      (most, card) => (card.capacityBytes === null ? most : Math.max(most ?? 0, card.capacityBytes)),
      null,
    );
    const foreignBytes = Math.max(0, ...own.map((card) => card.foreignBytes));
    // It asked for more than was there for it: the card less what others may have held.
    const atLeast = Math.max(peakBytes, ...own.map((card) => this.#leftBeside(card)));
    if (atLeast > 0) this.#options.forecast.peaked({ values: watched.values, peakBytes: atLeast, kind: 'at least' });
    return climb({ rung, peakBytes, capacityBytes, foreignBytes, line });
  }
}

function latest(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}
