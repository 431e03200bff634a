// SPDX-License-Identifier: MIT
import { closeSync, constants, existsSync, linkSync, openSync, readSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type EndedBy, isEndedBy } from '../../run/cause.ts';
import { errorCode, makeFolder, readTextIfExists, removeQuietly, WriteError, writing } from '../files.ts';
import { ownTag } from '../holding/holder.ts';
import { type OpenedFile, openRegular, UnreadableError } from '../regular-file.ts';
import { ownIdentity, type ProcessIdentity, processIn } from '../holding/process.ts';
import { parseJsonObject } from '../../core/json-object.ts';

/** Who owns an attempt: the one line of attempts/N/claim, written by whoever created that file. */
export interface Claim extends ProcessIdentity {
  /** Epoch seconds. */
  readonly at: number;
  /** Seconds since that boot (/proc/uptime); null in claims that do not tell. */
  readonly up: number | null;
  /** `<array>_<task>` on a cluster. */
  readonly job: string | null;
  readonly devices: string;
  /** A runner took the attempt so that nobody starts it any more. */
  readonly revoked?: true;
}

/** Why something ended an attempt, as its wrapper knows it; `redundant`: it found its predecessor finished, and is none itself. */
export type WrittenCause = EndedBy | 'redundant';

/** How a command ended, as its wrapper wrote it: a line of attempts/N/outcome. */
export interface RawOutcome {
  readonly exit: number;
  /** Epoch seconds. */
  readonly at: number;
  /** Seconds since the boot that the claim names; null where it is not told. */
  readonly up: number | null;
  /** What the wrapper knows beyond the exit code: "time limit", "preempted"; null mostly. */
  readonly cause: WrittenCause | null;
}

/** A line or two, and many outcomes of a full disk; more than that is no file of ours. */
const SMALL_BYTES = 1024 * 1024;

/** Something is there and may not be read, or its name leads round in a ring. */
const SHUT: ReadonlySet<string | undefined> = new Set(['EACCES', 'EPERM', 'ELOOP']);

/** Returns the text of a small file; '' for what is there and cannot be read as one: a folder, a pipe, a file without end, one without the right to read. */
function readSmall(path: string): string | undefined {
  try {
    return readTextIfExists(path, SMALL_BYTES);
  } catch (error) {
    if (error instanceof UnreadableError || SHUT.has(errorCode(error))) return '';
    throw error;
  }
}

/** Returns the claim of an attempt; 'none' when nobody took it yet, 'torn' when its line is not whole (disk full, power loss). */
export function readClaim(attemptDir: string): Claim | 'none' | 'torn' {
  const text = readSmall(join(attemptDir, 'claim'));
  if (text === undefined) return 'none';
  // The first whole line that names somebody counts: of two who write into one claim it is the first one's.
  for (const line of text.slice(0, text.lastIndexOf('\n') + 1).split('\n')) {
    const data = parseJsonObject(line);
    const claim = data === undefined ? undefined : claimOf(data);
    if (claim !== undefined) return claim;
  }
  return 'torn';
}

/** A claim whose fields are what a wrapper writes; undefined for any other, which is one that says nothing. */
function claimOf(data: Readonly<Record<string, unknown>>): Claim | undefined {
  const { at, up = null, job = null, devices = '', revoked } = data;
  const process = processIn(data);
  if (process === undefined || typeof at !== 'number' || !Number.isFinite(at)) return undefined;
  if ((job !== null && typeof job !== 'string') || typeof devices !== 'string') return undefined;
  return { ...process, at, up: uptimeOf(up), job, devices, ...(revoked === true ? { revoked } : {}) };
}

/**
 * Takes an attempt so that no wrapper starts it any more; false when a wrapper has it already. The claim appears with its
 * text: a task of a cluster takes one without for that of an earlier copy of itself. Throws WriteError.
 */
