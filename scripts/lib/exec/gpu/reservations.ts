// SPDX-License-Identifier: MIT
import type { Instant } from '../../run/duration.ts';
import { constants, closeSync, fstatSync, lstatSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { namesInFolder, writeFileAtomic } from '../../edge/files.ts';
import { ownHolder, stillHolds } from '../../edge/holding/holder.ts';
import type { CardId } from '../../run/gpu/card.ts';
import { type ReservationEntry, parseEntry, type ReservedRun } from './text.ts';

/** Where sweeps of this machine tell each other what they have reserved: one folder a user, one file a runner. */
const ROOM_PREFIX = 'ksweep-gpus-';
/** Larger files are not ours. */
const MOST_BYTES = 1 << 20;

/** What other sweeps hold on one card. */
export interface OthersOnCard {
  /** Reserved and not yet in use; infinite when one has the card for itself. */
  readonly promisedBytes: number;
  readonly runs: number;
  readonly lastStartMs: number | null;
}

/** This sweep's place among the sweeps of the machine. */
export interface Reservations {
  /** Tells the others what this sweep holds. */
  publish(runs: readonly ReservedRun[], nowMs: number): void;
  /** What the others hold, by card. */
  others(now: Instant): ReadonlyMap<CardId, OthersOnCard>;
  close(): void;
}

/**
 * Opens the reservations under a folder (/tmp). Other users' sweeps are seen too: their folders are readable, and a file
 * counts only when it belongs to the user its folder is named after. A folder of ours that is not ours is refused: nothing
 * is published then, and the others still see the memory in use.
 */
export function openReservations(root: string, warn: (text: string) => void): Reservations {
  const uid = process.getuid?.() ?? 0;
  const folder = join(root, `${ROOM_PREFIX}${uid}`);
  const usable = makeOwnFolder(folder, uid);
  if (!usable) warn(`${folder} is not a folder of this user: other sweeps will not see what this one reserves`);
  const { pid, start, boot, space } = ownHolder();
  const own = join(folder, `${pid}-${start === '' ? '0' : start}.json`);
  return {
    publish: (runs, nowMs) => {
      if (!usable) return;
      try {
        writeFileAtomic(own, `${JSON.stringify({ ksweep: 1, pid, start, boot, space, at: nowMs, runs })}\n`);
      } catch {
        // A full /tmp must not stop a sweep; the memory in use is still seen by the others.
      }
    },
    others: ({ atMs, upMs }) => sumUp(readEntries(root, own, atMs), upMs ?? 0),
    close: () => {
      if (usable) rmSync(own, { force: true });
    },
  };
}

/** Makes the folder for this user alone to write; false when it is somebody else's or no folder. */
function makeOwnFolder(folder: string, uid: number): boolean {
  try {
    mkdirSync(folder, { mode: 0o755 });
  } catch {
    // there already, or /tmp cannot be written: the look below tells
  }
  try {
    const stat = lstatSync(folder);
    return stat.isDirectory() && stat.uid === uid && (stat.mode & 0o022) === 0;
  } catch {
    return false;
  }
}

function readEntries(root: string, own: string, nowMs: number): readonly ReservationEntry[] {
  const entries: ReservationEntry[] = [];
  for (const name of namesInFolder(root)) {
    const uid = new RegExp(`^${ROOM_PREFIX}(\\d+)$`).exec(name)?.[1];
    if (uid === undefined) continue;
    for (const file of namesInFolder(join(root, name))) {
      const path = join(root, name, file);
      if (path === own || !/^\d+-\d+\.json$/.test(file)) continue;
      const found = readOwned(path, Number(uid));
      const entry = found === null ? null : parseEntry(found.text);
      if (entry === null || found === null) continue;
      if (stillHolds(entry, () => nowMs - found.writtenMs)) entries.push(entry);
      else if (Number(uid) === process.getuid?.()) rmSync(path, { force: true });
    }
  }
  return entries;
}

/** Reads a plain file of that user; links, pipes and files of others are nothing to go by. */
function readOwned(path: string, uid: number): { readonly text: string; readonly writtenMs: number } | null {
  try {
    const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const stat = fstatSync(file);
      if (!stat.isFile() || stat.uid !== uid || stat.size > MOST_BYTES) return null;
      return { text: readFileSync(file, 'utf8'), writtenMs: stat.mtimeMs };
    } finally {
      closeSync(file);
    }
  } catch {
    return null;
  }
}

function sumUp(entries: readonly ReservationEntry[], steadyMs: number): ReadonlyMap<CardId, OthersOnCard> {
  const cards = new Map<CardId, OthersOnCard>();
  for (const { runs } of entries) {
    for (const run of runs) {
      for (const id of run.cards) {
        const before = cards.get(id) ?? { promisedBytes: 0, runs: 0, lastStartMs: null };
        const promised = run.reservedBytes === null ? Infinity : Math.max(0, run.reservedBytes - run.usedBytes);
        cards.set(id, {
          promisedBytes: before.promisedBytes + promised,
          runs: before.runs + 1,
          // Nothing starts in the future: such a time is of another clock, and nobody waits for it.
          lastStartMs:
            run.startedAtMs > steadyMs ? before.lastStartMs : Math.max(before.lastStartMs ?? 0, run.startedAtMs),
        });
      }
    }
  }
  return cards;
}
