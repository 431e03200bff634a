// SPDX-License-Identifier: MIT
import {
  closeSync,
  constants,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  type Stats,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { makeLine } from '../../core/make-line.ts';
import { UsageError } from '../../core/diagnostic.ts';
import { type Event, JOURNAL_HEADER } from '../../run/event.ts';
import { syncFolder } from '../durable.ts';
import { errorCode, errorInWords, WriteError } from '../files.ts';
import { kindOf } from '../regular-file.ts';
import { checkJournalStart } from './journal-file.ts';
import { sealed } from './journal-seal.ts';

/** The journal could not be written (disk full, I/O error): nothing may start until it can be again. */
export class JournalWriteError extends UsageError {
  readonly code: string | undefined;
  constructor(path: string, cause: unknown) {
    super(
      `${path} cannot be written: ${errorInWords(cause)}`,
      `nothing is lost, and what runs goes on by itself; when the folder can be written again, ${makeLine('sweep-resume', dirname(path))} goes on`,
    );
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

/** As a+, without waiting for anybody, and without following a link: what it leads to is no journal of this folder. */
const APPENDING =
  constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_NONBLOCK | constants.O_NOFOLLOW;

function refuseOtherKinds(path: string, stat: Stats): void {
  if (!stat.isFile()) throw new UsageError(`${path} is no journal: ${kindOf(stat)}`);
}

/**
 * Opens a journal to append to: a torn last line is cut off first, an empty file gets its header. Throws UsageError, before
 * anything is written, for one of a version that is not known.
 */
export function openJournal(path: string): Journal {
  let fd: number;
  try {
    fd = openSync(path, APPENDING, 0o666);
  } catch (error) {
    throw new JournalWriteError(path, error);
  }
  let tail: JournalTail;
  try {
    refuseOtherKinds(path, fstatSync(fd));
    if (fstatSync(fd).size > 0) checkJournalStart(path);
    const size = wholeLines(fd);
    if (size < fstatSync(fd).size) ftruncateSync(fd, size);
    tail = new JournalTail(fd, size);
    if (size === 0) tail.append(sealed(JSON.stringify(JOURNAL_HEADER)), false);
    fdatasyncSync(fd);
    if (size === 0) syncFolder(dirname(path));
  } catch (error) {
    closeSync(fd);
    throw error instanceof UsageError && !(error instanceof WriteError) ? error : new JournalWriteError(path, error);
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
