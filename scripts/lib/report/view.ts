// SPDX-License-Identifier: MIT
import type { ConfigId, RunId } from '../core/hash.ts';
import type { Assignment, RequestedValue } from '../core/value.ts';
import type { Goal, MetricSpec } from '../results/readers/metric-spec.ts';
import type { Peak } from '../results/peak.ts';
import type { Scalar } from '../results/readers/reading.ts';
import type { Units } from '../results/units.ts';
import type { RunStatus, Unranked } from '../run/outcome.ts';
import { countWhere, factsOfStatus } from '../run/status.ts';

/** A parameter as programs read it: numbers as numbers, lists as lists, everything else as text; null when absent. */
export type ParameterValue = number | string | readonly unknown[] | Readonly<Record<string, unknown>> | null;

/** A column that a configuration decides by itself. */
export interface MeasureColumn {
  readonly name: string;
  /** Parameters that it is made of; undefined where a program measured it, and any may be. */
  readonly symbols: readonly string[] | undefined;
}

/** One run, as every report sees it. */
export interface ReportRun {
  readonly run: RunId;
  readonly config: ConfigId;
  readonly number: number;
  /** config_017 */
  readonly configFile: string;
  /** Inside the sweep folder. */
  readonly folder: string;
  readonly status: RunStatus;
  /** `ok`, or why not; empty while the run has not ended. */
  readonly reason: string;
  /** One line for people. */
  readonly detail: string;
  readonly values: readonly Assignment[];
  /** Symbols that have the value of its seed (SEED_WITH), and so belong to no setting. */
  readonly seedWith?: readonly string[];
  /** Swept values that a Kconfig tree did not take, as they were asked for. */
  readonly requested: readonly RequestedValue[];
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** By column, what SWEEP_CHECK_COMMAND measured among them: a metric named like a parameter is metric.x here. */
  readonly metrics: Readonly<Record<string, Scalar>>;
  /** The best epoch of metrics that rank, by the metric's text, where the last one is worse. */
  readonly peaks?: Readonly<Record<string, Peak>>;
  /** Wall seconds of the attempt that counts; null while it has not ended. */
  readonly totalTimeS: number | null;
  readonly endedAtMs: number | null;
  readonly host: string;
  readonly devices: readonly string[];
  readonly problems: readonly string[];
  /** Why a run that is done cannot be ranked by what is asked for now; null when it can, or has not ended well. */
  readonly unranked: Unranked | null;
  /** Sweep folder the result was taken over from (REUSE, merge), seen from this one; null when it ran here. */
  readonly importedFrom: string | null;
  /** A further seed that sweep-seeds added: it did not pick its setting. */
  readonly isExtra?: boolean;
  /** From 1; null when it is not ranked. */
  readonly rank: number | null;
  readonly tied: boolean;
}

/** One metric that ranks, with the column it stands in. */
export interface RankMetric {
  readonly spec: MetricSpec;
  readonly column: string;
  readonly goal: Goal;
}

/** A sweep that another one refines: its runs count where a model says which setting is best. */
export interface EarlierSweep {
  readonly name: string;
  readonly runs: readonly ReportRun[];
  readonly varying: readonly string[];
}

/** A stage of a sweep; calls mean the last one unless they say STAGE=. */
interface ViewedStage {
  readonly name: string;
  readonly isLast: boolean;
  /** All others: a column target.CONFIG_LR is the symbol CONFIG_LR of stage target. */
  readonly others: readonly string[];
}

/** Everything the reports show of one sweep: the renderers add nothing and ask nobody. */
export interface SweepView {
  /** Name of the sweep folder. */
  readonly name: string;
  /** How a line for make names the folder: from where make was called when it was made, or whole; null for several sweeps. */
  readonly place: string | null;
  readonly rangeFile: string;
  /** By number; without the retired ones, and without those that FILTER leaves out. */
  readonly runs: readonly ReportRun[];
  /** Best first. */
  readonly ranked: readonly ReportRun[];
  readonly metrics: readonly RankMetric[];
  /** Column names: all parameters in file order, those that vary, all metrics. */
  readonly parameters: readonly string[];
  readonly varying: readonly string[];
  /** Names of the symbols that some run was to have another value of. */
  readonly requested: readonly string[];
  readonly columns: readonly string[];
  /** Those of them that a configuration decides by itself: columns derived of parameters, measures of complexity. None where it is left out. */
  readonly measures?: readonly MeasureColumn[];
  readonly counts: Readonly<Record<RunStatus, number>>;
  readonly units: Units;
  /** Runs that differ in it only are one setting (SEED_SYMBOL); empty for none. */
  readonly seedSymbol: string;
  /** How many of the best are listed. */
  readonly top: number;
  /** A Kconfig tree completed its configurations. */
  readonly hasTree?: boolean;
  /** The stage that its runs are of; missing in a sweep without stages. */
  readonly stage?: ViewedStage;
  /** The sweeps that this one refines (REFINES), the last one first; missing for none. */
  readonly earlier?: readonly EarlierSweep[];
  /** What a reader must know to trust the ranking: ties, missing values, NaN, retired runs, broken files. */
  readonly notes: readonly string[];
}

/** Returns an object that has only what was put into it: every other one has a toString. */
export function bare<T>(entries: Readonly<Record<string, T>>): Record<string, T> {
  return Object.assign(Object.create(null) as Record<string, T>, entries);
}

/** Tells whether a run has ended with what can be ranked. An early stop is no failure: what it reached counts, and its status is shown. */
export function isRankable(run: ReportRun): boolean {
  return factsOfStatus(run.status).isRankable;
}

/** Returns how many runs have ended in any way. */
export function endedCount(view: SweepView): number {
  return countWhere(view.counts, 'hasEnded');
}

/** Returns the runs that the report lists as failed: those too whose end nobody could tell. */
export function failedRuns(view: SweepView): readonly ReportRun[] {
  return view.runs.filter((r) => factsOfStatus(r.status).isFailure);
}
