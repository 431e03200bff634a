// SPDX-License-Identifier: MIT
import { unreachable } from '../core/unreachable.ts';

/** What may stop an attempt: runner, wrapper or scheduler. */
const ENDED_BY = {
  /** SWEEP_TIMEOUT. */
  timeout: true,
  /** The time limit of the scheduler's job. */
  'time limit': true,
  /** sweep-cancel, or a second Ctrl-C. */
  cancelled: true,
  /** A signal to the runner alone. */
  interrupted: true,
  /** A signal that nobody has explained. */
  terminated: true,
  'out of memory': true,
  preempted: true,
  'node failure': true,
  /** A later attempt of the same task has begun. */
  superseded: true,
  launch: true,
  /** SWEEP_SETUP ended before the command began. */
  setup: true,
  /** Its task found that what it needs had not ended well (DETACH). */
  needs: true,
  'early stop': true,
} as const;

/** What stopped an attempt, where something did. */
export type EndedBy = keyof typeof ENDED_BY;

/** Tells whether a word is a cause. */
export function isEndedBy(word: unknown): word is EndedBy {
  return typeof word === 'string' && Object.hasOwn(ENDED_BY, word);
}

/** Why a run waits again. The fold counts by the kind; the words are for people. */
export type RequeueCause =
  /** SWEEP_RETRIES: the `retry`-th of so many. */
  | { readonly kind: 'retry'; readonly retry: number; readonly of: number }
  /** Somebody asked for it: RETRY_FAILED, RERUN, FORCE. */
  | { readonly kind: 'retry failed' | 'rerun' | 'forced' }
  /** Its machine or its runner went down with it, or nobody could write down how it ended. */
  | { readonly kind: 'went down' | 'end unknown' }
  /** It was announced and no process took it; it could not be begun; the placement wants it elsewhere. */
  | { readonly kind: 'never started' | 'not begun' | 'placed again' }
  /** What it waited for is done. */
  | { readonly kind: 'unblocked' }
  /** Files that it left are gone or changed: paths relative to its folder. */
  | { readonly kind: 'lost output' | 'lost result'; readonly files: readonly string[] }
  /** Of a journal of 1.0, in its words. */
  | { readonly kind: 'other'; readonly text: string };

/** Returns why a run waits again, for people. */
export function requeueWords(cause: RequeueCause): string {
  switch (cause.kind) {
    case 'retry':
      return `retry ${cause.retry} of ${cause.of}`;
    case 'retry failed':
      return 'RETRY_FAILED';
    case 'rerun':
      return 'RERUN';
    case 'forced':
      return 'FORCE';
    case 'went down':
      return 'its runner or its machine went down';
    case 'end unknown':
      return 'nobody could write down how it ended';
    case 'never started':
      return 'never started';
    case 'not begun':
      return 'it could not be begun';
    case 'placed again':
      return 'placed again';
    case 'unblocked':
      return 'what it needs is done';
    case 'lost output':
      return `missing output: ${cause.files.join(', ')}`;
    case 'lost result':
      return `its results are gone or changed: ${cause.files.join(', ')}`;
    case 'other':
      return cause.text;
    default:
      return unreachable(cause);
  }
}

/** Returns the cause that a journal of 1.0 tells in words. */
export function requeueCauseOfWords(why: string): RequeueCause {
  const retry = /^retry (\d+)(?: of (\d+))?/.exec(why);
  if (retry !== null) return { kind: 'retry', retry: Number(retry[1]), of: Number(retry[2] ?? retry[1]) };
  switch (why) {
    case 'RETRY_FAILED':
      return { kind: 'retry failed' };
    case 'RERUN':
      return { kind: 'rerun' };
    case 'never started':
      return { kind: 'never started' };
    case 'placed again':
      return { kind: 'placed again' };
    case 'it could not be begun':
      return { kind: 'not begun' };
    case 'its runner or its machine went down':
    case 'its machine or its runner went down':
      return { kind: 'went down' };
    default:
      return { kind: 'other', text: why };
  }
}
