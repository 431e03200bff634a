// SPDX-License-Identifier: MIT
import { didYouMean } from '../core/nearest.ts';
import type { SettingComparison } from '../results/settings/comparison.ts';
import type { ComparisonEntry, SettingEntry, WarningEntry } from './statistics-form.ts';

/** What the warnings are made from. */
export interface WarningInput {
  readonly comparison: SettingComparison;
  readonly entry: ComparisonEntry;
  readonly settings: readonly SettingEntry[];
  readonly seedSymbol: string;
  /** True when runs differ in the seed symbol. */
  readonly hasSeeds: boolean;
  readonly testMetric: string | undefined;
  /** Names of all numbers that runs report. */
  readonly columns: readonly string[];
  /** How a size of the metric is told. */
  readonly show: (value: number) => string;
}

/** Returns what a reader must know before believing the comparison of settings, most important first. */
export function warningsOf(input: WarningInput): readonly WarningEntry[] {
  return [...seedWarnings(input), ...spreadWarnings(input), ...failureWarnings(input), ...testMetricWarnings(input)];
}

function seedWarnings({ comparison, settings, seedSymbol, hasSeeds }: WarningInput): readonly WarningEntry[] {
  const ranked = settings.filter((s) => s.n > 0);
  if (ranked.length === 0) return [];
  if (comparison.seedsChangeNothing) {
    const text = `${seedSymbol} changes nothing: every setting has the same value with each of its seeds. Nothing is tested: whether the program reads its seed has to be seen first.`;
    return [{ code: 'seeds_change_nothing', text }];
  }
  if (comparison.seedsDiffer) {
    const text = `No two settings share a value of ${seedSymbol}: the luck of the seeds does not cancel out, and settings are compared by Welch's test.`;
    return [{ code: 'seeds_differ', text }];
  }
  if (ranked.length < 2 || ranked.some((s) => s.n > 1)) return [];
  if (settings.some((s) => s.configs.length > 1)) {
    const text =
      'No setting has values of two seeds: how much of a lead is luck cannot be told, and nothing is tested.';
    return [{ code: 'no_repeats', text }];
  }
  if (hasSeeds) {
    const text = `Runs differ in ${seedSymbol}, and no setting was run with two values of it: what is the seed's and what the setting's cannot be told, and nothing is tested.`;
    return [{ code: 'seed_drawn', text }];
  }
  const text =
    'One run each proves little: how much of a lead is luck cannot be told. SWEEP_REPEATS=5 runs every setting with five seeds.';
  return [{ code: 'no_repeats', text }];
}

function spreadWarnings({ comparison, settings, entry, show }: WarningInput): readonly WarningEntry[] {
  const warnings: WarningEntry[] = [];
  if (comparison.isFloored && entry.resolution !== null) {
    const text = `The metric comes in steps of ${show(entry.resolution)}, and repeated runs differ by less: the error of one step (${show(entry.sd_rest ?? 0)}, a step over the root of 12) stands for their spread.`;
    warnings.push({ code: 'rounding', text });
  }
  const wild = comparison.ownSpread.flatMap((place) => settings[place] ?? []);
  if (wild.length > 0) {
    const [names, theirs] = [wild.map((s) => s.configs[0] ?? '').join(', '), wild.length === 1 ? 'its' : 'their'];
    const [least, one] = [Math.min(...wild.map((s) => s.sd ?? 0)), wild.length === 1];
    const size = (sd: number): string => show(Number(sd.toPrecision(3)));
    const text = `The seeds of ${names} scatter far more widely than those of the others (a standard deviation of ${size(least)}${one ? '' : ' and more'} against ${size(entry.sd_rest ?? 0)}): ${one ? 'it is' : 'they are'} judged by ${theirs} own spread, by Welch's test, and the others without ${one ? 'it' : 'them'}.`;
    warnings.push({ code: 'own_spread', text });
  }
  const most = settings.reduce((n, s) => Math.max(n, s.n), 0);
  if (comparison.method !== 'none' && most < 3) {
    const text = `${most} seeds a setting: only large differences can be shown.`;
    warnings.push({ code: 'few_runs', text });
  }
  return warnings;
}

function failureWarnings({ settings, comparison }: WarningInput): readonly WarningEntry[] {
  if (comparison.method === 'none') return []; // nothing is adjusted, and the report lists them
  const partly = settings.filter((s) => s.failed > 0);
  if (partly.length === 0) return [];
  const failed = partly.reduce((sum, s) => sum + s.failed, 0);
  const lead = settings[0];
  const own = lead === undefined || lead.failed === 0 ? '' : ` ${lead.failed} of them are of the setting in front.`;
  const text = `${failed} ${failed === 1 ? 'run' : 'runs'} of ${partly.length} ${partly.length === 1 ? 'setting' : 'settings'} gave no value. Means are adjusted for the seeds that are missing, not for why they are.${own}`;
  return [{ code: 'failures', text }];
}

function testMetricWarnings({ testMetric, columns }: WarningInput): readonly WarningEntry[] {
  if (testMetric === undefined || testMetric === 'total_time' || columns.includes(testMetric)) return [];
  const near = didYouMean(testMetric, columns);
  const text = `TEST_METRIC=${testMetric} is no metric of this sweep${near === undefined ? '' : ` (${near})`}: the winner is reported by what picked it alone.`;
  return [{ code: 'test_metric_unknown', text }];
}
