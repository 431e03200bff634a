// SPDX-License-Identifier: MIT
import type { Goal } from '../results/readers/metric-spec.ts';
import type { Unit } from '../results/units.ts';

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
  /** Mean of the metric for each level; null where no run has it. */
  readonly means: readonly (number | null)[];
}

/** A column of numbers over all shown runs. */
export interface PageColumn {
  readonly name: string;
  readonly label: string;
  readonly goal: Goal | null;
  readonly unit: Unit | null;
  /** Decimals of every number of a column without a unit; null where they differ too much in size. */
  readonly decimals: number | null;
  readonly values: readonly (number | null)[];
}

export interface PageCurve {
  readonly run: string;
  readonly rank: number;
  readonly side: 'best' | 'worst';
  readonly values: readonly (number | null)[];
}

/** One factor, or two together, of what was asked. */
export interface PageEffect {
  readonly symbols: readonly string[];
  readonly kind: 'main' | 'interaction';
  /** Of the variance; null for what is not shown. */
  readonly share: number | null;
  readonly p: number | null;
  readonly isShown: boolean;
}

/** Metric values of one sweep, for comparing several. */
export interface PageSweep {
  readonly name: string;
  readonly values: readonly number[];
  /** Runs that ended without a value: worse than all that have one. */
  readonly failed: number;
}

/** All numbers of the page: embedded as JSON, drawn by the charts on both sides. */
export interface PageData {
  readonly title: string;
  /** The parameter that is the seed, which has no chart of its own; empty for none. */
  readonly seed: string;
  /** Column that ranks; empty when nothing does. */
  readonly metric: string;
  readonly runs: {
    readonly names: readonly string[];
    readonly ranks: readonly (number | null)[];
    readonly statuses: readonly string[];
    readonly reasons: readonly string[];
  };
  /** Setting of each run, runs that differ in the seed alone being of one; null where each run is a setting of its own. */
  readonly settings: readonly number[] | null;
  readonly parameters: readonly PageParameter[];
  readonly columns: readonly PageColumn[];
  readonly curves: readonly PageCurve[];
  readonly effects: readonly PageEffect[];
  readonly sweeps: readonly PageSweep[];
}

/** Returns the column of a name; undefined when the page has none such. */
export function columnNamed(data: PageData, name: string): PageColumn | undefined {
  return data.columns.find((c) => c.name === name);
}

/** Returns the positions of at most `most` runs: the best twentieth of them always, the rest evenly over the order. */
export function thinned(data: PageData, most: number): readonly number[] {
  const all = [...data.runs.names.keys()];
  if (all.length <= most) return all;
  const kept = new Set(all.filter((i) => data.runs.ranks[i] !== null && (data.runs.ranks[i] ?? 0) <= most / 20));
  const rest = all.filter((i) => !kept.has(i));
  const wanted = most - kept.size;
  for (let k = 0; k < wanted; k += 1) kept.add(rest[Math.floor((k * rest.length) / wanted)] ?? 0);
  return [...kept].sort((a, b) => a - b);
}
