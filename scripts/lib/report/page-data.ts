// SPDX-License-Identifier: MIT
import { factsOfStatus, STATUSES } from '../run/status.ts';
import type { Goal } from '../results/readers/metric-spec.ts';
import type { Unit } from '../results/units.ts';
import type { StudyModel } from './study-model.ts';

/** A parameter over all shown runs: the level of each, -1 where it is absent. */
export interface PageParameter {
  readonly name: string;
  readonly levels: readonly string[];
  readonly codes: readonly number[];
  /** The number each level stands for, but for the last one, `(absent)`, where some run lacks the parameter; null when one is no number. */
  readonly numbers: readonly number[] | null;
  readonly isLog: boolean;
  /** Codes of the levels between which the best models likely lie; null when it cannot be told. */
  readonly best: { readonly low: number; readonly high: number; readonly median: number } | null;
  /** Cell of sweep_summary.csv for each level; null where all are as the levels print. */
  readonly cells: readonly string[] | null;
}

/** A column of numbers over all shown runs. */
export interface PageColumn {
  readonly name: string;
  readonly label: string;
  readonly goal: Goal | null;
  readonly unit: Unit | null;
  /** Decimals of every number of a column without a unit; null where they differ too much in size. */
  readonly decimals: number | null;
  /** True where they stand for true and false. */
  readonly isBoolean: boolean;
  readonly values: readonly (number | null)[];
}

/** A learning curve of the ranking metric. */
export interface PageCurve {
  /** Name of its run. */
  readonly run: string;
  readonly values: readonly (number | null)[];
  /** Step or epoch of each value; null where they are counted from 1. */
  readonly steps: readonly number[] | null;
  /** Seconds from the run's start to each value; null where no file tells. */
  readonly seconds: readonly number[] | null;
}

/** One factor, or two together, of what was asked. */
export interface PageEffect {
  readonly symbols: readonly string[];
  readonly kind: 'main' | 'interaction';
  /** Of the variance; null for what is not shown. */
  readonly share: number | null;
}

/** What was tried when, by columns: one entry an attempt. */
export interface PageAttempts {
  /** Epoch milliseconds that `starts` are counted from. */
  readonly beganMs: number;
  /** Position of the run. */
  readonly runs: readonly number[];
  readonly numbers: readonly number[];
  /** Seconds. */
  readonly starts: readonly number[];
  /** Null while it has not ended. */
  readonly seconds: readonly (number | null)[];
  /** What it ran on: the place of each among `lanes`. */
  readonly on: readonly number[];
  readonly lanes: readonly string[];
  /** How it ended, in words. */
  readonly ends: readonly string[];
}

/** A run of another stage that runs are built upon. */
export interface PageNeed {
  readonly stage: string;
  readonly name: string;
  /** Its folder, from this page. */
  readonly folder: string;
  /** Page of its stage, from this one. */
  readonly page: string;
}

/** All numbers of the page: embedded as JSON, drawn by the charts on both sides. */
export interface PageData {
  readonly title: string;
  /** Before the numbers of runs in such a line: `target/` where the page is of that stage, which is not the last. */
  readonly stagePrefix: string;
  /** The parameter that is the seed, which has no chart of its own; empty for none. */
  readonly seed: string;
  /** Column that ranks; empty when nothing does. */
  readonly metric: string;
  readonly runs: {
    readonly names: readonly string[];
    readonly numbers: readonly number[];
    readonly ranks: readonly (number | null)[];
    readonly statuses: readonly string[];
    /** For people; empty when it ended well. */
    readonly reasons: readonly string[];
    /** As in sweep_summary.csv, where that is another word. */
    readonly causes: readonly string[];
    /** From the page's folder. */
    readonly folders: readonly string[];
  };
  /** Setting of each run, runs that differ in the seed alone being of one; null where each run is a setting of its own. */
  readonly settings: readonly number[] | null;
  readonly parameters: readonly PageParameter[];
  /** Parameters with one value in all runs: what it prints as, and its cell of sweep_summary.csv. */
  readonly fixed: readonly { readonly name: string; readonly text: string; readonly cell: string }[];
  readonly columns: readonly PageColumn[];
  /** Columns of sweep_summary.csv that hold no numbers. */
  readonly texts: readonly { readonly name: string; readonly values: readonly (string | null)[] }[];
  /** Columns of sweep_summary.csv, in its order. */
  readonly order: readonly string[];
  /** False where numbers were rounded to keep the page small. */
  readonly isWhole: boolean;
  readonly curves: readonly PageCurve[];
  readonly effects: readonly PageEffect[];
  /** A model of the ranking metric over all parameters; null where there is none. */
  readonly model: StudyModel | null;
  /** Names of the sweeps that are compared, how lines for make name their folders, and whose each run is (null where there is one). */
  readonly sweeps: {
    readonly names: readonly string[];
    readonly places: readonly string[];
    readonly of: readonly number[] | null;
  };
  /** The groups that BY tells apart, and whose each run is: the distribution is drawn by them; null where it is drawn of all. */
  readonly groups: { readonly names: readonly string[]; readonly of: readonly number[] } | null;
  /** Null where nothing was tried, or of several sweeps. */
  readonly attempts: PageAttempts | null;
  /** Ends of logs by run: of failures and of the best. */
  readonly logs: Readonly<Record<string, string>>;
  /** Runs of other stages, and which of them each run is built upon; null without stages. */
  readonly needs: { readonly all: readonly PageNeed[]; readonly of: readonly (readonly number[])[] } | null;
}

/** Returns the column of a name; undefined when the page has none such. */
export function columnNamed(data: PageData, name: string): PageColumn | undefined {
  return data.columns.find((c) => c.name === name);
}

/** Returns the positions of all runs. */
export function everyRun(data: PageData): readonly number[] {
  return [...data.runs.names.keys()];
}

/** Returns at most `most` of some runs: the best twentieth of them always, the rest evenly over the order. */
export function thinned(data: PageData, runs: readonly number[], most: number): readonly number[] {
  if (runs.length <= most) return runs;
  const known = thinnedRuns.get(runs);
  if (known !== undefined && known.most === most) return known.kept;
  const best = runs.filter((run) => data.runs.ranks[run] !== null);
  best.sort((a, b) => (data.runs.ranks[a] ?? 0) - (data.runs.ranks[b] ?? 0));
  const kept = new Set(best.slice(0, Math.floor(most / 20)));
  const rest = runs.filter((i) => !kept.has(i));
  const wanted = most - kept.size;
  for (let k = 0; k < wanted; k += 1) kept.add(rest[Math.floor((k * rest.length) / wanted)] ?? 0);
  const sorted = [...kept].sort((a, b) => a - b);
  thinnedRuns.set(runs, { most, kept: sorted });
  return sorted;
}

/** Every chart of a page thins the same runs. */
const thinnedRuns = new WeakMap<readonly number[], { readonly most: number; readonly kept: readonly number[] }>();

/** Tells whether a run has ended and gave nothing to rank it by. */
export function endedInVain({ runs }: PageData, run: number): boolean {
  return runs.ranks[run] === null && VAIN.has(runs.statuses[run] ?? '');
}

const VAIN: ReadonlySet<string> = new Set(STATUSES.filter((status) => factsOfStatus(status).hasEnded));
