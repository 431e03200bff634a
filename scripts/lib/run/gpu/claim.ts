// SPDX-License-Identifier: MIT
import type { Basis } from './card.ts';

/** What was reserved for a run when it started. */
export interface Reservation {
  /** On each card; null: the whole card, because nothing was known. */
  readonly bytes: number | null;
  readonly basis: Basis;
  readonly atMs: number;
}

/** What has been measured of a running run, on its fullest card. */
export interface Observed {
  readonly usedBytes: number;
  readonly peakBytes: number;
  /** When the peak last grew by more than GROWTH_SHARE. */
  readonly grewAtMs: number;
}

/** A peak that moves by less than this share has not grown. */
const GROWTH_SHARE = 0.02;
/** Kept above the observed peak once a run has settled. */
const SETTLED_HEADROOM = 1.1;
/** The same for a run of which nothing was known before it started. */
const UNKNOWN_HEADROOM = 1.25;
/** A run has settled at this many times the age at which its peak last grew: late growth is rarer the older it is. */
const SETTLED_AGE_FACTOR = 3;

/** Tells whether the start-up ramp of a run is over: nothing grew for two thirds of its age, and it is older than the guard. */
export function hasSettled(reservation: Reservation, seen: Observed | null, nowMs: number, guardMs: number): boolean {
  if (seen === null || seen.peakBytes === 0) return false;
  const ageMs = nowMs - reservation.atMs;
  return ageMs >= Math.max(guardMs, SETTLED_AGE_FACTOR * (seen.grewAtMs - reservation.atMs));
}

/**
 * Returns the bytes to count for a running run on each of its cards; null for the whole card. Until the run has settled
 * that is its reservation (or its peak, when it went beyond); afterwards its observed peak with some headroom, but a learnt
 * figure is kept: it comes from whole runs, which may grow late. Never below the peak seen.
 */
export function claimBytes(
  reservation: Reservation,
  seen: Observed | null,
  nowMs: number,
  guardMs: number,
): number | null {
  const peak = seen?.peakBytes ?? 0;
  if (!hasSettled(reservation, seen, nowMs, guardMs)) {
    return reservation.bytes === null ? null : Math.max(reservation.bytes, peak);
  }
  switch (reservation.basis) {
    case 'unknown':
      return peak * UNKNOWN_HEADROOM;
    case 'learnt':
      return Math.max(reservation.bytes ?? 0, peak);
    case 'given':
    case 'extrapolated':
      return Math.max(peak, Math.min(reservation.bytes ?? Infinity, peak * SETTLED_HEADROOM));
  }
}

/** Returns the observation after one more measurement. */
export function observe(before: Observed | null, usedBytes: number, nowMs: number): Observed {
  if (before === null) return { usedBytes, peakBytes: usedBytes, grewAtMs: nowMs };
  const grew = usedBytes > before.peakBytes * (1 + GROWTH_SHARE);
  return { usedBytes, peakBytes: Math.max(before.peakBytes, usedBytes), grewAtMs: grew ? nowMs : before.grewAtMs };
}
