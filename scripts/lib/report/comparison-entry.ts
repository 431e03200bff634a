// SPDX-License-Identifier: MIT
import type { SettingComparison } from '../results/settings/comparison.ts';
import type { ComparisonEntry, RobustEntry } from './statistics-form.ts';
import { known } from './setting-entries.ts';

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
