// SPDX-License-Identifier: MIT
import { type Card, committedBytes, type PlacedRun, type Rung } from './card.ts';
import type { MemoryEstimate } from './memory.ts';

/** How full a card may be, and how runs are spread; the GPU settings. */
export interface GpuRules {
  /** SWEEP_JOBS_PER_GPU: runs on one card, those of other sweeps counted. */
  readonly jobsPerGpu: number;
  /** SWEEP_GPUS_PER_RUN, where a run's stage has none of its own. */
  readonly gpusPerRun: number;
  /** SWEEP_GPU_MAX_MEMORY: share of a card's memory that may be spoken for. */
  readonly maxMemoryShare: number;
  /** SWEEP_GPU_MAX_LOAD: mean load above which nothing starts. */
  readonly maxLoad: number;
  /** SWEEP_GPU_STARTUP: time between two starts on one card. */
  readonly startupGapMs: number;
}

/** A run that waits for cards. */
export interface WaitingRun {
  readonly run: string;
  readonly memory: MemoryEstimate;
  /** Cards it gets at once: SWEEP_GPUS_PER_RUN of its stage; missing where it is that of the sweep. */
  readonly gpus?: number;
  /** Where the out-of-memory ladder put it. */
  readonly rung: Rung;
  /** How long runs like it take; null when unknown. */
  readonly expectedS: number | null;
  /** How many runs behind it in the order were started while it was blocked. */
  readonly passedBy: number;
  /** It has waited through so many starts that it goes first. */
  readonly isOverdue: boolean;
}

/** Returns how many cards a run gets at once. */
export function cardsPerRun({ gpus }: Pick<WaitingRun, 'gpus'>, rules: Pick<GpuRules, 'gpusPerRun'>): number {
  return gpus ?? rules.gpusPerRun;
}

/** A card with the runs on it, as decisions are made one after the other. */
export interface Slot {
  readonly card: Card;
  readonly on: readonly PlacedRun[];
  /** Spoken for, in all. */
  readonly committedBytes: number;
}

/** Returns a card with these runs on it. */
export function slotOf(card: Card, on: readonly PlacedRun[]): Slot {
  return { card, on, committedBytes: committedBytes(card, on) };
}

/** What demands depend on besides the run: the sizes of the cards, and whether anything runs. */
export interface Survey {
  /** What each card could give to a run alone, the roomiest first. */
  readonly roomsBytes: readonly number[];
  readonly largestCardBytes: number;
  /** Free within the limit on the card that has most free: nothing larger starts beside others. */
  readonly mostFreeBytes: number;
  /** Nobody measures any of the cards: they are shared by count. */
  readonly isBlind: boolean;
  readonly isIdle: boolean;
  readonly rules: GpuRules;
}

/** Looks over all cards once, for many runs. */
export function survey(slots: readonly Slot[], rules: GpuRules): Survey {
  const rooms = slots
    .filter(({ card }) => card.trouble === null)
    .map(({ card }) => roomOf(card))
    .sort((a, b) => b - a);
  return {
    roomsBytes: rooms,
    largestCardBytes: Math.max(0, ...slots.map(({ card }) => card.capacityBytes ?? 0)),
    mostFreeBytes: Math.max(0, ...slots.map((slot) => freeBytes(slot, rules.maxMemoryShare))),
    isBlind: slots.every(({ card }) => card.capacityBytes === null),
    isIdle: slots.every(({ on }) => on.length === 0),
    rules,
  };
}

/** Why a card does not take a run now. */
export type Refusal =
  | { readonly kind: 'trouble'; readonly why: string }
  | { readonly kind: 'slots'; readonly runs: number }
  | { readonly kind: 'whole'; readonly by: string }
  | { readonly kind: 'not empty'; readonly runs: number }
  | { readonly kind: 'not the largest' }
  | { readonly kind: 'startup'; readonly readyAtMs: number }
  | { readonly kind: 'load'; readonly load: number }
  | { readonly kind: 'memory'; readonly needBytes: number; readonly freeBytes: number; readonly foreignBytes: number };

/** A run of unknown need starts only where this share of the card is free of other programs. */
const UNKNOWN_FREE_SHARE = 0.5;
/** The same when nothing else of this sweep runs, so that a box with busy cards is not waited for without end. */
const UNKNOWN_LEAST_SHARE = 0.1;

/** Returns the bytes that are not spoken for on a card within the limit; infinite when nobody measures it. */
export function freeBytes(slot: Slot, limitShare: number): number {
  if (slot.card.capacityBytes === null) return slot.on.some((one) => one.claimBytes === null) ? 0 : Infinity;
  return slot.card.capacityBytes * limitShare - slot.committedBytes;
}

