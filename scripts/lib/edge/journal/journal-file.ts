// SPDX-License-Identifier: MIT
import { closeSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { parseJsonObject } from '../../core/json-object.ts';
import { UsageError } from '../../core/diagnostic.ts';
import { type Event, JOURNAL_HEADER, type JournalVersion } from '../../run/event.ts';
import { FoldError, type Folding, startFolding } from '../../run/fold.ts';
import type { SweepState } from '../../run/state.ts';
import { errorInWords } from '../files.ts';
import { openRegular } from '../regular-file.ts';
import { KSWEEP_VERSION } from '../installation.ts';
import { decodeEvent, versionOf } from './decode-event.ts';
import { DecodeError, fieldsOf } from './fields.ts';
import { unsealed, unsealedTogether } from './journal-seal.ts';

/** Name of the journal in a sweep folder. */
export const JOURNAL_NAME = 'journal.jsonl';

/** Where a line of a journal begins. */
export interface JournalPlace {
  readonly bytes: number;
  /** Lines before it, the header too. */
  readonly lines: number;
}

/** Of the whole journal, its header too. */
export const START: JournalPlace = { bytes: 0, lines: 0 };

/**
 * Events of a journal in order, without lock; a torn last line is left out. Returns where the next line will begin. `seen` is
 * given the bytes of whole lines once they are read. Throws UsageError with the line number for a bad line.
 */
export function* readJournal(
  path: string,
  from: JournalPlace = START,
  seen: (lines: Buffer) => void = () => {},
): Generator<Event, JournalPlace> {
  let { bytes, lines: number } = from;
  for (const lines of wholeLinesOf(path, bytes)) {
    const start = number === 0 ? lines.indexOf(0x0a) + 1 : 0;
    if (number === 0) checkHeader(path, lines.toString('utf8', 0, start - 1));
    number = Math.max(number, 1);
    for (const data of dataOf(lines.subarray(start))) {
      number += 1;
      yield decoded(path, number, data);
    }
    bytes += lines.length;
    seen(lines);
  }
  return { bytes, lines: number };
}

/**
 * Returns the state that a journal tells of, without lock; `folding` may be given to go on with. Throws UsageError with
 * the line number for a bad line, and for one that cannot follow on those before it.
 */
export function foldJournal(path: string, folding: Folding = startFolding()): SweepState {
  foldOnwards(path, folding, START);
  return folding.state;
}

/** Returns the state of a sweep folder, as foldJournal does and with its errors. */
export function readSweepState(sweepDir: string): SweepState {
  return foldJournal(join(sweepDir, JOURNAL_NAME));
}

/** Applies the events from a place on, with the errors of foldJournal; `seen` and what is returned are those of readJournal. */
export function foldOnwards(
  path: string,
  folding: Folding,
  from: JournalPlace,
  seen?: (lines: Buffer) => void,
): JournalPlace {
  const events = readJournal(path, from, seen);
  let number = Math.max(1, from.lines);
  try {
    for (;;) {
      const { done, value } = events.next();
      if (done === true) return value;
      number += 1;
      folding.apply(value);
    }
  } catch (error) {
    throw error instanceof FoldError
      ? badLine(path, number, `lines are missing or were changed (${error.message})`)
      : error;
  } finally {
    events.return({ bytes: 0, lines: 0 }); // closes the file when it was left before its end
  }
}

/** The data of some lines; undefined for a damaged one. */
function dataOf(lines: Buffer): readonly unknown[] {
  return (
    unsealedTogether(lines) ??
    lines
      .toString('utf8', 0, lines.length - 1)
      .split('\n')
      .map(unsealed)
  );
}

/** Far above any line that is written: the values of one run. Beyond it each further piece would be copied again. */
const LONGEST_LINE_BYTES = 16 * 1024 * 1024;

/** The whole lines of a file from a byte on, in large pieces, each ending with a line end. */
function* wholeLinesOf(path: string, from: number): Generator<Buffer> {
  let fd: number;
  try {
    fd = openRegular(path).fd;
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${errorInWords(error)}`);
  }
  try {
    const chunk = Buffer.alloc(1 << 18);
    let rest: Buffer = Buffer.alloc(0);
    for (let at = from; ; ) {
      const length = readSync(fd, chunk, 0, chunk.length, at);
      if (length === 0) return;
      at += length;
      const bytes = rest.length === 0 ? chunk.subarray(0, length) : Buffer.concat([rest, chunk.subarray(0, length)]);
      const end = bytes.lastIndexOf(0x0a) + 1;
      rest = Buffer.from(bytes.subarray(end));
      if (end > 0) yield bytes.subarray(0, end);
      if (rest.length > LONGEST_LINE_BYTES)
        throw new UsageError(`${path} is no journal: ${LONGEST_LINE_BYTES / 1024 / 1024} MB of it have no line end`);
    }
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(`${path} cannot be read: ${errorInWords(error)}`);
  } finally {
    closeSync(fd);
  }
}

function checkHeader(path: string, line: string): void {
  const data = unsealed(line);
  const version = toldVersion(data ?? parseJsonObject(line));
  // Another version may sum its lines in another way, or not at all: what it says of itself comes before the sum.
  if (version === undefined || (data === undefined && isRead(version)))
    throw badLine(path, 1, 'this line is damaged: it does not say that this is a ksweep journal');
  checkJournalVersion(path, version, data !== undefined);
}

/** The version that a first line tells; undefined when it is none. */
function toldVersion(data: unknown): JournalVersion | undefined {
  try {
    const header = fieldsOf(data, 'header');
    return header.text('journal') === JOURNAL_HEADER.journal ? versionOf(header.value('version')) : undefined;
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

function isRead([major, minor]: JournalVersion): boolean {
  const [ownMajor, ownMinor] = JOURNAL_HEADER.version;
  return major === ownMajor && minor <= ownMinor;
}

/** Throws UsageError for a version that this ksweep does not read: another major one, or a newer minor one. */
function checkJournalVersion(path: string, version: JournalVersion, isSummed = true): void {
  if (isRead(version)) return;
  const [major, minor] = version;
  const [ownMajor, ownMinor] = JOURNAL_HEADER.version;
  const isNewer = major > ownMajor || (major === ownMajor && minor > ownMinor);
  const damage = isSummed ? '' : '; if none did, its first line is damaged, since the sum of that line does not fit';
  throw new UsageError(
    `${path} is of format ${major}.${minor}; this ksweep (${KSWEEP_VERSION}) reads ${ownMajor}.0 to ${ownMajor}.${ownMinor}`,
    isNewer
      ? `a newer ksweep wrote it: update this one, or use that one for this folder${damage}`
      : `an older ksweep wrote it: use that one for this folder${damage}`,
  );
}

/**
 * Checks the first line of a journal before anything is written into it. Throws UsageError for a version that is not known
 * and for a file that is no journal; a file without a whole line may become one.
 */
export function checkJournalStart(path: string): void {
  for (const lines of wholeLinesOf(path, 0)) {
    checkHeader(path, lines.toString('utf8', 0, lines.indexOf(0x0a)));
    return;
  }
}

function decoded(path: string, number: number, data: unknown): Event {
  if (data === undefined) throw badLine(path, number, 'this line is damaged: it is no event');
  try {
    const event = decodeEvent(data);
    if (event.kind === 'opened' && event.version !== undefined) checkJournalVersion(path, event.version);
    return event;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw badLine(path, number, `this line is damaged: it is no event (${error.message})`);
  }
}

function badLine(path: string, number: number, what: string): UsageError {
  return new UsageError(
    `${path}:${number}: ${what}`,
    'the journal is the only record of the sweep: restore it from a backup, or keep the lines before this one and resume',
  );
}
