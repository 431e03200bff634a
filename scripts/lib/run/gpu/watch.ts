// SPDX-License-Identifier: MIT
import type { Assignment } from '../../core/value.ts';
import type { CardId, PlacedRun, Rung } from './card.ts';
import { claimBytes, hasSettled, type Observed, observe, type Reservation } from './claim.ts';

/** Everything known of a run on its cards while it runs; a plain record that `watch` brings up to date. */
export interface MeteredRun {
  readonly run: string;
  readonly values: readonly Assignment[];
  readonly cards: readonly CardId[];
  readonly reservation: Reservation;
  /** The rung it was started on. */
  readonly rung: Rung;
  /** Another run was on one of its cards at some time. */
  readonly hadCompany: boolean;
  readonly expectedS: number | null;
  readonly seen: ReadonlyMap<CardId, Observed>;
  readonly measured: 'process' | 'card';
  /** Sum over time of its cards' mean load, in share times milliseconds, and the time that was watched. */
  readonly loadMs: number;
  readonly watchedMs: number;
  readonly lastSeenMs: number;
  readonly samples: number;
}

/** One measurement of a run: its memory by card, and the mean load of its cards at this moment. */
export interface RunSample {
  readonly atMs: number;
  readonly bytes: ReadonlyMap<CardId, number>;
  readonly load: number | null;
  readonly measured: 'process' | 'card';
  /** A run of another sweep is on one of its cards. */
  readonly hasCompany: boolean;
}

/** Returns the record after one more measurement. */
export function watch(before: MeteredRun, sample: RunSample): MeteredRun {
  const seen = new Map(before.seen);
  for (const [card, bytes] of sample.bytes) seen.set(card, observe(seen.get(card) ?? null, bytes, sample.atMs));
  const span = sample.load === null ? 0 : Math.max(0, sample.atMs - before.lastSeenMs);
  return {
    ...before,
    seen,
    measured: sample.bytes.size > 0 && sample.measured === 'card' ? 'card' : before.measured,
    hadCompany: before.hadCompany || sample.hasCompany,
    loadMs: before.loadMs + (sample.load ?? 0) * span,
    watchedMs: before.watchedMs + span,
    lastSeenMs: sample.atMs,
    samples: before.samples + (sample.bytes.size > 0 ? 1 : 0),
  };
}

/** Returns what was seen of the run on the card where it uses most; null before anything was. */
export function fullest(watched: MeteredRun): Observed | null {
  let best: Observed | null = null;
  for (const one of watched.seen.values()) if (best === null || one.peakBytes > best.peakBytes) best = one;
  return best;
}

/**
 * Returns the largest use that was seen of a run that has ended, in bytes; null before anything was. Of one that died of the card's memory 0 is
 * no measurement: it took and lost it between two looks.
 */
export function seenPeak(watched: MeteredRun, { diedOfMemory }: { readonly diedOfMemory: boolean }): number | null {
  const peakBytes = fullest(watched)?.peakBytes ?? null;
  return diedOfMemory && peakBytes === 0 ? null : peakBytes;
}

/** Returns the run as the scheduler counts it at this moment. */
export function placedAs(watched: MeteredRun, nowMs: number, guardMs: number): PlacedRun {
  const seen = fullest(watched);
  return {
    run: watched.run,
    cards: watched.cards,
    claimBytes: claimBytes(watched.reservation, seen, nowMs, guardMs),
    usedBytes: seen?.usedBytes ?? 0,
    rung: watched.rung,
    expectedEndMs: watched.expectedS === null ? null : watched.reservation.atMs + watched.expectedS * 1000,
  };
}

/** Tells whether the run's start-up is over, so that its peak says something of its class. */
export function isSettled(watched: MeteredRun, nowMs: number, guardMs: number): boolean {
  return hasSettled(watched.reservation, fullest(watched), nowMs, guardMs);
}

/** Mean load of its cards while it ran, 0 to 1; null when it was never measured. */
export function meanLoadOf(watched: MeteredRun): number | null {
  return watched.watchedMs === 0 ? null : watched.loadMs / watched.watchedMs;
}
