// SPDX-License-Identifier: MIT
import { closeSync, readSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../../core/diagnostic.ts';
import type { RunId } from '../../core/hash.ts';
import type { Event } from '../../run/event.ts';
import { type Folding, startFolding } from '../../run/fold.ts';
import type { SweepState } from '../../run/state.ts';
import { errorInWords } from '../files.ts';
import { foldOnwards, JOURNAL_NAME, type JournalPlace, START } from '../journal/journal-file.ts';
import { openRegular } from '../regular-file.ts';

/** What a look at a journal found. */
export interface JournalNews {
  /** Runs that events were about since the last look. */
  readonly changed: ReadonlySet<RunId>;
  /** Something was written, be it about no run. */
  readonly hasGrown: boolean;
  /** The journal is another one than before: what was known of it is void. */
  readonly isAnew: boolean;
}

/** A journal that is read as it grows: each line once. */
export interface FollowedJournal {
  /** The same object all along, until a look says that all is anew. */
  readonly state: SweepState;
  /** Reads what came since the last look; a file that did not change costs a stat. Throws UsageError as foldJournal does, and begins anew then. */
  look(): JournalNews;
}

/** Bytes before the place where reading goes on by which it is found again. Each line ends with a checksum and has a time. */
const KNOWN_BYTES = 128;

const NOTHING: JournalNews = { changed: new Set(), hasGrown: false, isAnew: false };

/** Returns the journal of a sweep folder, not yet read. It takes no lock, writes nothing and holds no file open. */
export function followJournal(sweepDir: string): FollowedJournal {
  const path = join(sweepDir, JOURNAL_NAME);
  let changed = new Set<RunId>();
  let folding: Folding = tellingFolding();
  let place: JournalPlace = START;
  let known = Buffer.alloc(0);
  let seen = '';

  function tellingFolding(): Folding {
    const { state, apply } = startFolding();
    return {
      state,
      apply: (event: Event) => {
        apply(event);
        if ('run' in event && event.run !== undefined) changed.add(event.run);
      },
    };
  }
  const beginAnew = (): void => {
    [folding, place, known, seen] = [tellingFolding(), START, Buffer.alloc(0), ''];
  };
  const read = (): void => {
    place = foldOnwards(path, folding, place, (lines) => {
      known = Buffer.concat([known, lines.subarray(-KNOWN_BYTES)]).subarray(-KNOWN_BYTES);
    });
  };
  return {
    get state() {
      return folding.state;
    },
    look: () => {
      const stamp = stampOf(path);
      if (stamp === seen) return NOTHING;
      changed = new Set();
      const before = place;
      // A runner cuts off what a full disk refused and writes other lines there; a folder may be restored from a backup.
      const isAnew = before.bytes > 0 && !standsAt(path, place, known);
      if (isAnew) beginAnew();
      try {
        read();
      } catch (error) {
        beginAnew();
        throw error;
      }
      seen = stamp; // taken before the reading: what came meanwhile changes it again
      return { changed, hasGrown: isAnew || place.bytes > before.bytes, isAnew };
    },
  };
}

function stampOf(path: string): string {
  let stat: Stats;
  try {
    stat = statSync(path);
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${errorInWords(error)}`);
  }
  return `${stat.ino} ${stat.size} ${stat.mtimeMs}`;
}

/** Tells whether the bytes before a place are still those that were read there. */
function standsAt(path: string, { bytes }: JournalPlace, known: Buffer): boolean {
  let fd: number | undefined;
  try {
    ({ fd } = openRegular(path));
    const there = Buffer.alloc(known.length);
    const length = readSync(fd, there, 0, there.length, bytes - known.length);
    return length === known.length && there.equals(known);
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(`${path} cannot be read: ${errorInWords(error)}`);
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}
