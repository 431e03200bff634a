// SPDX-License-Identifier: MIT
import type { Assignment } from '../../scripts/lib/core/value.ts';
import { textValue } from '../../scripts/lib/core/value.ts';
import { changesOf, type ForeignProcess, memoryAt, type TrueJob } from './physics.ts';
import type { Load } from './loads.ts';

/** One gigabyte, as everywhere in ksweep a power of two. */
export const GB = 1024 ** 3;

/** Rounding of sums of gigabytes is no oversubscription. */
const EPSILON_GB = 1e-6;

/** What a policy may look at: the measurements a driver would give. */
export interface WorldView {
  readonly nowMs: number;
  readonly cards: readonly {
    readonly gb: number;
    readonly usedGb: number;
    readonly foreignGb: number;
    readonly byRun: ReadonlyMap<string, number>;
  }[];
  readonly waiting: readonly TrueJob[];
}

/** Decides what starts; told of each end. */
export interface Policy {
  starts(view: WorldView): readonly { readonly run: string; readonly cards: readonly number[] }[];
  /** True when the run is to be tried again. */
  ended(run: string, how: 'done' | 'out of memory', view: WorldView): boolean;
}

export interface Options {
  readonly load: Load;
  readonly policy: Policy;
  /** Seconds between two measurements. */
  readonly pollS: number;
  /** Foreign processes wait until memory is free that no ramp needs; rude ones take what is free at the moment. */
  readonly foreign: 'polite' | 'rude';
}

export interface Result {
  readonly makespanS: number;
  readonly outOfMemory: number;
  /** Deaths while another run was on the card: our own doing. */
  readonly deathsInCompany: number;
  /** Runs that ended well. */
  readonly done: number;
  readonly failed: readonly string[];
  /** Largest share of a card's memory ever asked for; above 1 someone died. */
  readonly fullest: number;
  /** Most starts of other runs that a waiting run saw between its coming and its first start. */
  readonly startsSeen: ReadonlyMap<string, number>;
  readonly waitedS: ReadonlyMap<string, number>;
}

interface Running {
  readonly job: TrueJob;
  readonly cards: readonly number[];
  readonly startedS: number;
}

interface Resident {
  readonly process: ForeignProcess;
  readonly untilS: number;
}

/** The values of a simulated job as assignments. */
export function valuesOf(job: TrueJob): readonly Assignment[] {
  return Object.entries(job.values).map(([name, text]) => ({ name, value: textValue(text) }));
}

/** Runs a load to its end, or until nothing moves any more. Time jumps from event to event; the policy is asked at each end and poll. */
export function simulate(options: Options): Result {
  return new World(options).run();
}

class World {
  readonly #options: Options;
  #nowS = 0;
  #waiting: TrueJob[];
  #coming: TrueJob[];
  #running: Running[] = [];
  #residents: Resident[] = [];
  #foreignWaiting: ForeignProcess[] = [];
  #foreignComing: ForeignProcess[];
  #outOfMemory = 0;
  #deathsInCompany = 0;
  #done = 0;
  #failed: string[] = [];
  #fullest = 0;
  #lastEndS = 0;
  #starts = 0;
  #startsAtArrival = new Map<string, number>();
  #startsSeen = new Map<string, number>();
  #waitedS = new Map<string, number>();

  constructor(options: Options) {
    this.#options = options;
    this.#waiting = [];
    this.#coming = options.load.jobs.toSorted((a, b) => a.arrivesS - b.arrivesS);
    this.#foreignComing = options.load.foreign.toSorted((a, b) => a.arrivesS - b.arrivesS);
  }

