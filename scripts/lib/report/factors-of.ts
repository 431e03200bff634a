// SPDX-License-Identifier: MIT
import { createFactor, type Factor, levelReader, type RawLevel } from '../results/factors.ts';
import type { ReportRun } from './view.ts';

/** Returns the factor of one parameter over some runs. */
export function factorOf(runs: readonly ReportRun[], name: string): Factor {
  const [factor] = factorsOver(runs, [name]);
  if (factor === undefined) throw new Error(`internal: no factor of ${name}`);
  return factor;
}

/** Returns the factors of some parameters over some runs, in their order. Each run is read once: to fetch thousands of them anew for each parameter takes three times as long. */
export function factorsOver(runs: readonly ReportRun[], names: readonly string[]): readonly Factor[] {
  const columns = names.map((name) => ({
    name,
    at: 0, // the runs of a sweep mostly have a parameter at the same place
    levelOf: levelReader(),
    levels: new Array<RawLevel | undefined>(runs.length),
  }));
  for (const [i, { values }] of runs.entries()) {
    for (const column of columns) {
      if (values[column.at]?.name !== column.name) column.at = values.findIndex((v) => v.name === column.name);
      column.levels[i] = column.levelOf(values[column.at]?.value);
    }
  }
  return columns.map(({ name, levels }) => createFactor(name, levels));
}
