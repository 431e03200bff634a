// SPDX-License-Identifier: MIT
import { closeSync, fdatasyncSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { UsageError } from '../core/diagnostic.ts';
import { type Event, JOURNAL_HEADER } from '../run/event.ts';
import { FoldError, type Folding, startFolding } from '../run/fold.ts';
import type { SweepState } from '../run/state.ts';
import { errorCode, errorInWords } from './files.ts';
import { sealed, unsealed, unsealedTogether } from './journal-seal.ts';

/** Name of the journal in a sweep folder. */
export const JOURNAL_NAME = 'journal.jsonl';

/** The journal could not be written (disk full, I/O error): nothing may start until it can be again. */
export class JournalWriteError extends UsageError {
  readonly code: string | undefined;
  constructor(path: string, cause: unknown) {
    super(`${path} cannot be written: ${errorInWords(cause)}`, 'nothing is lost, and what runs goes on by itself; when the folder can be written again, make sweep-resume goes on');
    this.code = errorCode(cause);
  }
}

/** A journal open for appending; one process at a time holds it (the lock sees to that). */
export interface Journal {
  /** Appends events; returns when they are handed to the system, or on the disk when `sync`. All or none of them are there after an error. */
  append(events: readonly Event[], sync: boolean): void;
  /** Puts on the disk what was appended without sync. */
  sync(): void;
  close(): void;
}

/** Opens a journal to append to: a torn last line is cut off first, an empty file gets its header. */
export function openJournal(path: string): Journal {
  let fd: number;
  try {
    fd = openSync(path, 'a+', 0o666);
  } catch (error) {
    throw new JournalWriteError(path, error);
  }
  let tail: JournalTail;
  try {
    const size = wholeLines(fd);
    if (size < fstatSync(fd).size) ftruncateSync(fd, size);
    tail = new JournalTail(fd, size);
    if (size === 0) tail.append(sealed(JSON.stringify(JOURNAL_HEADER)), false);
    fdatasyncSync(fd);
  } catch (error) {
    closeSync(fd);
    throw new JournalWriteError(path, error);
  }
  const guard = (action: () => void): void => {
    try {
      action();
    } catch (error) {
      throw new JournalWriteError(path, error);
    }
  };
  return {
    append: (events, synced) => guard(() => tail.append(events.map(journalLine).join(''), synced)),
    sync: () => guard(() => tail.sync()),
    close: () => {
      try {
        guard(() => tail.sync());
      } finally {
        closeSync(fd);
      }
    },
  };
}

/** Returns the line of an event: its JSON with a checksum as last member, so that a changed byte cannot pass for data. */
export function journalLine(event: Event): string {
  return sealed(JSON.stringify(event));
}

/**
 * The growing end of a journal. What it refused is not in the file, at the latest before the next write; what it took and
 * could not sync is written again, because after a failed fdatasync the system may drop it and call the file clean.
 */
class JournalTail {
  readonly #fd: number;
  /** Size without what was refused. */
  #size: number;
  #synced: number;
  /** Taken since the last sync. */
  #unsynced: string[] = [];
  #isTorn = false;
  #mustRewrite = false;

  constructor(fd: number, size: number) {
    this.#fd = fd;
    this.#size = size;
    this.#synced = size;
  }

  append(text: string, sync: boolean): void {
    this.#mend();
    const bytes = Buffer.from(text);
    this.#isTorn = true;
    try {
      writeWhole(this.#fd, bytes);
      if (sync) this.#syncFile();
    } catch (error) {
      this.#cut();
      throw error;
    }
    this.#isTorn = false;
    this.#size += bytes.length;
    if (sync) this.#settled();
    else this.#unsynced.push(text);
  }

  sync(): void {
    this.#mend();
    if (this.#unsynced.length === 0) return;
    this.#syncFile();
    this.#settled();
  }

  #settled(): void {
    this.#synced = this.#size;
    this.#unsynced = [];
  }

  #syncFile(): void {
    try {
      fdatasyncSync(this.#fd);
    } catch (error) {
      this.#mustRewrite = true;
      throw error;
    }
  }

  #cut(): void {
    try {
      ftruncateSync(this.#fd, this.#size);
      this.#isTorn = false;
    } catch {
      // before the next write, then, or when it is opened again
    }
  }

  #mend(): void {
    if (this.#mustRewrite) {
      ftruncateSync(this.#fd, this.#synced);
      writeWhole(this.#fd, Buffer.from(this.#unsynced.join('')));
      this.#mustRewrite = false;
      this.#isTorn = false;
    }
    if (!this.#isTorn) return;
    ftruncateSync(this.#fd, this.#size);
    this.#isTorn = false;
  }
}

/** A disk that is nearly full takes a part of the bytes. */
function writeWhole(fd: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done);
}

/** Returns how many bytes the whole lines of a file take: all but a torn tail. */
function wholeLines(fd: number): number {
  const chunk = Buffer.alloc(65536);
  let end = fstatSync(fd).size;
  while (end > 0) {
    const from = Math.max(0, end - chunk.length);
    const length = readSync(fd, chunk, 0, end - from, from);
    const newline = chunk.subarray(0, length).lastIndexOf(0x0a);
    if (newline >= 0) return from + newline + 1;
    end = from;
  }
  return 0;
}

/** Events of a journal in order, without lock; a torn last line is left out. Throws UsageError with the line number for a bad line. */
export function* readJournal(path: string): Generator<Event> {
  let number = 0;
  for (const lines of wholeLinesOf(path)) {
    const start = number === 0 ? lines.indexOf(0x0a) + 1 : 0;
    if (number === 0) checkHeader(path, lines.toString('utf8', 0, start - 1));
    number = Math.max(number, 1);
    for (const data of dataOf(lines.subarray(start))) {
      number += 1;
      yield checkedEvent(path, number, data);
    }
  }
}

/**
 * Returns the state that a journal tells of, without lock; `folding` may be given to go on with. Throws UsageError with
 * the line number for a bad line, and for one that cannot follow on those before it.
 */
export function foldJournal(path: string, folding: Folding = startFolding()): SweepState {
  let number = 1;
  try {
    for (const event of readJournal(path)) {
      number += 1;
      folding.apply(event);
    }
  } catch (error) {
    throw error instanceof FoldError ? badLine(path, number, `lines are missing or were changed (${error.message})`) : error;
  }
  return folding.state;
}

/** The data of some lines; undefined for a damaged one. */
function dataOf(lines: Buffer): readonly unknown[] {
  return unsealedTogether(lines) ?? lines.toString('utf8', 0, lines.length - 1).split('\n').map(unsealed);
}

/** The whole lines of a file in large pieces, each ending with a line end. */
function* wholeLinesOf(path: string): Generator<Buffer> {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${errorInWords(error)}`);
  }
  try {
    const chunk = Buffer.alloc(1 << 18);
    let rest: Buffer = Buffer.alloc(0);
    for (;;) {
      const length = readSync(fd, chunk, 0, chunk.length, null);
      if (length === 0) return;
      const bytes = rest.length === 0 ? chunk.subarray(0, length) : Buffer.concat([rest, chunk.subarray(0, length)]);
      const end = bytes.lastIndexOf(0x0a) + 1;
      rest = Buffer.from(bytes.subarray(end));
      if (end > 0) yield bytes.subarray(0, end);
    }
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${errorInWords(error)}`);
  } finally {
    closeSync(fd);
  }
}

function checkHeader(path: string, line: string): void {
  const header = unsealed(line);
  const version = isObject(header) && header['journal'] === JOURNAL_HEADER.journal && Array.isArray(header['version']) ? header['version'] : undefined;
  if (version === undefined) throw badLine(path, 1, 'this line is damaged: it does not say that this is a ksweep journal');
  if (version[0] !== JOURNAL_HEADER.version[0]) {
    throw new UsageError(`${path}: version ${version.join('.')} of the journal; this ksweep reads version ${JOURNAL_HEADER.version[0]}`);
  }
}

function checkedEvent(path: string, number: number, event: unknown): Event {
  if (!isObject(event) || typeof event['kind'] !== 'string' || typeof event['t'] !== 'number') throw badLine(path, number, 'this line is damaged: it is no event');
  return event as unknown as Event; // only this file writes lines, and the fold refuses what does not fit together
}

function badLine(path: string, number: number, what: string): UsageError {
  return new UsageError(
    `${path}:${number}: ${what}`,
    'the journal is the only record of the sweep: restore it from a backup, or keep the lines before this one and resume',
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
