// SPDX-License-Identifier: MIT
import { closeSync, existsSync, fstatSync, openSync, readSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EndedBy, isEndedBy } from '../../run/cause.ts';
import { errorCode, makeFolder, readTextIfExists, WriteError, writing } from '../files.ts';
import { ownIdentity, type ProcessIdentity } from '../holding/process.ts';

/** Who owns an attempt: the one line of attempts/N/claim, written by whoever created that file. */
export interface Claim extends ProcessIdentity {
  /** Epoch seconds. */
  readonly at: number;
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
  /** What the wrapper knows beyond the exit code: "time limit", "preempted"; null mostly. */
  readonly cause: WrittenCause | null;
}

/** Returns the claim of an attempt; 'none' when nobody took it yet, 'torn' when its line is not whole (disk full, power loss). */
export function readClaim(attemptDir: string): Claim | 'none' | 'torn' {
  const text = readTextIfExists(join(attemptDir, 'claim'));
  if (text === undefined) return 'none';
  if (!text.endsWith('\n')) return 'torn';
  const claim = jsonObject(text.split('\n')[0] ?? '');
  if (claim === undefined || typeof claim['pid'] !== 'number') return 'torn';
  return claim as unknown as Claim; // our own wrapper wrote it; a torn one has no line end
}

/** Takes an attempt so that no wrapper starts it any more; false when a wrapper has it already. */
export function revokeAttempt(attemptDir: string, nowMs: number): boolean {
  writing(attemptDir, () => makeFolder(attemptDir));
  const claim: Claim = { ...ownIdentity(), at: nowMs / 1000, job: null, devices: '', revoked: true };
  const path = join(attemptDir, 'claim');
  try {
    writeFileSync(path, `${JSON.stringify(claim)}\n`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw new WriteError(path, error); // it may be torn now: then the attempt never starts either
  }
}

/** Returns the last whole line of an attempt's outcome; undefined while there is none. */
export function readRawOutcome(attemptDir: string): RawOutcome | undefined {
  const text = readTextIfExists(join(attemptDir, 'outcome'));
  if (text === undefined) return undefined;
  const whole = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
  for (const line of whole.reverse()) {
    const outcome = jsonObject(line);
    if (outcome === undefined || typeof outcome['exit'] !== 'number' || typeof outcome['at'] !== 'number') continue;
    return {
      exit: outcome['exit'],
      at: outcome['at'],
      cause: causeOf(outcome['cause']),
    };
  }
  return undefined;
}

function causeOf(word: unknown): WrittenCause | null {
  return isEndedBy(word) || word === 'redundant' ? word : null;
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
  const text = readTextIfExists(join(attemptDir, 'stop'))?.trim();
  return text === 'timeout' || text === 'cancelled' || text === 'early stop' || text === 'setup' ? text : undefined;
}

function jsonObject(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Returns the last `bytes` of a log as text; '' when there is no log. */
export function readLogEnd(path: string, bytes: number): string {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch {
    return '';
  }
  try {
    const { size } = fstatSync(fd);
    const end = Buffer.alloc(Math.min(bytes, size));
    return end.toString('utf8', 0, readSync(fd, end, 0, end.length, size - end.length));
  } catch {
    return '';
  } finally {
    closeSync(fd);
  }
}
