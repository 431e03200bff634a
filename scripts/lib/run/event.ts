// SPDX-License-Identifier: MIT
import type { Assignment } from '../core/value.ts';
import type { ConfigId, RunId } from '../core/hash.ts';
import type { Outcome } from './outcome.ts';

/** First line of a journal. A reader refuses another major version. */
export interface JournalHeader {
  readonly journal: 'ksweep';
  readonly version: readonly [major: number, minor: number];
}

export const JOURNAL_HEADER: JournalHeader = { journal: 'ksweep', version: [1, 0] };

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
    }
  /** The run left the range file; its results stay. */
  | { readonly kind: 'retired'; readonly t: number; readonly run: RunId }
  /** A retired run is wanted again. */
  | { readonly kind: 'revived'; readonly t: number; readonly run: RunId }
  /** Written (and synced) before the process is made. */
  | {
      readonly kind: 'starting';
      readonly t: number;
      readonly run: RunId;
      readonly attempt: number;
      readonly devices: readonly string[];
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
    }
  | {
      readonly kind: 'ended';
      readonly t: number;
      readonly run: RunId;
      readonly attempt: number;
      readonly outcome: Outcome;
    }
  /** Taken over from another folder: the same run id had finished there. */
  | {
      readonly kind: 'imported';
      readonly t: number;
      readonly run: RunId;
      readonly from: string;
      readonly outcome: Outcome;
    }
  /** To be run again, by request (RETRY_FAILED, RERUN). */
  | { readonly kind: 'requeued'; readonly t: number; readonly run: RunId; readonly why: string }
  /** A step worth telling that changes no status: an out-of-memory retry on a larger card, a scheduler that did not answer. */
  | { readonly kind: 'note'; readonly t: number; readonly run?: RunId; readonly topic: string; readonly text: string }
  /** A runner began or went on with this folder. */
  | {
      readonly kind: 'opened';
      readonly t: number;
      readonly host: string;
      readonly pid: number;
      readonly command: string;
    }
  /** The runner stopped: all done, interrupted, paused after failures, out of budget, target reached. */
  | { readonly kind: 'closed'; readonly t: number; readonly why: CloseReason; readonly text: string };

export type CloseReason =
  | 'complete'
  | 'interrupted'
  | 'paused'
  | 'budget'
  | 'target'
  | 'stop on failure'
  | 'cancelled'
  | 'detached'
  | 'error';

export type EventKind = Event['kind'];
