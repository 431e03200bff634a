// SPDX-License-Identifier: MIT
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Claim, type RawOutcome, readClaim, readRawOutcome } from './attempt-files.ts';
import { isMissing, readTextIfExists } from '../files.ts';

/** What the files of one attempt say, whoever runs it and wherever. */
export interface ObservedAttempt {
  readonly attempt: number;
  readonly claim: Claim | 'none' | 'torn';
  readonly outcome: RawOutcome | undefined;
  /** Text of its last heartbeat (cluster tasks beat); undefined when it never did. */
  readonly heartbeat: string | undefined;
}

/** Returns what the files of an attempt say; needs no runner and takes no lock. */
export function observeAttempt(runDir: string, attempt: number): ObservedAttempt {
  const dir = join(runDir, 'attempts', String(attempt));
  const outcome = readRawOutcome(dir);
  return {
    attempt,
    claim: readClaim(dir),
    outcome,
    heartbeat: outcome === undefined ? readTextIfExists(join(dir, 'heartbeat')) : undefined,
  };
}

/** Returns the newest attempt of a run folder that somebody claimed, or undefined when none was. */
export function observeRunFolder(runDir: string): ObservedAttempt | undefined {
  let names: readonly string[];
  try {
    names = readdirSync(join(runDir, 'attempts'));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  const attempts = names
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .sort((a, b) => b - a);
  for (const attempt of attempts) {
    const seen = observeAttempt(runDir, attempt);
    // An attempt that found its predecessor finished is none: the predecessor counts.
    if (seen.claim !== 'none' && seen.outcome?.cause !== 'redundant') return seen;
  }
  return undefined;
}
