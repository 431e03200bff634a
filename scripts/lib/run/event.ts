// SPDX-License-Identifier: MIT
import type { Assignment, RequestedValue } from '../core/value.ts';
import type { ConfigId, RunId } from '../core/hash.ts';
import type { RequeueCause } from './cause.ts';
import type { Outcome } from './outcome.ts';

/** First line of a journal. A reader refuses another major version and a newer minor one. */
export interface JournalHeader {
  readonly journal: 'ksweep';
  readonly version: JournalVersion;
}

export type JournalVersion = readonly [major: number, minor: number];

/** docs/formats.md says what each version has. All fields that are new in 1.1 may be missing: 1.0 had none of them. */
export const JOURNAL_HEADER: JournalHeader = { journal: 'ksweep', version: [1, 1] };

/** Where the files of an attempt lie: `attempts/N` in the run folder (1.0), or `.attempts/<run folder>/N` beside the run folders. */
export type AttemptPlace = 'inside' | 'apart';

/** A file as it was when its run ended; the path is relative to the run folder. */
export interface FileStamp {
  readonly path: string;
  readonly size: number;
  readonly mtimeMs: number;
}

/** What a run reported when it ended well. */
export interface Reported {
  /** The metrics that rank; null is no number (NaN, Infinity). */
  readonly metrics: Readonly<Record<string, number | null>>;
  /** The files that they were read from. */
  readonly files: readonly FileStamp[];
  /** What SWEEP_OUTPUTS names. */
  readonly outputs: readonly FileStamp[];
}

/** What happened, one line each, in order; state is a fold of these and nothing else. `t` is epoch milliseconds. */
export type Event =
  /** A run id the folder had not seen: its number and folder name are given here and never change. */
  | {
      readonly kind: 'added';
      readonly t: number;
      readonly run: RunId;
      readonly config: ConfigId;
      readonly number: number;
      readonly folder: string;
      readonly values: readonly Assignment[];
      /** Symbols among the values that the range file sweeps. */
      readonly swept: readonly string[];
      /** Name of its stage; missing in a sweep without stages. */
      readonly stage?: string;
      /** Runs of this folder that must be done before it. */
      readonly needs?: readonly RunId[];
      /** Values that a Kconfig tree changed. */
      readonly requested?: readonly RequestedValue[];
      /** A further seed of a setting (sweep-seeds): never retired by the range file. */
      readonly extra?: true;
    }
  /** The run left the range file; its results stay. */
  | { readonly kind: 'retired'; readonly t: number; readonly run: RunId }
  /** A retired run is wanted again. */
  | { readonly kind: 'revived'; readonly t: number; readonly run: RunId }
  /** Runs that it needs did not end well. */
  | { readonly kind: 'blocked'; readonly t: number; readonly run: RunId; readonly by: readonly RunId[] }
  /** Written (and synced) before the process is made. */
  | {
      readonly kind: 'starting';
      readonly t: number;
      readonly run: RunId;
      readonly attempt: number;
      readonly devices: readonly string[];
      /** Missing: inside. */
      readonly place?: AttemptPlace;
    }
  /** The process is there: pid with its start time (clock ticks since boot), or a cluster job id. */
  | {
      readonly kind: 'started';
      readonly t: number;
      readonly run: RunId;
      readonly attempt: number;
      readonly host: string;
      readonly pid?: number;
      readonly pidStart?: string;
      readonly job?: string;
      /** Boot of that host (/proc/sys/kernel/random/boot_id): a pid means nothing in another one. */
      readonly boot?: string;
    }
  | {
      readonly kind: 'ended';
      readonly t: number;
      readonly run: RunId;
      readonly attempt: number;
      readonly outcome: Outcome;
      readonly reported?: Reported;
    }
  /** Taken over from another folder: the same run id had finished there. */
  | {
      readonly kind: 'imported';
      readonly t: number;
      readonly run: RunId;
      readonly from: string;
      readonly outcome: Outcome;
      readonly reported?: Reported;
    }
  /** To be run again. */
  | { readonly kind: 'requeued'; readonly t: number; readonly run: RunId; readonly cause: RequeueCause }
  /** A step worth telling that changes no status: an out-of-memory retry on a larger card, a scheduler that did not answer. */
  | {
      readonly kind: 'note';
      readonly t: number;
      readonly run?: RunId;
      readonly topic: NoteTopic;
      readonly text: string;
    }
  /** A runner began or went on with this folder. */
  | {
      readonly kind: 'opened';
      readonly t: number;
      readonly host: string;
      readonly pid: number;
      readonly command: string;
      /** Format of the lines from here on, which may be newer than that of the first line; missing: as before. */
      readonly version?: JournalVersion;
      /** Version of ksweep. */
      readonly ksweep?: string;
      readonly boot?: string;
    }
  /** The runner stopped: all done, interrupted, paused after failures, out of budget, target reached. */
  | { readonly kind: 'closed'; readonly t: number; readonly why: CloseReason; readonly text: string };

/** What a note is about. `unknown`: how its run ended is not known; such notes are over when it is. */
export type NoteTopic = 'unknown' | 'requeued' | 'gpu memory' | 'other';

export const CLOSE_REASONS = {
  complete: true,
  interrupted: true,
  paused: true,
  budget: true,
  target: true,
  'stop on failure': true,
  cancelled: true,
  detached: true,
  error: true,
} as const;

export type CloseReason = keyof typeof CLOSE_REASONS;

export type EventKind = Event['kind'];
