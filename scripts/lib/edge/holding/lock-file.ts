// SPDX-License-Identifier: MIT
import {
  closeSync,
  constants,
  linkSync,
  openSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { makeLine } from '../../core/make-line.ts';
import { UsageError } from '../../core/diagnostic.ts';
import { errorCode, errorInWords, removeQuietly, writeFileAtomic } from '../files.ts';
import { readRegular } from '../regular-file.ts';
import {
  type Holder,
  holderIn,
  isSameHolder,
  isSeenFromHere,
  machineTag,
  ownHolder,
  ownTag,
  stillHolds,
  UNSEEN_LIFE_MS,
} from './holder.ts';
import { type ProcessIdentity, processStart } from './process.ts';
import { isJsonObject, type JsonObject, parseJsonObject } from '../../core/json-object.ts';

/** How often the holder touches its lock: a holder on another machine is known by it (holder.ts). */
const HEARTBEAT_MS = 30_000;

/** A move keeps the inode, a file system that makes up inodes keeps the path: a copy of a folder, its lock included, has neither. */
interface FolderIdentity {
  readonly inode: string;
  readonly path: string;
}

/** Who holds a sweep folder. */
export interface LockOwner extends ProcessIdentity, Omit<Holder, 'host'> {
  /** Epoch milliseconds. */
  readonly since: number;
  /** Missing in locks of older versions. */
  readonly folder?: FolderIdentity;
  /** Set when the holder let go by itself. */
  readonly released?: true;
}

/** The right to write into a sweep folder. */
export interface Lock {
  /** What was found in the place of an earlier lock and is none; undefined mostly. */
  readonly found: string | undefined;
  /** False when another runner has the folder by now (a machine that slept for minutes may be taken for dead), or it is gone. */
  isHeld(): boolean;
  release(): void;
}

/** Holder of a folder's lock and whether it still counts; undefined when nobody ever held it. */
export interface LockState {
  readonly owner: LockOwner;
  readonly isHeld: boolean;
  /** True when the holder works on the folder that this one is a copy of. */
  readonly isCopied: boolean;
}

/** Numbers only grow, by one: a longer one is not ours, and could not grow. */
const LOCK_NAME = /^lock-([1-9]\d{0,11})\.json$/;

/**
 * Takes the lock of a sweep folder. Locks are numbered files, each made by an exclusive link, and numbers only grow:
 * of several who find the newest one stale exactly one makes the next. Throws UsageError that names a living holder.
 */
export function takeLock(sweepDir: string, options: { nowMs: number; force: boolean }): Lock {
  const owner: LockOwner = { ...ownHolder(), since: options.nowMs, folder: identityOf(sweepDir) };
  for (;;) {
    const newest = newestGeneration(sweepDir);
    const state = newest === 0 ? undefined : readGeneration(sweepDir, newest);
    const isOurs = state !== undefined && isSameHolder(state.owner, owner);
    if (state?.isHeld === true && !isOurs && !(options.force && !isSeenFromHere(state.owner)))
      throw heldBy(sweepDir, state);
    if (!makeGeneration(sweepDir, newest + 1, owner)) continue;
    // One that this machine slept over, between writing and naming it, others may take for a dead one's: then the next is tried for.
    if (heartbeatAgeMs(sweepDir, lockPath(sweepDir, newest + 1)) > HEARTBEAT_MS) continue;
    if (newestGeneration(sweepDir) === newest + 1)
      return { ...holdLock(sweepDir, newest + 1, owner), found: strangeLock(newest, state) };
  }
}

function strangeLock(generation: number, state: LockState | undefined): string | undefined {
  return generation === 0 || state !== undefined
    ? undefined
    : `lock-${generation}.json is no lock (damaged, or not by ksweep): it is as if it were not there`;
}

/** Returns who holds a sweep folder, without taking anything. */
export function readLock(sweepDir: string): LockState | undefined {
  const newest = newestGeneration(sweepDir);
  return newest === 0 ? undefined : readGeneration(sweepDir, newest);
}

function newestGeneration(sweepDir: string): number {
  return Math.max(0, ...readdirNames(sweepDir).map((name) => Number(LOCK_NAME.exec(name)?.[1] ?? 0)));
}

function readdirNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw new UsageError(`${folder} cannot be read: ${errorInWords(error)}`);
  }
}

