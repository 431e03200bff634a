// SPDX-License-Identifier: MIT
import { type RunId, sha256 } from '../../scripts/lib/core/hash.ts';
import type { EndedBy } from '../../scripts/lib/run/cause.ts';
import type { Outcome } from '../../scripts/lib/run/outcome.ts';
import { outcomeOf } from '../../scripts/lib/run/outcome-of.ts';

/** Returns the id of the nth run of a test. */
export const id = (n: number): RunId => sha256(String(n)) as RunId; // a brand over the same text

/** Returns how an attempt ended with this exit code, null for none, after a second. */
export const ended = (exit: number | null, cause: EndedBy | null = null): Outcome =>
  outcomeOf({ exit, startedAtMs: 0, endedAtMs: 1000, host: 'h', devices: [], cause });
