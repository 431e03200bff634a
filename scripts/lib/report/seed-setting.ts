// SPDX-License-Identifier: MIT
import { valueKey } from '../core/value.ts';
import { groupBy } from '../results/groups.ts';
import type { ReportRun } from './view.ts';

/** Returns the runs by their setting: those of one group differ in nothing but the seed. */
export function runsBySetting(runs: readonly ReportRun[], seedSymbol: string): readonly (readonly ReportRun[])[] {
  return groupBy(runs, (run) => keyWithout(run, seedSymbol)).map(({ items }) => items);
}

function keyWithout(run: ReportRun, symbol: string): string {
  return JSON.stringify(run.values.filter((v) => v.name !== symbol).map((v) => [v.name, valueKey(v.value)]));
}
