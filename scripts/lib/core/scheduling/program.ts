// SPDX-License-Identifier: MIT

/** A command line: never through a shell. */
export interface CommandLine {
  readonly program: string;
  readonly args: readonly string[];
  /** What it reads on its standard input. */
  readonly input?: string;
}

/** How a program of a scheduler ended. `code` is null when it could not be started or was stopped for being late. */
export interface ProgramResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** True when there is no such program, or it may not be run: then nothing was asked. */
  readonly isAbsent: boolean;
}

/** Runs a program of the scheduler, with its arguments; never throws. */
export type AskProgram = (program: string, args: readonly string[]) => Promise<ProgramResult>;

/** What a refusal to take a job means for what to do next. */
export type SubmitRefusal =
  /** The queue or an account is full: fewer tasks, or later. */
  | 'full'
  /** The options are wrong: no use in trying again. */
  | 'wrong'
  /** Nobody knows whether the job is there: look for its name first. */
  | 'unsure';

/** How a scheduler's submitting program speaks. */
export interface SubmissionWords {
  /** Returns the id of the job in what it printed; undefined when it printed none. */
  readonly job: (stdout: string) => string | undefined;
  readonly refusal: (stderr: string) => SubmitRefusal;
}

/** What became of a submission; `kind` says of a job that is not there what its refusal means. */
export type Submitted =
  | { readonly kind: 'job'; readonly job: string }
  | { readonly kind: SubmitRefusal; readonly why: string };

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
