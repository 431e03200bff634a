// SPDX-License-Identifier: MIT
import { sharedEnding } from './signature.ts';
import type { CloseReason } from './event.ts';
import { endedWell, type Outcome } from './outcome.ts';
import type { Target } from './target.ts';

/** When to start no further run. */
export interface BrakeLimits {
  readonly stopOnFailure: boolean;
  /** Equal failures in a row that pause the sweep; 0: never. */
  readonly maxFailures: number;
  readonly maxTimeS: number | undefined;
  readonly maxRuns: number | undefined;
  readonly target: Target | undefined;
}

/** Why a runner stops, for the journal and the last line. */
export interface LoopEnd {
  readonly why: CloseReason;
  readonly text: string;
}

/** Returns the end of a sweep one of whose runs has reached its target. */
export function targetEnd(target: Target): LoopEnd {
  return { why: 'target', text: `the target ${target.text} is reached` };
}

/** Watches budgets and failures. */
export interface Brakes {
  /** Asked before starting: the budget. */
  beforeStart(startedSoFar: number, nowMs: number): LoopEnd | undefined;
  /** Asked when a run has ended for good, with its metrics. */
  afterEnd(outcome: Outcome, values: Readonly<Record<string, unknown>>): LoopEnd | undefined;
}

/** Returns the brakes of a runner that began at `beganAtMs`. */
export function createBrakes(limits: BrakeLimits, beganAtMs: number): Brakes {
  let equal: Outcome[] = [];
  return {
    beforeStart: (started, nowMs) => {
      if (limits.maxTimeS !== undefined && (nowMs - beganAtMs) / 1000 >= limits.maxTimeS)
        return { why: 'budget', text: 'MAX_TIME is used up' };
      if (limits.maxRuns !== undefined && started >= limits.maxRuns)
        return { why: 'budget', text: `MAX_RUNS=${limits.maxRuns} is used up` };
      return undefined;
    },
    afterEnd: (outcome, values) => {
      if (endedWell(outcome)) {
        equal = [];
        return limits.target?.isReached(values) === true ? targetEnd(limits.target) : undefined;
      }
      if (outcome.status !== 'failed' && outcome.status !== 'done') return undefined;
      if (limits.stopOnFailure) return { why: 'stop on failure', text: stopWords(outcome) };
      if (limits.maxFailures === 0) return undefined;
      if (equal[0]?.signature !== outcome.signature) equal = [];
      equal.push(outcome);
      if (equal.length < limits.maxFailures) return undefined;
      return {
        why: 'paused',
        text: `${equal.length} ${outcome.status === 'done' ? 'runs in a row that cannot be ranked' : 'equal failures in a row'}: ${sharedEnding(equal)}; MAX_FAILURES=0 goes on regardless`,
      };
    },
  };
}

function stopWords({ status }: Outcome): string {
  return `${status === 'done' ? 'a run cannot be ranked' : 'a run failed'} and STOP_ON_FAILURE is set`;
}
