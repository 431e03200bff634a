// SPDX-License-Identifier: MIT
import { isNoSpace } from '../../edge/files.ts';
import type { Reserve } from '../../edge/sweep-folder/reserve.ts';
import type { Journal } from '../../edge/journal/journal-writer.ts';
import type { Event } from '../../run/event.ts';

/** A journal that waits for room when the disk is full; every other trouble is thrown. */
export interface PatientJournal {
  /** Writes what is true already: done at once, with the reserve if need be; false when even that is used up. */
  writeDown(write: () => void): boolean;
  /** Does something that writes before it starts something; false when the disk is full: the caller does it again later. */
  tryTo(write: () => void): boolean;
  /** Writes events that are true already, now or as soon as there is room. */
  record(events: readonly Event[], sync: boolean): void;
  /** Puts on the disk what stands unsynced for a while: an end that no start follows must not wait for one. */
  settle(nowMs: number): void;
  /** Writes what could not be written before; false while there is no room for it. Nothing may start until then. */
  flush(): boolean;
}

const HOW_TO_END = 'Ctrl-C twice ends the runner; sweep-resume goes on';

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** So long the end of a run may be in the system's hands alone. */
const SETTLE_MS = 250;

/** Returns the patient side of a journal; people are told once when room runs out, and once when there is some again. */
export function bePatient(journal: Journal, note: (text: string) => void, reserve?: Reserve): PatientJournal {
  let unwritten: Event[] = [];
  let hasTold = false;
  /** 0: since just now. */
  let unsyncedSinceMs: number | undefined;
  /** Tells whether it was done; a full disk is told of once. */
  const attempt = (write: () => void): boolean => {
    try {
      write();
      return true;
    } catch (error) {
      if (!isNoSpace(error)) throw error;
      if (!hasTold)
        note(`the disk is full (${messageOf(error)}): nothing is started until there is room (${HOW_TO_END})`);
      hasTold = true;
      return false;
    }
  };
  /** What starts something takes the reserve first: that is for ends. */
  const tryTo = (write: () => void): boolean => {
    const isDone = attempt(() => {
      reserve?.take();
      write();
    });
    if (isDone && hasTold) note('there is room on the disk again: going on');
    if (isDone) hasTold = false;
    return isDone;
  };
  /** What is true already may use the reserve. */
  const writeDown = (write: () => void): boolean => attempt(write) || (reserve?.free() === true && attempt(write));
  const flush = (): boolean => {
    if (unwritten.length === 0) return true;
    const events = unwritten;
    if (!writeDown(() => journal.append(events, true))) return false;
    unwritten = [];
    return true;
  };
  return {
    tryTo,
    writeDown,
    flush,
    settle: (nowMs) => {
      if (unsyncedSinceMs === undefined) return;
      unsyncedSinceMs = unsyncedSinceMs === 0 ? nowMs : unsyncedSinceMs;
      if (nowMs - unsyncedSinceMs >= SETTLE_MS && writeDown(() => journal.sync())) unsyncedSinceMs = undefined;
    },
    record: (events, sync) => {
      if (events.length === 0) return;
      unsyncedSinceMs = sync ? undefined : (unsyncedSinceMs ?? 0);
      if (unwritten.length > 0 || !writeDown(() => journal.append(events, sync))) unwritten.push(...events);
    },
  };
}
