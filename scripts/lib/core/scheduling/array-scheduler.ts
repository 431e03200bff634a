// SPDX-License-Identifier: MIT
import type { SettingSpec } from '../setting-spec.ts';
import type { SchedulerAbilities, SchedulerCard } from './card.ts';
import type { JobOptions, OptionValues } from './option.ts';
import type { AskProgram, CommandLine, SubmissionWords } from './program.ts';

/** An array as it is handed to a scheduler. Paths are absolute. `N`: the names of its settings. */
export interface ArrayJob<N extends string> {
  readonly name: string;
  /** Tasks 0 to count - 1. */
  readonly count: number;
  /** Most tasks at once; null: no throttle. */
  readonly throttle: number | null;
  /** Job id that must have ended before this one starts. */
  readonly after: string | null;
  /** Tasks and arrays that must have ended, however, before any of its tasks starts. */
  readonly needs: readonly JobRef[];
  /** Option values of its tasks, for those that belong on the command line. */
  readonly values: OptionValues<N>;
  readonly sweepDir: string;
  readonly batchDir: string;
  /** Text and place of the array script. */
  readonly script: string;
  readonly scriptPath: string;
}

/** A task, counted from 0, or a whole array. */
export interface JobRef {
  readonly job: string;
  readonly index: number | 'all';
}

export type SchedulerAnswer = { readonly reports: readonly TaskReport[] } | { readonly silent: string };

/** Tasks of one array; all: every task it has. */
export interface TaskChoice {
  readonly job: string;
  readonly indices: readonly number[] | 'all';
}

/**
 * A cluster's scheduler that takes arrays, as its folder tells it: data and text, which touch nothing. `N`: the names of
 * its settings, `L`: those of them that are numbers. A folder writes it as `ArraySchedulerOf` its settings.
 */
export interface ArrayScheduler<Name extends string, N extends string, L extends N>
  extends SchedulerCard,
    JobOptions<N> {
  readonly kind: 'arrays';
  readonly name: Name;
  readonly limits: {
    /** Setting: most tasks of one array. */
    readonly maxArray: L;
    /** Setting: most tasks of a sweep that may wait or run there. */
    readonly maxSubmit: L;
    /** Most tasks of one array where nobody may be asked (DRY_RUN) or nobody knows. */
    readonly assumedMaxArray: number;
  };
  /** The array script's Handlebars template: the setting that names the user's own, and ours, from the folder that ksweep is installed in. */
  readonly templates: { readonly setting: N; readonly file: string };
  /** Exit code by which a task asks to be started again; 0 where it asks otherwise. */
  readonly requeueExit: number;
  /** Returns the option lines for checked values, in a fixed order: equal values give equal text. */
  readonly directives: (values: OptionValues<N>) => readonly string[];
  /** Returns the signal before the time limit; null for none. */
  readonly signal: (values: OptionValues<N>) => { readonly name: string; readonly leadS: number } | null;
  readonly submitCommand: (job: ArrayJob<N>) => CommandLine;
  readonly submission: SubmissionWords;
  /** Variables that its programs get when they are asked. */
  readonly askedWith?: Readonly<Record<string, string>>;
  readonly open: (ask: AskProgram) => ArrayVerbs;
}

/** What is asked of a scheduler's programs. No verb throws for an answer that is late, wrong or missing. */
export interface ArrayVerbs {
  /** Most tasks of one array; undefined when it does not say. Left out where nobody can be asked. */
  maxArraySize?(): Promise<number | undefined>;
  /** One question for all arrays of a sweep, finished tasks included as long as the scheduler keeps them. */
  query(names: readonly string[]): Promise<SchedulerAnswer>;
  /** What its accounting knows of arrays that `query` no longer lists; no reports where there is no accounting. */
  history(jobs: readonly { readonly job: string; readonly name: string }[]): Promise<SchedulerAnswer>;
  cancel(tasks: readonly TaskChoice[]): Promise<void>;
  setThrottle(job: string, throttle: number): Promise<void>;
}

/** A scheduler whose settings are this table: a name of another one does not compile, nor a limit that is no number. */
export interface ArraySchedulerOf<Name extends string, S extends Readonly<Record<string, SettingSpec>>>
  extends ArrayScheduler<Name, keyof S & string, NumberNames<S>> {
  readonly settings: S;
}

type NumberNames<S> = { [N in keyof S]: S[N] extends { kind: 'integer' | 'number' } ? N : never }[keyof S] & string;

/** A cluster's scheduler: it has a queue, keeps limits, and goes on without us. */
export const CLUSTER_ABILITIES = {
  ownsProcesses: false,
  keepsTimeLimits: true,
  hasQueue: true,
  survivesRunner: true,
  hasScratch: true,
} as const satisfies SchedulerAbilities;

/** Where the scheduler says that some tasks stand. Causes are those of run/outcome-of.ts. */
export type TaskPhase =
  | { readonly kind: 'pending'; readonly why: string }
  | { readonly kind: 'running'; readonly host: string }
  /** Over, but its node still tidies up: what became of it is asked for later. */
  | { readonly kind: 'ending' }
  | { readonly kind: 'ended'; readonly cause: EndCause | null }
  /** It waits and will never start by itself: to be cancelled and told. */
  | { readonly kind: 'stuck'; readonly cause: 'launch' | 'dependency'; readonly why: string }
  | { readonly kind: 'unknown'; readonly why: string };

/** Why the scheduler ended a task; null in a phase: the task ended by itself, its run folders say how. */
export type EndCause = 'time limit' | 'cancelled' | 'out of memory' | 'preempted' | 'node failure' | 'launch';

/** One line of a scheduler's answer: tasks of one array that stand alike. */
export interface TaskReport {
  readonly job: string;
  readonly name: string;
  /** Counted from 0 on SLURM and LSF alike; 'rest': those of the array that no other line names (a cut list). */
  readonly indices: readonly number[] | 'rest';
  readonly phase: TaskPhase;
}
