// SPDX-License-Identifier: MIT
import { type Instant, secondsBetween } from '../../run/duration.ts';
import type { Clock } from '../clock.ts';
import { isThisBoot } from '../holding/holder.ts';
import { type Claim, type RawOutcome, readClaim, readRawOutcome } from './attempt-files.ts';

/** Returns when a claim or an outcome was written, by both clocks. */
export function momentOf({ at, up }: Pick<Claim | RawOutcome, 'at' | 'up'>): Instant {
  return { atMs: at * 1000, upMs: up === null ? null : up * 1000 };
}

/** Returns the milliseconds since an attempt was claimed; by the clock that is set where the claim is of another boot or tells no uptime. */
export function claimAgeMs(claim: Claim, clock: Clock): number {
  const now = { atMs: clock.nowMs(), upMs: isThisBoot(claim.boot) ? clock.steadyMs() : null };
  const seconds = secondsBetween(momentOf(claim), now);
  return seconds === undefined ? Math.max(0, now.atMs - claim.at * 1000) : seconds * 1000;
}

/** Returns when an attempt of an earlier runner began, by the steady clock of this boot; `startedAtMs` is what the journal tells (epoch). */
export function beganMs(attemptDir: string, startedAtMs: number, clock: Clock): number {
  const claim = readClaim(attemptDir);
  const age = typeof claim === 'object' ? claimAgeMs(claim, clock) : Math.max(0, clock.nowMs() - startedAtMs);
  return clock.steadyMs() - age;
}

/** Returns by how many milliseconds the clock was set back while an attempt ran: files that it wrote may look so much too old. */
export function setBackMs(attemptDir: string): number {
  const claim = readClaim(attemptDir);
  const outcome = readRawOutcome(attemptDir);
  if (typeof claim !== 'object' || outcome === undefined) return 0;
  const seconds = secondsBetween(momentOf(claim), momentOf(outcome));
  return seconds === undefined ? 0 : Math.max(0, (seconds - (outcome.at - claim.at)) * 1000);
}
