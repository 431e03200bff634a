// SPDX-License-Identifier: MIT
import type { RunId } from '../../core/hash.ts';
import { unreachable } from '../../core/unreachable.ts';
import { type RequeueCause, requeueWords } from '../cause.ts';
import type { RunState } from '../state.ts';

/** Why a run is started, or why it is not. */
export type StepReason =
  /** It was never tried. */
  | { readonly kind: 'new' }
  /** It was begun, and stopped before its end. */
  | { readonly kind: 'unfinished' }
  /** Somebody asked for it (RETRY_FAILED, RERUN), or its end says nothing about it. */
  | { readonly kind: 'again'; readonly cause: RequeueCause }
  /** FORCE names its stage; `by`: it needs a run that is forced. */
  | { readonly kind: 'forced'; readonly by: RunId | null }
  /** Files that it left are gone, and a run that is to run needs them. */
  | { readonly kind: 'missing output'; readonly files: readonly string[] }
  /** It was blocked, and what it needs is done or runs again. */
  | { readonly kind: 'unblocked' }
  /** Runs that it is built upon did not end well. */
  | { readonly kind: 'blocked'; readonly by: readonly RunId[] }
  | { readonly kind: 'up to date' }
  /** It failed, and nobody asked for it again. */
  | { readonly kind: 'failed' }
  /** Its last attempt may be running. */
  | { readonly kind: 'running' }
  /** The call means other runs, and none of them needs it. */
  | { readonly kind: 'not chosen' };

/** What a call does about one run. */
export interface Step {
  readonly run: RunState;
  readonly action: 'run' | 'blocked' | 'rest';
  readonly reason: StepReason;
  /** Runs that must end well first: those of its needs that run themselves. */
  readonly waitsFor: readonly RunId[];
}

/** Returns a reason for people; `nameOf` names runs. */
export function reasonWords(reason: StepReason, nameOf: (run: RunId) => string): string {
  switch (reason.kind) {
    case 'again':
      return requeueWords(reason.cause);
    case 'forced':
      return reason.by === null ? 'forced' : `forced: needs ${nameOf(reason.by)}`;
    case 'missing output':
      return `missing output: ${reason.files.join(', ')}`;
    case 'blocked':
      return `blocked by ${reason.by.map(nameOf).join(', ')}`;
    case 'new':
    case 'unfinished':
    case 'unblocked':
    case 'up to date':
    case 'failed':
    case 'running':
    case 'not chosen':
      return reason.kind;
    default:
      return unreachable(reason);
  }
}
