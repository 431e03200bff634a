// SPDX-License-Identifier: MIT
import { hostname } from 'node:os';
import {
  type Claim,
  type RawOutcome,
  readClaim,
  readRawOutcome,
  readStopCause,
  revokeTorn,
  type StopCause,
  type WrittenCause,
} from '../../edge/run-folder/attempt-files.ts';
import { isAlive } from '../../edge/holding/holder.ts';
import { momentOf } from '../../edge/run-folder/attempt-times.ts';
import { isThisBoot } from '../../edge/holding/holder.ts';
import { bootId, findMarked } from '../../edge/holding/process.ts';
import type { EndedBy } from '../../run/cause.ts';
import { type Instant, secondsBetween } from '../../run/duration.ts';
import { outcomeOf } from '../../run/outcome-of.ts';
import { unreachable } from '../../core/unreachable.ts';
import type { LaunchSpec, Observation } from '../engine/backend.ts';
import { ATTEMPT_MARK, killMarked } from '../../edge/holding/kill.ts';

/** An attempt that a wrapper of an earlier runner has: known by its files and its processes alone. */
export interface AdoptedAttempt {
  readonly startedAt: Instant | null;
  readonly group: number | null;
  /** Returns what changed since the last look. */
  look(now: Instant, stopCause: StopCause | null): Observation | undefined;
}

/** Returns a claimed attempt to be watched from outside. */
export function adoptAttempt(spec: LaunchSpec): AdoptedAttempt {
  let claim = readClaim(spec.attemptDir);
  let told: Observation['kind'] | undefined;
  let tornSinceMs: number | undefined;
  let group = typeof claim === 'object' ? groupOf(spec.attemptDir) : null;
  return {
    get startedAt() {
      return typeof claim === 'object' ? momentOf(claim) : null;
    },
    get group() {
      return group;
    },
    look: (now, stopCause) => {
      if (claim === 'torn') {
        // Our own line, which takes the attempt away, names no wrapper.
        const written = readClaim(spec.attemptDir);
        if (typeof written !== 'object' || written.revoked !== true) claim = written;
        if (typeof claim === 'object') group = groupOf(spec.attemptDir);
        tornSinceMs ??= performance.now();
      }
      // A wrapper may be about to write the text of a claim that it has made: then its command begins.
      if (claim === 'torn' && performance.now() - (tornSinceMs ?? 0) < TORN_MS) return undefined;
      // While a process of it lives nothing is taken away, and nothing is said of its end: it may write both in this moment.
      const lives = claim === 'torn' ? groupOf(spec.attemptDir) : null;
      if (claim === 'torn' && lives === null) {
        const written = revokeTorn(spec.attemptDir, now.atMs);
        if (typeof written === 'object' && written.revoked !== true) claim = written;
      }
      const seen = lives === null ? observe(spec, claim, { now, group, stopCause }) : runningHere(lives);
      if (seen.kind === told) return undefined;
      told = seen.kind;
      return seen;
    },
  };
}

/** A claim without its text is that of a wrapper that could not write it once it is older than this. */
const TORN_MS = 1000;

interface LookContext {
  readonly now: Instant;
  readonly group: number | null;
  readonly stopCause: StopCause | null;
}

function observe(spec: LaunchSpec, claim: Claim | 'none' | 'torn', context: LookContext): Observation {
  const { devices } = spec;
  if (typeof claim === 'string') {
    // A job may have shut its claim away: it is known by its processes.
    const pid = groupOf(spec.attemptDir);
    if (pid !== null) return runningHere(pid);
    const written = claim === 'torn' ? readRawOutcome(spec.attemptDir) : undefined;
    if (written !== undefined) return endedWithout(spec, written);
    const detail =
      claim === 'torn' ? 'its claim could not be written (is the disk full?)' : 'its folder cannot be written';
    const outcome = outcomeOf({
      exit: null,
      startedAtMs: null,
      endedAtMs: context.now.atMs,
      host: '',
      devices,
      cause: 'launch',
    });
    return { kind: 'ended', outcome: { ...outcome, detail } };
  }
  const alive = isAlive(claim); // asked before the outcome is read: a wrapper writes it before it ends
  const raw = readRawOutcome(spec.attemptDir);
  const startedAt = momentOf(claim);
  const startedAtMs = Math.round(startedAt.atMs);
  if (raw !== undefined) {
    const cause = endedBy(raw.cause) ?? readStopCause(spec.attemptDir) ?? context.stopCause;
    return {
      kind: 'ended',
      outcome: outcomeOf({
        exit: raw.exit,
        startedAtMs,
        endedAtMs: Math.round(raw.at * 1000),
        durationS: secondsBetween(startedAt, momentOf(raw)),
        host: claim.host,
        devices,
        cause,
      }),
    };
  }
  switch (alive) {
    case undefined:
      return {
        kind: 'unknown',
        why: `attempt ${spec.attempt} was started on ${claim.host}; whether it still runs cannot be seen from here`,
      };
    case true:
      return {
        kind: 'running',
        host: claim.host,
        boot: claim.boot,
        ...(context.group === null ? {} : { pid: context.group }),
      };
    case false:
      killMarked(spec.attemptDir, 'SIGKILL'); // nobody would write its outcome
      return {
        kind: 'ended',
        outcome: outcomeOf({
          exit: null,
          startedAtMs,
          endedAtMs: context.now.atMs,
          // Of another boot its machine went down: what the clock that was set tells is all there is.
          durationS: isThisBoot(claim.boot) ? secondsBetween(startedAt, context.now) : undefined,
          host: claim.host,
          devices,
          cause: readStopCause(spec.attemptDir) ?? context.stopCause,
        }),
      };
    default:
      return unreachable(alive);
  }
}

function runningHere(pid: number): Observation {
  return { kind: 'running', host: hostname(), boot: bootId(), pid };
}

/** A power cut may take the text of a claim and leave the end that was written later. */
function endedWithout(spec: LaunchSpec, raw: RawOutcome): Observation {
  const cause = endedBy(raw.cause) ?? readStopCause(spec.attemptDir) ?? null;
  const ending = { exit: raw.exit, startedAtMs: null, endedAtMs: Math.round(raw.at * 1000), host: '', cause };
  return { kind: 'ended', outcome: outcomeOf({ ...ending, devices: spec.devices }) };
}

/** The job's process group: the oldest process that carries the attempt's mark leads it. */
function groupOf(attemptDir: string): number | null {
  const pids = findMarked(ATTEMPT_MARK, attemptDir)
    .filter((p) => p.value === attemptDir)
    .map((p) => p.pid);
  return pids.length === 0 ? null : Math.min(...pids);
}

/** Only tasks of a cluster find that their predecessor has finished. */
function endedBy(cause: WrittenCause | null): EndedBy | null {
  return cause === 'redundant' ? null : cause;
}
