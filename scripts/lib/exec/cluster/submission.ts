// SPDX-License-Identifier: MIT
import type { ProgramResult } from './run-program.ts';
import type { Submitted } from './scheduler.ts';

/** How a scheduler's submitting program speaks: the job in a good answer, and whether a refusal is of a full queue or for good. */
export interface SubmissionWords {
  readonly job: (stdout: string) => string | undefined;
  readonly refusal: (stderr: string) => 'full' | 'wrong' | 'unsure';
}

/** Returns what became of a submission; a program that was cut off, or answers what names no job, leaves it unsure. */
export function readSubmission(result: ProgramResult, words: SubmissionWords): Submitted {
  const job = result.code === 0 ? words.job(result.stdout) : undefined;
  if (job !== undefined) return { kind: 'job', job };
  if (result.isAbsent) return { kind: 'wrong', why: silence(result) };
  return {
    kind: result.code === 0 || result.code === null ? 'unsure' : words.refusal(result.stderr),
    why:
      result.code === 0 && result.stdout.trim() !== ''
        ? `the answer ${JSON.stringify(result.stdout.trim().slice(0, 80))} names no job`
        : silence(result),
  };
}

/** Returns why a program gave no answer: its last word, or how it ended. */
export function silence(result: ProgramResult): string {
  return (
    result.stderr.trim().split('\n').at(-1) ||
    (result.code === 0 ? 'the answer is empty' : `exit code ${result.code ?? 'none'}`)
  );
}
