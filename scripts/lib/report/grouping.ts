// SPDX-License-Identifier: MIT
import { UsageError } from '../core/diagnostic.ts';
import { didYouMean } from '../core/nearest.ts';
import { valueKey } from '../core/value.ts';
import type { ReportRun, SweepView } from './view.ts';

/** Returns the parameters that BY= names, each once; CONFIG_ may be left out. Throws UsageError for a name that is no parameter. */
export function parametersOf(view: SweepView, by: string): readonly string[] {
  return [
    ...new Set(
      by
        .split(/[,\s]+/)
        .filter((n) => n !== '')
        .map((name) => parameterNamed(view, name)),
    ),
  ];
}

function parameterNamed(view: SweepView, name: string): string {
  const found = view.parameters.find((p) => p === name) ?? view.parameters.find((p) => p === `CONFIG_${name}`);
  if (found !== undefined) return found;
  throw new UsageError(`BY names ${name}, which is no parameter of this sweep`, didYouMean(name, view.parameters));
}

/** Returns what runs of one group have in common: 0.1 and 1e-1 are one value. */
export function groupKey(run: ReportRun, names: readonly string[]): string {
  return JSON.stringify(
    names.map((name) => {
      const found = run.values.find((v) => v.name === name);
      return found === undefined ? null : valueKey(found.value);
    }),
  );
}
