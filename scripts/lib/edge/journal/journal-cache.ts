// SPDX-License-Identifier: MIT
import { createHash, type Hash } from 'node:crypto';
import { closeSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../../core/hash.ts';
import { startFolding } from '../../run/fold.ts';
import type { SweepState } from '../../run/state.ts';
import { columnsOf, type StateColumns, stateOf } from '../../run/state-columns.ts';
import { readTextIfExists, writeFileAtomic } from '../files.ts';
import { openRegular } from '../regular-file.ts';
import { fingerprintOf } from '../source-closure.ts';
import { checkKeptState } from './sound-state.ts';
import { foldOnwards, JOURNAL_NAME, type JournalPlace, START } from './journal-file.ts';

/** What a large journal came to, so that the next look reads only the lines that came since. Deleting it costs time, nothing else. */
export const JOURNAL_CACHE_NAME = '.journal-cache.json';

/** A smaller journal is read as fast. */
const FEWEST_BYTES = 1 << 20;
/** Kept anew when the journal has grown by this part of what was kept. */
const GROWTH = 1 / 4;

/** What decides what the same lines come to: the fold, the columns, and this file with all that they run. */
export const FOLD_SOURCES: readonly string[] = ['edge/journal/journal-cache.ts'];

let ownFormat: { readonly text: string | undefined } | undefined;

/** The format of what is kept; nobody raises it by hand. Undefined: nothing is kept. */
function format(): string | undefined {
  ownFormat ??= { text: fingerprintOf(FOLD_SOURCES) };
  return ownFormat.text;
}

/** First line of the file; the columns are the second. */
interface Header {
  readonly format: string;
  readonly end: JournalPlace;
  /** SHA-256 of the journal up to that place: a journal with any other byte there is read anew. */
  readonly journal: string;
  /** SHA-256 of the line of columns. */
  readonly columns: string;
}

/** Returns the state of a sweep folder, as foldJournal does and with its errors; for those who only look at the sweep. */
export function readSweepState(sweepDir: string): SweepState {
  const path = join(sweepDir, JOURNAL_NAME);
  const cache = join(sweepDir, JOURNAL_CACHE_NAME);
  const kept = readKept(cache, path);
  const folding = startFolding(kept?.state);
  const from = kept?.end ?? START;
  // Of the very bytes that the state comes from: a runner may cut off lines that a full disk refused, and write others in their place.
  const hash = kept?.hash ?? createHash('sha256');
  const end = foldOnwards(path, folding, from, (lines) => hash.update(lines));
  if (end.bytes - from.bytes >= Math.max(FEWEST_BYTES, GROWTH * from.bytes))
    keep(cache, folding.state, end, hash.digest('hex'));
  return folding.state;
}

/** What was kept, and the hash of the journal up to its end, to go on with. */
interface Kept {
  readonly state: ReturnType<typeof stateOf>;
  readonly end: JournalPlace;
  readonly hash: Hash;
}

function readKept(cache: string, path: string): Kept | undefined {
  try {
    const text = readTextIfExists(cache);
    if (text === undefined) return undefined;
    const [line = '', columns = ''] = text.split('\n');
    const { format: kept, end, journal, columns: hashOfColumns } = JSON.parse(line) as Header;
    if (kept !== format() || hashOfColumns !== sha256(columns)) return undefined;
    const hash = hashOfStart(path, end.bytes);
    if (journal !== hash.copy().digest('hex')) return undefined;
    const state = stateOf(JSON.parse(columns) as StateColumns); // checked below
    checkKeptState(state);
    return { state, end, hash };
  } catch {
    return undefined; // damaged, or it cannot be read: the journal has it all
  }
}

function keep(cache: string, state: Parameters<typeof columnsOf>[0], end: JournalPlace, journal: string): void {
  const own = format();
  if (own === undefined) return;
  try {
    const columns = JSON.stringify(columnsOf(state));
    const header: Header = { format: own, end, journal, columns: sha256(columns) };
    writeFileAtomic(cache, `${JSON.stringify(header)}\n${columns}\n`);
  } catch {
    // A read-only folder or a full disk: the next look reads the whole journal again.
  }
}

/** Returns the SHA-256 of the first bytes of a file; of a shorter file it is that of another text. */
function hashOfStart(path: string, bytes: number): Hash {
  const hash = createHash('sha256');
  const fd = openRegular(path).fd;
  try {
    const chunk = Buffer.alloc(1 << 18);
    for (let at = 0; at < bytes; ) {
      const length = readSync(fd, chunk, 0, Math.min(chunk.length, bytes - at), at);
      if (length === 0) break;
      hash.update(chunk.subarray(0, length));
      at += length;
    }
  } finally {
    closeSync(fd);
  }
  return hash;
}
