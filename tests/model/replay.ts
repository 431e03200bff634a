// SPDX-License-Identifier: MIT
import type { Answer, Op } from './op.ts';

/** What a program of the model asks of its world; each question is a step. */
export interface Calls {
  take(op: Op): unknown;
  /** Milliseconds of its own waiting. */
  passedMs(): number;
  wait(ms: number): void;
  remember<T>(name: string, value: T): T;
  remembered(name: string): unknown;
}

export type Program = (calls: Calls) => void;

/** Thrown at the first step whose answer is not known yet. Code that swallows it is asked again, and gets it again. */
class Suspended extends Error {}

/** Where a program stands after some answers: the step that it takes next, or its end. */
export type Standing = { readonly next: Op } | { readonly ended: true };

/** Most questions of a program to which there is no answer: more is a loop that swallows them. */
const MOST_POISONED = 1000;

/** Runs a program from its begin with the answers to its first steps, up to the next one. Programs must depend on nothing else. */
export function standingAfter(program: Program, answers: readonly Answer[]): Standing {
  let [at, poisoned, passed] = [0, 0, 0];
  let next: Op | undefined;
  const memory = new Map<string, unknown>();
  const calls: Calls = {
    take: (op) => {
      const answer = answers[at];
      if (answer === undefined || next !== undefined) {
        next ??= op;
        poisoned += 1;
        if (poisoned > MOST_POISONED) throw new Error(`a program goes on without an answer to ${JSON.stringify(next)}`);
        throw new Suspended();
      }
      at += 1;
      if ('error' in answer) throw Object.assign(new Error(`${answer.error} (${op.kind})`), { code: answer.error });
      return answer.value;
    },
    passedMs: () => passed,
    wait: (ms) => {
      passed += ms;
    },
    remember: (name, value) => {
      memory.set(name, value);
      return value;
    },
    remembered: (name) => memory.get(name),
  };
  try {
    program(calls);
  } catch (error) {
    if (next === undefined) throw error;
  }
  return next === undefined ? { ended: true } : { next };
}
