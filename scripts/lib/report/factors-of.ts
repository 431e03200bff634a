// SPDX-License-Identifier: MIT
import { createFactor, type Factor } from '../results/factors.ts';
import { levelReader } from '../results/value-levels.ts';
import type { ReportRun } from './view.ts';

/** Returns the factor of one parameter over some runs. */
export function factorOf(runs: readonly ReportRun[], name: string): Factor {
  let at = 0; // the runs of a sweep mostly have a parameter at the same place
  const levelOf = levelReader();
  return createFactor(
    name,
    runs.map(({ values }) => {
      if (values[at]?.name !== name) at = values.findIndex((v) => v.name === name);
      return levelOf(values[at]?.value);
    }),
  );
}
