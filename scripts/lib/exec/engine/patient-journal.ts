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
  /** Writes what could not be written before; false while there is no room for it. Nothing may start until then. */
  flush(): boolean;
}

/** Returns the patient side of a journal; people are told once when room runs out, and once when there is some again. */
export function bePatient(journal: Journal, note: (text: string) => void): PatientJournal {
  let unwritten: Event[] = [];
  let hasTold = false;
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
    record: (events, sync) => {
      if (events.length === 0) return;
      if (unwritten.length > 0 || !tryTo(() => journal.append(events, sync))) unwritten.push(...events);
    },
  };
}