/** What a run asks of a card, once the ladder and the sizes of the cards are taken into account. */
export interface Demand {
  /** null: the whole card. */
  readonly bytes: number | null;
  /** The same on a card without other runs, where no margin is needed. */
  readonly emptyBytes: number;
  /** No other run of any sweep may be on the card. */
  readonly alone: boolean;
  /** Only a card at least this large, other programs' memory taken off; 0: any. */
  readonly leastRoomBytes: number;
  readonly limitShare: number;
  /** Share of the card that must be free of other programs; for runs of unknown need. */
  readonly leastFreeShare: number;
}

/** Returns what a run asks of each card, given all cards: a run too big for the limits gets a card alone. */
export function demandOf(waiting: WaitingRun, all: Survey): Demand {
  const bytes = waiting.memory.bytes;
  // Of the k cards that a run gets none can be roomier than the k-th.
  const largestRoomBytes = all.roomsBytes[cardsPerRun(waiting, all.rules) - 1] ?? 0;
  const base = {
    emptyBytes: waiting.memory.provenBytes ?? 0,
    leastRoomBytes: 0,
    limitShare: all.rules.maxMemoryShare,
    leastFreeShare: 0,
  };
  if (waiting.rung === 'largest')
    return { ...base, bytes: null, emptyBytes: 0, alone: true, leastRoomBytes: largestRoomBytes, limitShare: 1 };
  if (all.isBlind && waiting.rung === 'shared') return { ...base, bytes: 0, emptyBytes: 0, alone: false };
  if (bytes === null || all.isBlind) {
    const leastRoomBytes = Math.min(waiting.memory.leastBytes, largestRoomBytes);
    return {
      ...base,
      bytes: null,
      emptyBytes: 0,
      alone: true,
      leastRoomBytes,
      leastFreeShare: all.isIdle ? UNKNOWN_LEAST_SHARE : UNKNOWN_FREE_SHARE,
    };
  }
  if (waiting.rung === 'alone' || bytes > all.largestCardBytes * all.rules.maxMemoryShare) {
    // A learnt figure holds a margin; it must not make a run wait for a card larger than there is.
    const need = waiting.memory.basis === 'given' ? bytes : Math.min(bytes, all.largestCardBytes);
    return { ...base, bytes: need, alone: true, limitShare: 1 };
  }
  return { ...base, bytes, alone: false };
}

/** Tells of a run that may share a card that none has room for it just now: the quick answer for most of a long queue. */
export function findsNoRoom({ rung, memory }: WaitingRun, all: Survey): boolean {
  if (rung !== 'shared' || all.isBlind || memory.bytes === null) return false;
  if (memory.bytes > all.largestCardBytes * all.rules.maxMemoryShare) return false; // it gets a card alone
  return Math.min(memory.bytes, memory.provenBytes ?? 0) > all.mostFreeBytes;
}

/** Returns why a card does not take a run now; null when it does. */
export function refusal(slot: Slot, demand: Demand, rules: GpuRules, nowMs: number): Refusal | null {
  const { card, on } = slot;
  if (card.trouble !== null) return { kind: 'trouble', why: card.trouble };
  const whole = on.find((one) => one.claimBytes === null || one.rung !== 'shared');
  if (whole !== undefined) return { kind: 'whole', by: whole.run };
  const runs = on.length + card.otherRuns;
  if (demand.alone && runs > 0) return { kind: 'not empty', runs };
  if (runs >= (card.oneProcess ? 1 : rules.jobsPerGpu)) return { kind: 'slots', runs };
  if (roomOf(card) < demand.leastRoomBytes) return { kind: 'not the largest' };
  const readyAtMs = (card.lastStartMs ?? -Infinity) + rules.startupGapMs;
  if (readyAtMs > nowMs) return { kind: 'startup', readyAtMs };
  if (card.load !== null && card.load > rules.maxLoad) return { kind: 'load', load: card.load };
  return memoryRefusal(slot, demand);
}

function memoryRefusal(slot: Slot, demand: Demand): Refusal | null {
  const capacity = slot.card.capacityBytes;
  const free = freeBytes(slot, demand.limitShare);
  const isEmpty = slot.on.length + slot.card.otherRuns === 0;
  const bytes = isEmpty && demand.bytes !== null ? Math.min(demand.bytes, demand.emptyBytes) : demand.bytes;
  const need = bytes ?? (capacity ?? 0) * demand.leastFreeShare;
  if (free >= need) return null;
  return {
    kind: 'memory',
    needBytes: need,
    freeBytes: Math.max(0, free),
    foreignBytes: slot.card.foreignBytes + slot.card.promisedBytes,
  };
}

/** What a card could give to a run that has it alone. */
function roomOf(card: Card): number {
  return card.capacityBytes === null ? Infinity : card.capacityBytes - card.foreignBytes - card.promisedBytes;
}
