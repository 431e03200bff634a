// SPDX-License-Identifier: MIT
import type { TaskPhase } from '../../core/scheduling/array-scheduler.ts';
import type { WrittenCause } from '../../edge/run-folder/attempt-files.ts';
import type { ObservedAttempt } from '../../edge/run-folder/observe-run-folder.ts';
import type { EndedBy } from '../../run/cause.ts';

/** What is known of a run at one look: its folder first, then what the scheduler says of its task. */
export interface Look {
  readonly current: ObservedAttempt;
  readonly previous: ObservedAttempt | undefined;
  /** True when attempt + 1 was claimed. */
  readonly hasNext: boolean;
  /** The scheduler's word; absent: it answered, and does not know the task (any more). */
  readonly phase: TaskPhase | { readonly kind: 'absent' } | { readonly kind: 'silent'; readonly why: string };
  /** How many looks in a row were left undecided while the scheduler answered: files may come late over NFS. */
  readonly held: number;
  /** True when an earlier look, before the scheduler was asked, saw the claim already: "pending" is then no old news. */
  readonly wasClaimed: boolean;
  /** True when the heartbeat of the attempt stood still for three periods, by this machine's clock. */
  readonly isStale: boolean;
}

/** What follows from a look. */
export type AttemptVerdict =
  | { readonly kind: 'queued'; readonly why: string }
  | { readonly kind: 'running' }
  /** It ended; `exit` null: nobody saw how. `of` previous: the result is the earlier attempt's. */
  | {
      readonly kind: 'ended';
      readonly exit: number | null;
      readonly cause: EndedBy | null;
      readonly of: 'current' | 'previous';
      readonly detail?: string;
    }
  /** It ended and the scheduler starts the next attempt by itself. */
  | { readonly kind: 'requeued'; readonly exit: number | null; readonly cause: EndedBy; readonly why: string }
  /** No task holds it any more and nothing was started: to be submitted again. */
  | { readonly kind: 'lost' }
  /** Its task waits for something that never comes: cancel it, then it has ended. */
  | { readonly kind: 'stuck'; readonly cause: 'launch' | 'dependency'; readonly why: string }
  | { readonly kind: 'unknown'; readonly why: string }
  /** Not to be decided yet: look again. */
  | { readonly kind: 'hold' };

/** Looks that wait for files: a file server may show them seconds late. */
const PATIENCE = 3;

/** Causes after which the scheduler may start the task again. */
const CONTINUED: ReadonlySet<EndedBy> = new Set<EndedBy>(['time limit', 'terminated', 'superseded']);

/** Decides what a look means. The run folder is the truth; the scheduler only says what the folder cannot. */
export function judge(look: Look): AttemptVerdict {
  if (look.current.outcome !== undefined) return judgeOutcome(look, look.current.outcome);
  if (look.current.claim !== 'none') return judgeClaimed(look);
  return judgeUnclaimed(look);
}

function judgeOutcome(
  look: Look,
  outcome: { readonly exit: number; readonly cause: WrittenCause | null },
): AttemptVerdict {
  const { phase } = look;
  const { exit } = outcome;
  if (outcome.cause === 'redundant') return { kind: 'ended', exit: 0, cause: null, of: 'previous' };
  const cause = exit === 0 ? null : outcome.cause;
  if (cause === null && exit !== 0) return judgeFailed(look, exit);
  if (cause === null || !CONTINUED.has(cause)) return { kind: 'ended', exit, cause, of: 'current' };
  if (look.hasNext) return { kind: 'requeued', exit, cause: causeToTell(cause, phase), why: 'started again' };
  switch (phase.kind) {
    case 'pending':
      return look.wasClaimed
        ? { kind: 'requeued', exit, cause: causeToTell(cause, phase), why: phase.why }
        : { kind: 'hold' };
    case 'stuck':
      return { kind: 'stuck', cause: phase.cause, why: phase.why };
    case 'running':
    case 'ending':
      return { kind: 'hold' };
    case 'ended':
      return { kind: 'ended', exit, cause: cause === 'time limit' ? cause : (phase.cause ?? cause), of: 'current' };
    case 'absent':
      return { kind: 'ended', exit, cause, of: 'current' };
    case 'unknown':
    case 'silent':
      return { kind: 'unknown', why: phase.why };
  }
}