export function revokeAttempt(attemptDir: string, nowMs: number): boolean {
  writing(attemptDir, () => makeFolder(attemptDir));
  const path = join(attemptDir, 'claim');
  const temporary = join(attemptDir, `.claim-${ownTag()}`);
  try {
    removeQuietly(temporary); // of a process that is gone
    writeFileSync(temporary, revokedClaim(nowMs), { flag: 'wx' });
    linkSync(temporary, path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw new WriteError(path, error);
  } finally {
    removeQuietly(temporary);
  }
}

/**
 * Takes an attempt whose claim holds no text: a wrapper that has not written it yet may do so at any time, and starts only
 * if its line is the first one (lane-script.ts). Returns whose the claim is then; 'torn' when it cannot be written.
 */
export function revokeTorn(attemptDir: string, nowMs: number): Claim | 'none' | 'torn' {
  try {
    const fd = openSync(
      join(attemptDir, 'claim'),
      constants.O_WRONLY | constants.O_APPEND | constants.O_NOFOLLOW | constants.O_NONBLOCK,
    );
    try {
      writeSync(fd, `\n${revokedClaim(nowMs)}`); // behind half of a line, too
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
  }
  return readClaim(attemptDir);
}

function revokedClaim(nowMs: number): string {
  const claim: Claim = { ...ownIdentity(), at: nowMs / 1000, up: null, job: null, devices: '', revoked: true };
  return `${JSON.stringify(claim)}\n`;
}

/** Returns the last whole line of an attempt's outcome; undefined while there is none. */
export function readRawOutcome(attemptDir: string): RawOutcome | undefined {
  const text = readSmall(join(attemptDir, 'outcome'));
  if (text === undefined) return undefined;
  const whole = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
  for (const line of whole.reverse()) {
    const outcome = parseJsonObject(line);
    if (outcome === undefined || typeof outcome['exit'] !== 'number' || typeof outcome['at'] !== 'number') continue;
    return {
      exit: outcome['exit'],
      at: outcome['at'],
      up: uptimeOf(outcome['up']),
      cause: causeOf(outcome['cause']),
    };
  }
  return undefined;
}

function uptimeOf(value: unknown): number | null {
  return typeof value === 'number' && value >= 0 && Number.isFinite(value) ? value : null;
}

function causeOf(word: unknown): WrittenCause | null {
  return isEndedBy(word) || word === 'redundant' ? word : null;
}

/** Returns the text of an attempt's last heartbeat; undefined when it never had one. */
export function readHeartbeat(attemptDir: string): string | undefined {
  return readSmall(join(attemptDir, 'heartbeat'));
}

/** Why a runner stopped an attempt. Written before the signal is sent, so that a later runner knows it too. */
export type StopCause = 'timeout' | 'cancelled' | 'early stop' | 'setup';

/** Notes why an attempt is about to be stopped. It is stopped even if that cannot be noted: the runner that does it knows. */
export function writeStopCause(attemptDir: string, cause: StopCause): void {
  try {
    if (existsSync(attemptDir)) writeFileSync(join(attemptDir, 'stop'), `${cause}\n`);
  } catch {
    // a full disk
  }
}

export function readStopCause(attemptDir: string): StopCause | undefined {
  const text = readSmall(join(attemptDir, 'stop'))?.trim();
  return text === 'timeout' || text === 'cancelled' || text === 'early stop' || text === 'setup' ? text : undefined;
}

/** Returns the last `bytes` of a log as text; '' when there is no log. */
export function readLogEnd(path: string, bytes: number): string {
  let file: OpenedFile;
  try {
    file = openRegular(path);
  } catch {
    return '';
  }
  const { fd, stat } = file;
  try {
    const { size } = stat;
    const end = Buffer.alloc(Math.min(bytes, size));
    return end.toString('utf8', 0, readSync(fd, end, 0, end.length, size - end.length));
  } catch {
    return '';
  } finally {
    closeSync(fd);
  }
}
