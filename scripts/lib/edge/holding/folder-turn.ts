// SPDX-License-Identifier: MIT
import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { UsageError } from '../../core/diagnostic.ts';
import { errorCode, makeFolder, readTextIfExists, removeQuietly, WriteError } from '../files.ts';
import { type Holder, holderIn, ownHolder, stillHolds } from './holder.ts';
import { bootId, processStart } from './process.ts';
import { parseJsonObject } from '../../core/json-object.ts';

export interface TurnOptions {
  /** How long others are waited for. */
  readonly patienceMs?: number;
}

/**
 * Does something with a folder while nobody else does (of those who ask through here). Each puts a ticket beside the
 * folder and then looks: with another living one there it takes its own away and tries again a moment later, so of two at
 * most one goes on. Tickets of dead processes mean nothing and are
 * removed. Throws UsageError that names who is at work when that takes too long.
 */
export function inTurn<T>(folder: string, action: () => T, { patienceMs = 30_000 }: TurnOptions = {}): T {
  const place = dirname(resolve(folder));
  const prefix = `.${basename(resolve(folder))}.turn-`;
  const ticket = join(place, `${prefix}${process.pid}-${hostname()}`);
  const giveUpAtMs = performance.now() + patienceMs;
  for (;;) {
    if (!putTicket(ticket, place)) return action(); // a place nobody can write to needs no turns
    let other: Holder | undefined;
    try {
      other = livingTicket(place, prefix, ticket);
      if (other === undefined) return action();
    } finally {
      removeQuietly(ticket);
    }
    if (performance.now() > giveUpAtMs) throw busy(folder, other, patienceMs);
    pause(20 + Math.random() * 60); // two that meet must not meet again
  }
}

function putTicket(ticket: string, place: string): boolean {
  try {
    makeFolder(place);
    writeFileSync(ticket, `${JSON.stringify(ownHolder())}\n`);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EACCES' || errorCode(error) === 'EROFS' || errorCode(error) === 'EPERM') return false;
    removeQuietly(ticket); // half of it, on a full disk
    throw error instanceof WriteError ? error : new WriteError(ticket, error);
  }
}

function livingTicket(place: string, prefix: string, own: string): Holder | undefined {
  for (const name of readdirSync(place)) {
    const path = join(place, name);
    if (!name.startsWith(prefix) || path === own) continue;
    const owner = readOwner(path);
    if (owner === 'gone') continue;
    if (stillHolds(owner, () => ageMs(path, own))) return owner;
    rmSync(path, { force: true });
  }
  return undefined;
}

function readOwner(path: string): Holder | 'gone' {
  const text = readTextIfExists(path);
  if (text === undefined) return 'gone';
  return holderIn(parseJsonObject(text)) ?? namedIn(path);
}

/** Of a ticket that is not whole yet, or never will be: its name tells whose it is. */
function namedIn(path: string): Holder {
  const [, pid = '', host = ''] = /\.turn-(\d+)-(.*)$/.exec(path) ?? [];
  return { pid: Number(pid), host, boot: bootId(), start: processStart(Number(pid)) ?? 'gone' };
}

/** Age of a file by the clock of the file system, which all machines share: our own ticket was written a moment ago. */
function ageMs(path: string, own: string): number {
  return (
    (statSync(own, { throwIfNoEntry: false })?.mtimeMs ?? 0) - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0)
  );
}

function busy(folder: string, { pid, host }: Holder, patienceMs: number): UsageError {
  const where = host === undefined || host === hostname() ? '' : ` on ${host}`;
  return new UsageError(
    `${folder} is in use by process ${pid}${where}, which generates configurations there; waited ${Math.round(patienceMs / 1000)} s for it`,
    'try again when it has ended, or name another folder with CONFIG_DIR=DIR',
  );
}

/** Everything here is synchronous, so the wait is too. */
function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
