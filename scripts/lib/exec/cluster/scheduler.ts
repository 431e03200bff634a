// SPDX-License-Identifier: MIT
import type { SettingName } from '../../core/settings/index.ts';
import type { SchedulerName } from '../../core/settings/schedulers.ts';
import type { SettingValue } from '../../core/settings/value.ts';
import type { OptionTrouble, OptionValues } from './option.ts';

/** An array as it is handed to a scheduler. Paths are absolute. */
export interface ArrayJob {
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
  readonly values: OptionValues;
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

/** A command line: never through a shell. */
export interface CommandLine {
  readonly program: string;
  readonly args: readonly string[];
  /** What it reads on its standard input. */
  readonly input?: string;
}

export type Submitted =
  | { readonly kind: 'job'; readonly job: string }
  /** The queue is full for now: fewer tasks, or later. */
  | { readonly kind: 'full'; readonly why: string }
  | { readonly kind: 'wrong'; readonly why: string }
  /** Nobody knows whether the array is there: to be looked for by its name. */
  | { readonly kind: 'unsure'; readonly why: string };

export type SchedulerAnswer = { readonly reports: readonly TaskReport[] } | { readonly silent: string };

/** Tasks of one array; all: every task it has. */
export interface TaskChoice {
  readonly job: string;
  readonly indices: readonly number[] | 'all';
}

/** Settings whose value is a number. */
export type NumberSetting = {
  [N in SettingName]: SettingValue<N> extends number | undefined ? N : never;
}[SettingName];

/** How much of a sweep a scheduler takes. */
export interface LimitSettings {
  /** Setting: most tasks of one array. */
  readonly maxArray: NumberSetting;
  /** Setting: most tasks of a sweep that may wait or run there. */
  readonly maxSubmit: NumberSetting;
  /** Most tasks of one array where nobody may be asked (DRY_RUN). */
  readonly assumedMaxArray: number;
}

/** What the array backend needs of a scheduler. No verb throws for an answer that is late, wrong or missing. */
export interface ArrayScheduler {
  readonly name: SchedulerName;
  /** Settings that become options, and those they depend on. */
  readonly optionSettings: readonly SettingName[];
  readonly limits: LimitSettings;
  /** The array script's Handlebars template: the setting that names the user's own, and the path of ours. */
  readonly templates: { readonly setting: SettingName; readonly file: string };
  readonly requeueExit: number;
  check(values: OptionValues): readonly OptionTrouble[];
  directives(values: OptionValues): readonly string[];
  signal(values: OptionValues): { readonly name: string; readonly leadS: number } | null;
  maxArraySize(): Promise<number>;
  submitCommand(job: ArrayJob): CommandLine;
  submit(job: ArrayJob): Promise<Submitted>;
  /** One question for all arrays of a sweep, finished tasks included as long as the scheduler keeps them. */
  query(names: readonly string[]): Promise<SchedulerAnswer>;
  /** What its accounting knows of arrays that `query` no longer lists; no reports where there is no accounting. */
  history(jobs: readonly { readonly job: string; readonly name: string }[]): Promise<SchedulerAnswer>;
  cancel(tasks: readonly TaskChoice[]): Promise<void>;
  setThrottle(job: string, throttle: number): Promise<void>;
}

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
