// SPDX-License-Identifier: MIT
import { mean } from '../results/stats/describe.ts';
import { runsBySetting } from './seed-setting.ts';
import type { ReportRun } from './view.ts';

/** Settings as one value each: where their first run stands, and the mean of their values. */
export interface SettingMeans {
  readonly places: readonly number[];
  readonly values: readonly number[];
}

/** Returns the settings of ranked runs, one point each: several seeds of a setting are no independent configurations. */
export function settingMeans(runs: readonly ReportRun[], values: readonly number[], seedSymbol: string): SettingMeans {
  const placeOf = new Map(runs.map((run, place) => [run, place]));
  const groups = runsBySetting(runs, seedSymbol).map((own) => own.flatMap((run) => placeOf.get(run) ?? []));
  return {
    places: groups.map((own) => own[0] ?? 0),
    values: groups.map((own) => mean(own.map((place) => values[place] ?? Number.NaN))),
  };
}
