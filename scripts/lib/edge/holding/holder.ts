// SPDX-License-Identifier: MIT
import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { sha256, shortId } from '../../core/hash.ts';
import { bootId, ownIdentity, type ProcessIdentity, processIn, processStart } from './process.ts';
import { isJsonObject } from '../../core/json-object.ts';

/** A process that holds something (a lock, a turn, a card), as its file names it. */
export interface Holder extends Omit<ProcessIdentity, 'host'> {
  /** Missing where the file cannot have come from another machine. */
  readonly host?: string;
  /** Its pid namespace (pid_namespaces(7)): pids of a container mean nothing outside. Missing in files of older versions. */
  readonly space?: string;
}

/** A holder whom nobody here can ask counts while its file was touched less than this ago. */
export const UNSEEN_LIFE_MS = 120_000;

/** Returns this process as a holder. */
export function ownHolder(): ProcessIdentity & Required<Holder> {
  return { ...ownIdentity(), space: ownSpace() };
}

/** Returns the holder that the data of a lock, turn or claim names; undefined for what names none. */
export function holderIn(data: unknown): (ProcessIdentity & Holder) | undefined {
  return isJsonObject(data) ? processIn(data) : undefined;
}

/** Tells whether two files name the same process. */
export function isSameHolder(a: Holder, b: Holder): boolean {
  return a.pid === b.pid && a.start === b.start && a.boot === b.boot && a.host === b.host;
}

/** Tells whether it can be known from here whether a holder lives: it is of this host and this pid namespace. */
export function isSeenFromHere({ host, space, boot }: Holder): boolean {
  if (host !== undefined && host !== hostname()) return false;
  if (space !== undefined && space !== ownSpace()) return false;
  return host !== undefined || boot === bootId();
}

/** Tells whether a process lives: not one from before a reboot, nor one whose pid another has now; undefined where nobody here can know. */
export function isAlive(holder: Holder): boolean | undefined {
  if (!isSeenFromHere(holder)) return undefined;
  return holder.boot === bootId() && processStart(holder.pid) === holder.start;
}

/**
 * Tells whether what a holder holds is still its own: it lives, or nobody here can know and its file is young. `ageMs`
 * says how long ago the file was touched, by the clock of its file system; asked only when it matters.
 */
export function stillHolds(holder: Holder, ageMs: () => number): boolean {
  return isAlive(holder) ?? ageMs() < UNSEEN_LIFE_MS;
}

let space: string | undefined;

function ownSpace(): string {
  try {
    space ??= readlinkSync('/proc/self/ns/pid');
  } catch {
    space = '';
  }
  return space;
}

/** Returns a part of a file name that tells this process apart from all others that may work in a folder: two containers often have one process number. */
export function ownTag(): string {
  return `${process.pid}-${machineTag()}`;
}

/** Returns the part of that which all processes of this boot of this machine share, and of this container on it. */
export function machineTag(): string {
  const { host, boot, space } = ownHolder();
  return shortId(sha256(`${host}\n${boot}\n${space}`));
}

/** Tells whether what carries this boot id was written since this machine started: only then its clocks can be compared. */
export function isThisBoot(boot: string | null | undefined): boolean {
  return boot === bootId();
}