function lockPath(sweepDir: string, generation: number): string {
  return join(sweepDir, `lock-${generation}.json`);
}

function readGeneration(sweepDir: string, generation: number): LockState | undefined {
  const path = lockPath(sweepDir, generation);
  const owner = readOwner(path);
  if (owner === undefined) return undefined; // gone meanwhile, lost its text in a power cut, or never a lock
  const isCopied = owner.folder !== undefined && isOther(owner.folder, identityOf(sweepDir));
  if (owner.released === true) return { owner, isCopied, isHeld: false };
  return { owner, isCopied, isHeld: stillHolds(owner, () => heartbeatAgeMs(sweepDir, path)) };
}

/** More is no lock of ours. */
const LOCK_BYTES = 65_536;

/** The owner that a lock names; undefined for what is none: such a file is as if it were not there. */
function readOwner(path: string): LockOwner | undefined {
  try {
    return ownerOf(parseJsonObject(readRegular(path, LOCK_BYTES)) ?? {});
  } catch {
    return undefined;
  }
}

function ownerOf(data: JsonObject): LockOwner | undefined {
  const { since, folder, released } = data;
  const process = holderIn(data);
  if (process === undefined || typeof since !== 'number' || !Number.isFinite(since)) return undefined;
  const identity = folder === undefined ? undefined : identityIn(folder);
  if (folder !== undefined && identity === undefined) return undefined;
  return {
    ...process,
    since,
    ...(identity === undefined ? {} : { folder: identity }),
    ...(released === true ? { released } : {}),
  };
}

function identityIn(data: unknown): FolderIdentity | undefined {
  const { inode, path } = isJsonObject(data) ? data : {};
  return typeof inode === 'string' && typeof path === 'string' ? { inode, path } : undefined;
}

/** Age by the clock of the file system, which both machines share. */
function heartbeatAgeMs(sweepDir: string, path: string): number {
  const probe = join(sweepDir, `lock-probe-${ownTag()}`);
  try {
    removeQuietly(probe); // nothing is written through what may lie there
    writeFileSync(probe, '', { flag: 'wx' });
    const now = statSync(probe).mtimeMs;
    rmSync(probe, { force: true });
    return now - statSync(path).mtimeMs;
  } catch {
    return 0; // cannot be known: counts as held
  }
}

function makeGeneration(sweepDir: string, generation: number, owner: LockOwner): boolean {
  const temporary = join(sweepDir, `lock-new-${ownTag()}`);
  try {
    removeQuietly(temporary); // nothing is written through what may lie there
    writeFileSync(temporary, `${JSON.stringify(owner)}\n`, { flag: 'wx' });
    linkSync(temporary, lockPath(sweepDir, generation));
    return true;
  } catch (error) {
    // Somebody was faster; or this process stood still for so long that its file was taken for a dead one's.
    if (errorCode(error) === 'EEXIST' || errorCode(error) === 'ENOENT') return false;
    throw new UsageError(
      `${sweepDir} cannot be locked: ${errorInWords(error)}`,
      `nothing was started; when the folder can be written and has room, ${makeLine('sweep-resume', sweepDir)} goes on`,
    );
  } finally {
    removeQuietly(temporary);
  }
}