  run(): Result {
    let nextPollS = 0;
    for (let steps = 0; ; steps += 1) {
      if (steps > 2_000_000) throw new Error('internal: the simulation does not end');
      const ended = this.#settle();
      if (this.#running.length + this.#waiting.length + this.#coming.length === 0) break;
      if (ended || this.#nowS >= nextPollS) {
        this.#startRuns();
        nextPollS = this.#nowS + this.#options.pollS;
      }
      this.#nowS = this.#nextEventS(nextPollS);
    }
    return {
      makespanS: this.#lastEndS,
      outOfMemory: this.#outOfMemory,
      deathsInCompany: this.#deathsInCompany,
      done: this.#done,
      failed: this.#failed,
      fullest: this.#fullest,
      startsSeen: this.#startsSeen,
      waitedS: this.#waitedS,
    };
  }

  /** Brings the world to the present: ends, arrivals, deaths. Tells whether a run ended or came. */
  #settle(): boolean {
    let moved = false;
    while (this.#coming[0] !== undefined && this.#coming[0].arrivesS <= this.#nowS) {
      const job = this.#coming.shift() as TrueJob;
      this.#waiting.push(job);
      this.#startsAtArrival.set(job.run, this.#starts);
      moved = true;
    }
    for (const one of this.#running.filter(({ job, startedS }) => startedS + job.durationS <= this.#nowS + 1e-9)) {
      this.#end(one, 'done');
      moved = true;
    }
    this.#residents = this.#residents.filter(({ untilS }) => untilS > this.#nowS);
    while (this.#foreignComing[0] !== undefined && this.#foreignComing[0].arrivesS <= this.#nowS)
      this.#foreignWaiting.push(this.#foreignComing.shift() as ForeignProcess);
    this.#admitForeign();
    return this.#killTheUnlucky() || moved;
  }

  #admitForeign(): void {
    this.#foreignWaiting = this.#foreignWaiting.filter((process) => {
      const capacity = this.#options.load.cardsGb[process.card] ?? 0;
      const ours = this.#options.foreign === 'polite' ? this.#peaksOn(process.card) : this.#runsGb(process.card);
      if (ours + this.#foreignGb(process.card) + process.gb > capacity + EPSILON_GB) return true;
      this.#residents.push({ process, untilS: this.#nowS + process.durationS });
      return false;
    });
  }

  /** A card that is asked for more than it has: the run that came last dies, as its allocation is the one that fails. */
  #killTheUnlucky(): boolean {
    let killed = false;
    this.#options.load.cardsGb.forEach((capacity, card) => {
      for (;;) {
        const used = this.#runsGb(card) + this.#foreignGb(card);
        this.#fullest = Math.max(this.#fullest, used / capacity);
        if (used <= capacity + EPSILON_GB) return;
        const here = this.#running
          .filter((one) => one.cards.includes(card))
          .toSorted((a, b) => b.startedS - a.startedS);
        const victim = here[0];
        if (victim === undefined) return;
        this.#outOfMemory += 1;
        if (here.length > 1) this.#deathsInCompany += 1;
        this.#end(victim, 'out of memory');
        killed = true;
      }
    });
    return killed;
  }

  #end(one: Running, how: 'done' | 'out of memory'): void {
    this.#running = this.#running.filter((other) => other !== one);
    this.#lastEndS = this.#nowS;
    const again = this.#options.policy.ended(one.job.run, how, this.#view());
    if (how === 'done') this.#done += 1;
    else if (again) this.#waiting.push(one.job);
    else this.#failed.push(one.job.run);
  }

  #startRuns(): void {
    for (const start of this.#options.policy.starts(this.#view())) {
      const job = this.#waiting.find(({ run }) => run === start.run);
      if (job === undefined) throw new Error(`internal: ${start.run} does not wait`);
      this.#waiting = this.#waiting.filter((other) => other !== job);
      this.#running.push({ job, cards: start.cards, startedS: this.#nowS });
      if (!this.#startsSeen.has(job.run)) {
        this.#startsSeen.set(job.run, this.#starts - (this.#startsAtArrival.get(job.run) ?? 0));
        this.#waitedS.set(job.run, this.#nowS - job.arrivesS);
      }
      this.#starts += 1;
    }
    this.#killTheUnlucky();
  }

  #view(): WorldView {
    const cards = this.#options.load.cardsGb.map((gb, card) => {
      const byRun = new Map(
        this.#running.filter((one) => one.cards.includes(card)).map((one) => [one.job.run, this.#memoryOf(one)]),
      );
      return { gb, usedGb: this.#runsGb(card) + this.#foreignGb(card), foreignGb: this.#foreignGb(card), byRun };
    });
    return { nowMs: Math.round(this.#nowS * 1000), cards, waiting: this.#waiting };
  }

  #nextEventS(nextPollS: number): number {
    let next = nextPollS;
    const consider = (atS: number): void => {
      if (atS > this.#nowS + 1e-9 && atS < next) next = atS;
    };
    for (const { job, startedS } of this.#running) for (const age of changesOf(job)) consider(startedS + age);
    for (const { untilS } of this.#residents) consider(untilS);
    if (this.#foreignComing[0] !== undefined) consider(this.#foreignComing[0].arrivesS);
    if (this.#coming[0] !== undefined) consider(this.#coming[0].arrivesS);
    return next;
  }

  #memoryOf(one: Running): number {
    return memoryAt(one.job, this.#nowS - one.startedS);
  }

  #runsGb(card: number): number {
    return this.#running.reduce((sum, one) => (one.cards.includes(card) ? sum + this.#memoryOf(one) : sum), 0);
  }

  #peaksOn(card: number): number {
    return this.#running.reduce((sum, one) => (one.cards.includes(card) ? sum + one.job.peakGb : sum), 0);
  }

  #foreignGb(card: number): number {
    return this.#residents.reduce((sum, { process }) => (process.card === card ? sum + process.gb : sum), 0);
  }
}
