// SPDX-License-Identifier: MIT
import {
  cardsPerRun,
  demandOf,
  type Demand,
  freeBytes,
  refusal,
  type Slot,
  slotOf,
  type Survey,
  type WaitingRun,
} from './admit.ts';
import type { CardId } from './card.ts';

/** Cards kept for a blocked run: others start on them only when they are gone, or fit beside it, by then. */
export interface Hold {
  readonly run: string;
  readonly cards: readonly CardId[];
  /** When the run should fit; infinite when no durations are known. */
  readonly atMs: number;
  /** On each card, what will be free beside the run at that time. */
  readonly spareBytes: ReadonlyMap<CardId, number>;
}

/** A blocked run is passed by this many starts a card before cards are held for it, when durations are unknown. */
const PATIENCE_PER_CARD = 2;

interface Prospect {
  readonly slot: Slot;
  readonly atMs: number;
  readonly spareBytes: number;
}

/**
 * Returns the hold for a blocked run: the cards where it fits soonest when running runs end as expected (the shadow time
 * of EASY backfilling; Lifka, "The ANL/IBM SP scheduling system", 1995). Null when no card could ever take it, or when
 * durations are unknown and it has not been passed often.
 */
export function holdFor(waiting: WaitingRun, slots: readonly Slot[], all: Survey, nowMs: number): Hold | null {
  const wanted = cardsPerRun(waiting, all.rules);
  const demand = demandOf(waiting, all);
  const prospects = slots.map((slot) => prospectOf(slot, demand, all, nowMs)).filter((one) => one !== null);
  if (prospects.length < wanted) return null;
  const best = prospects.toSorted((a, b) => compareProspects(a, b)).slice(0, wanted);
  const atMs = Math.max(...best.map((one) => one.atMs));
  if (atMs === Infinity && waiting.passedBy < PATIENCE_PER_CARD * slots.length) return null;
  return {
    run: waiting.run,
    cards: best.map(({ slot }) => slot.card.id),
    atMs,
    spareBytes: new Map(best.map(({ slot, spareBytes }) => [slot.card.id, spareBytes])),
  };
}

/** Tells whether a run may start on a card in spite of the hold. */
export function yieldsTo(hold: Hold, slot: Slot, demand: Demand, waiting: WaitingRun, nowMs: number): boolean {
  if (waiting.run === hold.run || !hold.cards.includes(slot.card.id)) return true;
  if (waiting.expectedS !== null && nowMs + waiting.expectedS * 1000 <= hold.atMs) return true;
  const spare = hold.spareBytes.get(slot.card.id) ?? 0;
  return demand.bytes !== null && !demand.alone && demand.bytes <= spare;
}

function compareProspects(a: Prospect, b: Prospect): number {
  if (a.atMs !== b.atMs) return a.atMs < b.atMs ? -1 : 1;
  return a.slot.on.length - b.slot.on.length || freeBytes(b.slot, 1) - freeBytes(a.slot, 1);
}

/** When a card will take the run, if its runs end one after the other as expected; null when it never will. */
function prospectOf(slot: Slot, demand: Demand, all: Survey, nowMs: number): Prospect | null {
  const ends = slot.on.toSorted((a, b) => endOf(a.expectedEndMs, nowMs) - endOf(b.expectedEndMs, nowMs));
  for (let gone = 0; gone <= ends.length; gone += 1) {
    const left = slotOf({ ...slot.card, usedBytes: 0, load: null, lastStartMs: null }, ends.slice(gone));
    if (refusal(left, demand, all.rules, nowMs) !== null) continue;
    const last = ends[gone - 1];
    const atMs = last === undefined ? nowMs : endOf(last.expectedEndMs, nowMs);
    const spare = atMs === Infinity ? 0 : freeBytes(left, demand.limitShare) - (demand.bytes ?? Infinity);
    return { slot, atMs, spareBytes: Math.max(0, spare) };
  }
  return null;
}

/** A run that should have ended already ends any moment. */
function endOf(expectedEndMs: number | null, nowMs: number): number {
  return expectedEndMs === null ? Infinity : Math.max(nowMs, expectedEndMs);
}
