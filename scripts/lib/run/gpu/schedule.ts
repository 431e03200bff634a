// SPDX-License-Identifier: MIT
import {
  cardsPerRun,
  type Demand,
  demandOf,
  findsNoRoom,
  freeBytes,
  type GpuRules,
  refusal,
  type Slot,
  slotOf,
  type Survey,
  survey,
  type WaitingRun,
} from './admit.ts';
import { type Card, type PlacedRun, type Rung, runsOn } from './card.ts';
import { type Hold, holdFor, yieldsTo } from './hold.ts';

/** All a decision is made from. */
export interface ScheduleState {
  readonly nowMs: number;
  readonly cards: readonly Card[];
  readonly placed: readonly PlacedRun[];
  /** In the order the sweep gives them. */
  readonly waiting: readonly WaitingRun[];
  readonly rules: GpuRules;
  /** Most runs to start now (PARALLEL less those that run). */
  readonly lanes: number;
  /** Start in the order given even when durations are known (the user gave an ORDER). */
  readonly keepsOrder: boolean;
}

/** A run to start now, with what is reserved for it on each card. */
export type Start = Pick<PlacedRun, 'run' | 'cards' | 'claimBytes' | 'rung'>;

export interface Decision {
  readonly starts: readonly Start[];
  /** A blocked run that has cards kept free for it. */
  readonly hold: Hold | null;
  /** Blocked runs with the number of runs behind them that were started by this decision. */
  readonly passed: ReadonlyMap<string, number>;
}

/** Runs looked at in one decision; those behind them wait for the next. Bounds the time a decision takes in huge sweeps. */
const MOST_EXAMINED = 2_000;

/**
 * Decides which waiting runs start now, and on which cards. Runs are taken in order (overdue first, then longest first when
 * durations are known); each goes to the card that it fills best. The first that finds no place is given a hold when it must
 * not be passed for ever: runs behind it then start only where they do not delay it.
 */
export function schedule(state: ScheduleState): Decision {
  let slots: readonly Slot[] = state.cards.map((card) => slotOf(card, runsOn(card, state.placed)));
  let all = survey(slots, state.rules);
  const starts: Start[] = [];
  const blocked: string[] = [];
  const passed = new Map<string, number>();
  let hold: Hold | null = null;
  const ordered = orderWaiting(state.waiting, state.keepsOrder);
  const crowded = isCrowded(ordered, slots, state.rules);
  const dead = new Set<string>();
  for (const waiting of ordered.slice(0, MOST_EXAMINED)) {
    if (starts.length >= state.lanes) break;
    const shape = shapeOf(waiting);
    // A run like one that was just refused is refused too; only a hold makes durations matter.
    const found = dead.has(shape) ? null : chooseCards({ waiting, slots, all, nowMs: state.nowMs, hold, crowded });
    if (found === null) {
      dead.add(shape);
      blocked.push(waiting.run);
      hold ??= holdFor(waiting, slots, all, state.nowMs);
      continue;
    }
    const start: Start = {
      run: waiting.run,
      cards: found.slots.map(({ card }) => card.id),
      claimBytes: found.demand.bytes,
      rung: rungOf(waiting, found.demand),
    };
    starts.push(start);
    for (const run of blocked) passed.set(run, (passed.get(run) ?? 0) + 1);
    slots = withStart(slots, start, waiting, state.nowMs);
    all = survey(slots, state.rules);
    if (slots.every((slot) => refusal(slot, SMALLEST, state.rules, state.nowMs) !== null)) break;
  }
  return { starts, hold, passed };
}

const SMALLEST: Demand = { bytes: 0, emptyBytes: 0, alone: false, leastRoomBytes: 0, limitShare: 1, leastFreeShare: 0 };

/** Long queues are looked at again and again, and numbers are slow to write. */
const shapes = new WeakMap<WaitingRun, string>();

/** Runs of one shape are refused by the same cards. */
function shapeOf(waiting: WaitingRun): string {
  let shape = shapes.get(waiting);
  if (shape === undefined) {
    const { memory, rung, expectedS, gpus } = waiting;
    shape = `${memory.bytes} ${memory.basis} ${rung} ${expectedS} ${gpus}`;
    shapes.set(waiting, shape);
  }
  return shape;
}

interface Choice {
  readonly waiting: WaitingRun;
  readonly slots: readonly Slot[];
  readonly all: Survey;
  readonly nowMs: number;
  readonly hold: Hold | null;
  readonly crowded: boolean;
}

