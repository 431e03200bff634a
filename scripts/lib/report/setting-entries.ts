// SPDX-License-Identifier: MIT
import { valueTextIn } from '../core/value.ts';
import type { ComparedSetting, SettingComparison } from '../results/settings/comparison.ts';
import type { SettingRuns } from '../results/settings/layout.ts';
import { factsOfStatus } from '../run/status.ts';
import { rankedNumber } from './build-view.ts';
import type { BestWord, ComparisonEntry, RobustEntry, SettingEntry, Values } from './statistics-form.ts';
import { bare, type ParameterValue, type RankMetric, type ReportRun } from './view.ts';

/** Seeds from which a chance of being the best is told in per cent. */
const ENOUGH_SEEDS = 5;
const [LIKELY, UNLIKELY] = [0.5, 0.1];

/** Tells whether a run has ended and gave nothing to rank it by. */
export function gaveNothing(run: ReportRun): boolean {
  return run.rank === null && factsOfStatus(run.status).hasEnded;
}

/** Returns the values of one setting's runs by their seed, as the comparison takes them. */
export function settingRuns(runs: readonly ReportRun[], metric: RankMetric, seedSymbol: string): SettingRuns {
  return {
    runs: runs.flatMap((run) =>
      rankedNumber(run, metric.column).map((value) => ({ block: valueTextIn(run.values, seedSymbol), value })),
    ),
    failed: runs.filter(gaveNothing).length,
  };
}

/** Returns the settings as sweep_statistics.json tells them, best first. */
export function settingEntries(
  comparison: SettingComparison,
  groups: readonly (readonly ReportRun[])[],
  names: readonly string[],
): readonly SettingEntry[] {
  return comparison.settings.map((setting, place) =>
    settingEntry(setting, { rank: place + 1, runs: groups[setting.index] ?? [], names }),
  );
}

function settingEntry(
  setting: ComparedSetting,
  { rank, runs, names }: { rank: number; runs: readonly ReportRun[]; names: readonly string[] },
): SettingEntry {
  const { interval, differenceInterval, chanceOfBest: chance } = setting;
  const isEnough = setting.n >= ENOUGH_SEEDS;
  return {
    rank,
    values: valuesOf(runs[0], names),
    configs: runs.map((run) => run.configFile),
    n: setting.n,
    failed: setting.failed,
    mean: known(setting.mean),
    adjusted_mean: known(setting.adjusted),
    sd: known(setting.sd),
    median: known(setting.median),
    iqm: known(setting.interquartileMean),
    ci_low: known(interval?.low),
    ci_high: known(interval?.high),
    diff: known(setting.difference),
    diff_low: known(differenceInterval?.low),
    diff_high: known(differenceInterval?.high),
    p: known(setting.p),
    p_adjusted: known(setting.pAdjusted),
    p_best: isEnough ? known(chance) : null,
    p_best_words: isEnough || chance === undefined ? null : wordOf(setting.verdict === 'worse' ? 0 : chance),
    verdict: setting.verdict,
  };
}

/** Returns the values of some symbols in a run; null where it lacks one. */
export function valuesOf(run: ReportRun | undefined, names: readonly string[]): Values {
  return bare<ParameterValue>(Object.fromEntries(names.map((name) => [name, run?.parameters[name] ?? null])));
}

function wordOf(chance: number): BestWord {
  return chance >= LIKELY ? 'likely' : chance < UNLIKELY ? 'unlikely' : 'open';
}

/** JSON knows no NaN and no infinity. */
export function known(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : value;
}

/** Returns how settings were compared, as sweep_statistics.json tells it. */
export function comparisonEntry(comparison: SettingComparison): ComparisonEntry {
  const { spreads } = comparison;
  return {
    method: comparison.method,
    model: comparison.model,
    alpha: comparison.alpha,
    degrees: comparison.method === 'none' ? null : comparison.degrees,
    sd_seed: known(spreads.seed),
    sd_setting: known(spreads.setting),
    sd_rest: known(spreads.rest),
    shares: sharesOf(comparison),
    resolution: comparison.resolution > 0 ? known(comparison.resolution) : null,
    floored: comparison.isFloored,
    seeds_change_nothing: comparison.seedsChangeNothing,
    own_spread: comparison.ownSpread.map((place) => place + 1),
    detectable: Object.fromEntries([...comparison.detectable].map(([seeds, size]) => [String(seeds), size])),
    robust: robustEntry(comparison),
  };
}

/** Variances are squares: of their parts of the largest, which fit a double. */
function sharesOf({ spreads }: SettingComparison): ComparisonEntry['shares'] {
  const { seed, setting, rest } = spreads;
  if (setting === undefined || rest === undefined) return null;
  const largest = Math.max(seed ?? 0, setting, rest);
  if (!(largest > 0)) return null;
  const part = (sd: number): number => (sd / largest) ** 2;
  const total = part(seed ?? 0) + part(setting) + part(rest);
  return {
    seed: seed === undefined ? null : part(seed) / total,
    setting: part(setting) / total,
    rest: part(rest) / total,
  };
}

function robustEntry({ robust }: SettingComparison): RobustEntry | null {
  if (robust === undefined) return null;
  return {
    rank: robust.best + 1,
    iqm: robust.value,
    ci_low: robust.interval.low,
    ci_high: robust.interval.high,
    first_share: robust.firstShare,
  };
}
