// SPDX-License-Identifier: MIT
import { join } from 'node:path';
import { type Claim, type RawOutcome, readClaim, readHeartbeat, readRawOutcome } from './attempt-files.ts';
import { attemptsFolder, attemptsThere, type RunHome } from './attempt-place.ts';

/** What the files of one attempt say, whoever runs it and wherever. */
export interface ObservedAttempt {
  readonly attempt: number;
  readonly claim: Claim | 'none' | 'torn';
  readonly outcome: RawOutcome | undefined;
  /** Text of its last heartbeat (cluster tasks beat); undefined when it never did. */
  readonly heartbeat: string | undefined;
}

/** Returns what the files of an attempt say, by the folder of all attempts of its run; needs no runner and takes no lock. */
export function observeAttempt(attemptsDir: string, attempt: number): ObservedAttempt {
  const dir = join(attemptsDir, String(attempt));
  const outcome = readRawOutcome(dir);
  return {
    attempt,
    claim: readClaim(dir),
    outcome,
    heartbeat: outcome === undefined ? readHeartbeat(dir) : undefined,
  };
}

/** Returns the newest attempt of a run that somebody claimed, or undefined when none was. */
export function observeRunFolder(run: RunHome): ObservedAttempt | undefined {
  for (const { attempt, place } of attemptsThere(run)) {
    const seen = observeAttempt(attemptsFolder(run, place), attempt);
    // An attempt that found its predecessor finished is none: the predecessor counts.
    if (seen.claim !== 'none' && seen.outcome?.cause !== 'redundant') return seen;
  }
  return undefined;
}