function holdLock(sweepDir: string, generation: number, owner: LockOwner): Omit<Lock, 'found'> {
  tidyUp(sweepDir, generation);
  const path = lockPath(sweepDir, generation);
  const heartbeat = setInterval(() => beat(path), HEARTBEAT_MS);
  heartbeat.unref();
  // Whoever takes the next number removes this one before it does anything else.
  const isHeld = (): boolean => statSync(path, { throwIfNoEntry: false }) !== undefined;
  return {
    isHeld,
    release: () => {
      clearInterval(heartbeat);
      try {
        if (isHeld()) writeFileAtomic(path, `${JSON.stringify({ ...owner, released: true })}\n`);
      } catch {
        // a full disk: the lock is stale as soon as this process is gone
      }
    },
  };
}

/**
 * Makes a lock look as if it were written now, by writing its first byte again: then the time is that of the file system's
 * own clock, by which others ask for its age. A time that this machine sets would be that of its own clock.
 */
function beat(path: string): void {
  try {
    const fd = openSync(path, constants.O_WRONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      writeSync(fd, '{', 0);
    } finally {
      closeSync(fd);
    }
  } catch {
    // told by the next write to the journal
  }
}

/** Returns the error of a runner whose folder another one has by now. */
export function takenOver(sweepDir: string): UsageError {
  const message = `${sweepDir} was taken over: this runner's lock is gone, another one works there now`;
  return new UsageError(message, 'nothing more was written; what this runner began goes on by itself');
}

/** What a process that is gone could not remove. */
const HALF_WRITTEN = /\.tmp-(\d+)$|^lock-(?:new|probe)-(\d+)-([0-9a-f]{8})$/;

/** Removes older locks (the newest one stays for ever, so that numbers only grow) and half-written files of processes that are gone. */
function tidyUp(sweepDir: string, generation: number): void {
  for (const name of readdirNames(sweepDir)) {
    const number = Number(LOCK_NAME.exec(name)?.[1] ?? generation);
    if (number < generation || isLeftOver(sweepDir, name, generation)) removeQuietly(join(sweepDir, name));
  }
}

/** Whether a process of another machine lives, nobody here can know: its file is left over when it is old beside our new lock. */
function isLeftOver(sweepDir: string, name: string, generation: number): boolean {
  const [, written, locking, tag] = HALF_WRITTEN.exec(name) ?? [];
  const pid = written ?? locking;
  if (pid === undefined) return false;
  if (tag === undefined || tag === machineTag()) return processStart(Number(pid)) === undefined;
  const [own, its] = [lockPath(sweepDir, generation), join(sweepDir, name)].map(
    (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0,
  );
  return (own ?? 0) - (its ?? 0) > UNSEEN_LIFE_MS;
}

function identityOf(folder: string): FolderIdentity {
  try {
    return { inode: String(statSync(folder).ino), path: realpathSync(folder) };
  } catch (error) {
    throw new UsageError(`${folder} cannot be read: ${errorInWords(error)}`);
  }
}

function isOther(a: FolderIdentity, b: FolderIdentity): boolean {
  return a.inode !== b.inode && a.path !== b.path;
}

/** Returns what stands in the way: the holder, as the user can find it. */
export function heldBy(sweepDir: string, { owner, isCopied }: LockState): UsageError {
  if (isCopied) {
    const message = `this folder is a copy of one that a runner works on (process ${owner.pid}, host ${owner.host}): what it runs writes there`;
    return new UsageError(message, 'wait until that runner has ended, and copy the folder again');
  }
  const since = new Date(owner.since).toISOString().replace('T', ' ').slice(0, 19);
  const where = owner.host === hostname() ? '' : ` on ${owner.host}`;
  return new UsageError(
    `another runner works on this sweep: process ${owner.pid}${where} (host ${owner.host}), since ${since} UTC`,
    isSeenFromHere(owner)
      ? `wait for it, or stop it with ${makeLine('sweep-cancel', sweepDir)}`
      : `if that ${owner.host === hostname() ? 'container' : 'machine'} is gone, TAKE_LOCK=1 takes the sweep over`,
  );
}