function chooseCards(choice: Choice): { slots: readonly Slot[]; demand: Demand } | null {
  const { rules } = choice.all;
  if (findsNoRoom(choice.waiting, choice.all)) return null;
  const demand = demandOf(choice.waiting, choice.all);
  const open = choice.slots.filter(
    (slot) =>
      refusal(slot, demand, rules, choice.nowMs) === null &&
      (choice.hold === null || yieldsTo(choice.hold, slot, demand, choice.waiting, choice.nowMs)),
  );
  const wanted = cardsPerRun(choice.waiting, rules);
  if (open.length < wanted) return null;
  const ranked = open.toSorted((a, b) => compareSlots(a, b, choice, demand));
  return { slots: ranked.slice(0, wanted), demand };
}

/**
 * The better card first. When everything free will be filled anyway, that is the one with the least left over; otherwise
 * the one with the fewest runs, so that runs do not share a card while another is idle. A run of unknown need takes the
 * card with the most room.
 */
function compareSlots(a: Slot, b: Slot, choice: Choice, demand: Demand): number {
  const freeA = freeBytes(a, 1);
  const freeB = freeBytes(b, 1);
  if (demand.bytes === null) return compare(freeB, freeA) || a.card.index - b.card.index;
  const runs = a.on.length + a.card.otherRuns - (b.on.length + b.card.otherRuns);
  const load = (a.card.load ?? 0) - (b.card.load ?? 0);
  const fit = compare(freeA, freeB);
  return (choice.crowded ? fit || runs : runs || load || fit) || a.card.index - b.card.index;
}

/** Infinity - Infinity is no order. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** Tells whether the waiting runs want more than all that is free, in memory or in slots. */
function isCrowded(waiting: readonly WaitingRun[], slots: readonly Slot[], rules: GpuRules): boolean {
  let [bytes, wanted] = [0, 0];
  for (const one of waiting) {
    const cards = cardsPerRun(one, rules);
    wanted += cards;
    bytes += (one.memory.bytes ?? Infinity) * cards;
  }
  const free = slots.reduce((sum, slot) => sum + Math.max(0, freeBytes(slot, rules.maxMemoryShare)), 0);
  const places = slots.reduce(
    (sum, slot) => sum + Math.max(0, rules.jobsPerGpu - slot.on.length - slot.card.otherRuns),
    0,
  );
  return bytes > free || wanted > places;
}

function rungOf(waiting: WaitingRun, demand: Demand): Rung {
  return waiting.rung === 'shared' && demand.alone && demand.bytes !== null ? 'alone' : waiting.rung;
}

function withStart(slots: readonly Slot[], start: Start, waiting: WaitingRun, nowMs: number): readonly Slot[] {
  const placed: PlacedRun = {
    run: start.run,
    cards: start.cards,
    claimBytes: start.claimBytes,
    usedBytes: 0,
    rung: start.rung,
    expectedEndMs: waiting.expectedS === null ? null : nowMs + waiting.expectedS * 1000,
  };
  return slots.map((slot) =>
    start.cards.includes(slot.card.id) ? slotOf({ ...slot.card, lastStartMs: nowMs }, [...slot.on, placed]) : slot,
  );
}

/**
 * Returns the waiting runs in the order they are tried: overdue ones first; then, unless the user gave an order, the longest
 * first, since a long run started last is what a sweep waits for in the end. The length is weighed with the square root of
 * the memory, because a large run is harder to place late: on the 30 loads of bench/gpu-sim.ts this took the mean makespan
 * from 1.049 of the optimum to 1.036, and the worst from 1.096 to 1.059. Runs of unknown duration come before the others,
 * which also measures them early; among equals the order given stays.
 */
function orderWaiting(waiting: readonly WaitingRun[], keepsOrder: boolean): readonly WaitingRun[] {
  const byLength = !keepsOrder && waiting.some((one) => one.expectedS !== null);
  const keyed = waiting.map((run) => ({ run, weight: byLength ? weightOf(run) : 0 }));
  keyed.sort((a, b) => {
    if (a.run.isOverdue !== b.run.isOverdue) return a.run.isOverdue ? -1 : 1;
    return a.weight === b.weight ? 0 : b.weight - a.weight;
  });
  return keyed.map(({ run }) => run);
}

function weightOf(run: WaitingRun): number {
  return run.expectedS === null ? Infinity : run.expectedS * Math.sqrt(run.memory.bytes ?? Number.MAX_SAFE_INTEGER);
}

/** Starts a run may see pass, for each run that waited when it came, before it is overdue. */
const FAIR_TURNS = 2;
/** The same, whatever the number. */
const FAIR_LEAST = 8;

/** Tells whether a run is overdue: since it came, the runs then waiting could all have been started twice over. */
export function isOverdue(startsSince: number, waitingThen: number): boolean {
  return startsSince > FAIR_TURNS * waitingThen + FAIR_LEAST;
}