/** The run failed as far as its task could see: the scheduler knows whether it was killed for its memory, or cancelled. */
function judgeFailed({ phase, held }: Look, exit: number): AttemptVerdict {
  const isOver =
    phase.kind === 'ended' || phase.kind === 'absent' || phase.kind === 'pending' || phase.kind === 'stuck';
  if (!isOver && held < PATIENCE) return { kind: 'hold' };
  return { kind: 'ended', exit, cause: phase.kind === 'ended' ? phase.cause : null, of: 'current' };
}

/** A task that is told to stop does not know why; when it is started again, nobody cancelled it. */
function causeToTell(cause: EndedBy, phase: Look['phase']): EndedBy {
  if (cause === 'superseded') return 'node failure';
  if (cause !== 'terminated') return cause;
  return phase.kind === 'ended' && phase.cause !== null ? phase.cause : 'preempted';
}

function judgeClaimed(look: Look): AttemptVerdict {
  const { current, phase } = look;
  if (typeof current.claim === 'object' && current.claim.revoked === true)
    return { kind: 'ended', exit: null, cause: 'cancelled', of: 'current' };
  if (look.hasNext) return { kind: 'requeued', exit: null, cause: 'node failure', why: 'started again' };
  switch (phase.kind) {
    case 'pending':
      return look.wasClaimed
        ? { kind: 'requeued', exit: null, cause: 'node failure', why: phase.why }
        : { kind: 'running' };
    case 'stuck':
      return { kind: 'stuck', cause: phase.cause, why: phase.why };
    case 'running':
      return { kind: 'running' };
    case 'ending':
      return { kind: 'hold' };
    case 'ended':
      return look.held < PATIENCE ? { kind: 'hold' } : { kind: 'ended', exit: null, cause: phase.cause, of: 'current' };
    case 'absent':
      if (!look.isStale) return { kind: 'running' };
      return look.held < PATIENCE ? { kind: 'hold' } : { kind: 'ended', exit: null, cause: null, of: 'current' };
    case 'unknown':
    case 'silent':
      return look.isStale ? { kind: 'unknown', why: phase.why } : { kind: 'running' };
  }
}

function judgeUnclaimed(look: Look): AttemptVerdict {
  const { phase, previous } = look;
  const tookPrevious: AttemptVerdict = { kind: 'ended', exit: 0, cause: null, of: 'previous' };
  switch (phase.kind) {
    case 'pending':
      return { kind: 'queued', why: phase.why };
    case 'running':
      return { kind: 'queued', why: 'its task has begun' };
    case 'stuck':
      return { kind: 'stuck', cause: phase.cause, why: phase.why };
    case 'ending':
      return { kind: 'hold' };
    case 'ended':
      if (look.held < PATIENCE) return { kind: 'hold' };
      if (previous?.outcome?.exit === 0) return tookPrevious;
      // A task that ended well without it had no time for it, or another task was to run it.
      return phase.cause === null ||
        phase.cause === 'time limit' ||
        phase.cause === 'node failure' ||
        phase.cause === 'preempted'
        ? { kind: 'lost' }
        : { kind: 'ended', exit: null, cause: phase.cause, of: 'current' };
    case 'absent':
      if (look.held < PATIENCE) return { kind: 'hold' };
      return previous?.outcome?.exit === 0 ? tookPrevious : { kind: 'lost' };
    case 'unknown':
    case 'silent':
      return { kind: 'unknown', why: phase.why };
  }
}
