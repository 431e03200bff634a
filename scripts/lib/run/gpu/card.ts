// SPDX-License-Identifier: MIT
/** What names a card for good, whatever its place in the machine: its UUID. */
export type CardId = string;

/** Tells whether it is a slice of a card in MIG mode. nvidia-smi names these by a UUID of their own kind, and CUDA knows them by nothing else. */
export function isSlice(card: { readonly id: CardId }): boolean {
  return card.id.startsWith('MIG-');
}

/** One card as it was last seen. Memory in bytes; `usedBytes` counts every process on it. */
export interface Card {
  readonly id: CardId;
  /** Its number in PCI bus order, as nvidia-smi shows it; slices are numbered on behind the cards. */
  readonly index: number;
  readonly name: string;
  /** What jobs can use in all; null when nothing measures this card: then only slots count. */
  readonly capacityBytes: number | null;
  readonly usedBytes: number;
  /** The part of `usedBytes` held by processes that are no run of this sweep. */
  readonly foreignBytes: number;
  /** What other sweeps of this machine have reserved beyond the memory they use so far. */
  readonly promisedBytes: number;
  /** How many runs other sweeps have on it. */
  readonly otherRuns: number;
  /** Mean share of time with a kernel running, 0 to 1, over the load window; null when unknown. */
  readonly load: number | null;
  /** The card allows one process at a time (compute mode Exclusive_Process). */
  readonly oneProcess: boolean;
  /** Why nothing may start on it for now: "nvidia-smi says ERR!"; null when it is fine. */
  readonly trouble: string | null;
  /** When a run was last started on it, by this sweep or another; null when never. */
  readonly lastStartMs: number | null;
}

/** Where a memory figure came from, least certain last. */
export type Basis = 'given' | 'learnt' | 'extrapolated' | 'unknown';

/**
 * How a run stands on its cards. `shared`: beside others. `alone`: no other run of any sweep on its cards.
 * `largest`: alone on the largest card there is. The out-of-memory ladder goes up these rungs.
 */
export type Rung = 'shared' | 'alone' | 'largest';

/** A run that has cards. */
export interface PlacedRun {
  readonly run: string;
  readonly cards: readonly CardId[];
  /** Counted on each of its cards at this moment (claim.ts); null: the whole of each card. */
  readonly claimBytes: number | null;
  /** Measured on its fullest card; 0 when nothing was measured yet. */
  readonly usedBytes: number;
  readonly rung: Rung;
  /** When it should end; null when nothing is known of durations. */
  readonly expectedEndMs: number | null;
}

/** Returns the runs that hold a card. */
export function runsOn(card: Card, placed: readonly PlacedRun[]): readonly PlacedRun[] {
  return placed.filter((one) => one.cards.includes(card.id));
}

/**
 * Returns the bytes of a card that are spoken for: foreign processes, promises to other sweeps, and each run's claim or
 * its use, whichever is more; never less than what is measured in use. Infinite when a run claims the whole card.
 */
export function committedBytes(card: Card, on: readonly PlacedRun[]): number {
  let claims = 0;
  for (const one of on) claims += one.claimBytes === null ? Infinity : Math.max(one.claimBytes, one.usedBytes);
  return Math.max(card.usedBytes, card.foreignBytes + claims) + card.promisedBytes;
}
