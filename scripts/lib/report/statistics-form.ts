// SPDX-License-Identifier: MIT
import type { DesignKind } from '../results/design/design.ts';
import type { Estimable } from '../results/design/estimable.ts';
import type { EffectMethod, ErrorTerm } from '../results/effects/effect.ts';
import type { Goal } from '../results/readers/metric-spec.ts';
import type { SettingVerdict } from '../results/settings/comparison.ts';
import type { FailureEntry, MoreRunsEntry, NextEntry } from './outlook-form.ts';
import type { ParameterValue } from './view.ts';

/** Values of symbols by their full names, as in sweep_summary.json. */
export type Values = Readonly<Record<string, ParameterValue>>;

/** One factor of the design: the symbols that change together. */
export interface FactorEntry {
  readonly symbols: readonly string[];
  readonly kind: 'number' | 'text';
  readonly levels: number;
  readonly condition: string | null;
}

/** One setting of the parameters. All numbers are null where they do not exist. */
export interface SettingEntry extends LevelEntry {
  readonly rank: number;
  readonly configs: readonly string[];
  readonly sd: number | null;
  readonly median: number | null;
  readonly iqm: number | null;
  readonly diff: number | null;
  readonly diff_low: number | null;
  readonly diff_high: number | null;
  readonly p: number | null;
  readonly p_adjusted: number | null;
  readonly p_best: number | null;
  readonly p_best_words: BestWord | null;
  readonly verdict: SettingVerdict;
}

export type BestWord = 'likely' | 'open' | 'unlikely';

/** How the settings were compared. */
export interface ComparisonEntry {
  readonly method: 'tukey' | 'welch' | 'none';
  readonly model: 'setting+seed' | 'setting';
  readonly alpha: number;
  readonly degrees: number | null;
  readonly sd_seed: number | null;
  readonly sd_setting: number | null;
  readonly sd_rest: number | null;
  /** Parts of the variance; null where a part cannot be told. */
  readonly shares: { readonly seed: number | null; readonly setting: number; readonly rest: number } | null;
  readonly resolution: number | null;
  /** True when the resolution stands in the place of a smaller spread. */
  readonly floored: boolean;
  readonly seeds_change_nothing: boolean;
  /** Ranks of the settings that are too wild for the spread of the others. */
  readonly own_spread: readonly number[];
  readonly detectable: Readonly<Record<string, number>>;
  readonly robust: RobustEntry | null;
}

/** The same question by interquartile means, with a stratified bootstrap. */
export interface RobustEntry {
  readonly rank: number;
  readonly iqm: number;
  readonly ci_low: number;
  readonly ci_high: number;
  /** Part of the draws in which the setting of rank 1 has the best interquartile mean. */
  readonly first_share: number;
}

/** One value of a factor (one value of each of its symbols), or one cell of two factors. */
export interface LevelEntry {
  readonly values: Values;
  /** Runs that have a value, and runs that gave none. */
  readonly n: number;
  readonly failed: number;
  readonly mean: number | null;
  readonly adjusted_mean: number | null;
  readonly ci_low: number | null;
  readonly ci_high: number | null;
}

/** How a factor's values among the best tenth of the settings differ from those among all. */
export interface SeparationEntry {
  /** Of the sum over all factors. */
  readonly share: number;
  readonly p_adjusted: number | null;
  /** Where the best settings lie; null for a factor that is no number. */
  readonly best_low: number | null;
  readonly best_high: number | null;
}

/** One point of a partial dependence; between low and high lie four of five trees. */
export interface CurveEntry {
  readonly values: Values;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** What one factor did to the metric, or two of them beyond their own effects. */
export interface EffectEntry {
  /** All symbols of the factor; of an interaction those of both. */
  readonly symbols: readonly string[];
  /** The same by factor: one group, or two of an interaction. */
  readonly factors: readonly (readonly string[])[];
  readonly kind: 'main' | 'interaction';
  readonly method: EffectMethod;
  /** Where the factor is present; null when every setting has it. */
  readonly condition: string | null;
  readonly n: number;
  /** Of the variance; null for what is not shown. */
  readonly share: number | null;
  readonly sum_of_squares: number | null;
  readonly degrees: number | null;
  readonly f: number | null;
  readonly p: number | null;
  readonly p_adjusted: number | null;
  readonly shown: boolean;
  /** The values with the best adjusted mean, of those of which not most runs failed; null where there is none. */
  readonly best: Values | null;
  readonly levels: readonly LevelEntry[];
  /** How the metric goes with a factor of drawn settings that is shown, the others being as they were; null elsewhere. */
  readonly curve: readonly CurveEntry[] | null;
  readonly separation: SeparationEntry | null;
}

/** How effects were tested. */
export interface EffectsModelEntry {
  readonly method: EffectMethod;
  /** What effects are compared with: what the model leaves of all runs, of the seeds of a setting, or of the settings. */
  readonly error: ErrorTerm | null;
  readonly degrees: number | null;
  readonly sd: number | null;
  readonly sentence: string;
}

/** The setting in front, reported with the optimism of having been picked. */
export interface WinnerEntry {
  readonly values: Values;
  readonly configs: readonly string[];
  readonly picked_of: number;
  /** 1, but where a sweep refines another: there a model of both has the setting in front, which need not be the luckiest run. */
  readonly rank: number;
  readonly raw: number;
  readonly corrected: number | null;
  readonly ci_low: number | null;
  readonly ci_high: number | null;
  readonly method: string;
  readonly test: TestEntry | null;
  /** The seeds that sweep-seeds added, alone: they did not pick it. Null without any. */
  readonly fresh: TestEntry | null;
}

/** What TEST_METRIC says of the winner: it did not choose it. */
export interface TestEntry {
  readonly metric: string;
  readonly n: number;
  readonly mean: number | null;
  readonly ci_low: number | null;
  readonly ci_high: number | null;
}

export type WarningCode =
  | 'seeds_change_nothing'
  | 'seeds_differ'
  | 'seed_drawn'
  | 'few_runs'
  | 'no_repeats'
  | 'rounding'
  | 'own_spread'
  | 'failures'
  | 'test_metric_unknown';

export interface WarningEntry {
  readonly code: WarningCode;
  readonly text: string;
}

/** sweep_statistics.json: docs/results.md has its schema. */
export interface Statistics {
  readonly statistics: 'ksweep';
  readonly version: readonly [1, 0];
  readonly metric: string;
  readonly goal: Goal;
  readonly test_metric: string | null;
  readonly seed_symbol: string;
  readonly runs: {
    readonly total: number;
    readonly ranked: number;
    readonly failed: number;
    readonly without_value: number;
  };
  readonly design: {
    readonly kind: DesignKind;
    readonly blocks: string | null;
    readonly settings: number;
    readonly estimable: readonly Estimable[];
    readonly sentence: string;
    readonly factors: readonly FactorEntry[];
  };
  readonly settings: readonly SettingEntry[];
  readonly comparison: ComparisonEntry;
  /** Null where nothing varies, or nothing has a value. */
  readonly effects_model: EffectsModelEntry | null;
  readonly effects: readonly EffectEntry[];
  readonly failures: readonly FailureEntry[];
  readonly winner: WinnerEntry | null;
  readonly more_runs: readonly MoreRunsEntry[];
  readonly next: readonly NextEntry[];
  readonly warnings: readonly WarningEntry[];
}
