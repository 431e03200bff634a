// SPDX-License-Identifier: MIT
import { isNoSpace } from '../../edge/files.ts';
import type { Journal } from '../../edge/journal/journal-writer.ts';
import type { Event } from '../../run/event.ts';

/** A journal that waits for room when the disk is full; every other trouble is thrown. */
export interface PatientJournal {
  /** Does something that writes; false when the disk is full: the caller does it again later. */
  tryTo(write: () => void): boolean;
  /** Writes events that are true already, now or as soon as there is room. */
  record(events: readonly Event[], sync: boolean): void;
  /** Puts on the disk what stands unsynced for a while: an end that no start follows must not wait for one. */
  settle(nowMs: number): void;
  /** Writes what could not be written before; false while there is no room for it. Nothing may start until then. */
  flush(): boolean;
}

/** So long the end of a run may be in the system's hands alone. */
const SETTLE_MS = 250;

/** Returns the patient side of a journal; people are told once when room runs out, and once when there is some again. */
export function bePatient(journal: Journal, note: (text: string) => void): PatientJournal {
  let unwritten: Event[] = [];
  let hasTold = false;
  /** 0: since just now. */
  let unsyncedSinceMs: number | undefined;
  const tryTo = (write: () => void): boolean => {
    try {
      write();
    } catch (error) {
      if (!isNoSpace(error)) throw error;
      if (!hasTold)
        note(
          `the disk is full (${error instanceof Error ? error.message : String(error)}): nothing is started until there is room`,
        );
      hasTold = true;
      return false;
    }
    if (hasTold) note('there is room on the disk again: going on');
    hasTold = false;
    return true;
  };
  const flush = (): boolean => {
    if (unwritten.length === 0) return true;
    const events = unwritten;
    if (!tryTo(() => journal.append(events, true))) return false;
    unwritten = [];
    return true;
  };
  return {
    tryTo,
    flush,
    settle: (nowMs) => {
      if (unsyncedSinceMs === undefined) return;
      unsyncedSinceMs = unsyncedSinceMs === 0 ? nowMs : unsyncedSinceMs;
      if (nowMs - unsyncedSinceMs >= SETTLE_MS && tryTo(() => journal.sync())) unsyncedSinceMs = undefined;
    },
    record: (events, sync) => {
      if (events.length === 0) return;
      unsyncedSinceMs = sync ? undefined : (unsyncedSinceMs ?? 0);
      if (unwritten.length > 0 || !tryTo(() => journal.append(events, sync))) unwritten.push(...events);
    },
  };
}
