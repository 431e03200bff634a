// SPDX-License-Identifier: MIT
import { displayText, type Value, valueIn } from '../../core/value.ts';
import type { Factor } from '../../results/factors.ts';
import { requestedColumn } from '../build-view.ts';
import type { PageData } from '../page-data.ts';
import { parameterValue } from '../parameters.ts';
import type { SweepView } from '../view.ts';

/** Returns the text of a value in sweep_summary.csv. */
function cellText(value: Value): string {
  const read = parameterValue(value);
  return typeof read === 'object' && read !== null ? JSON.stringify(read) : String(read ?? '');
}

/** Returns the parameters that have one value in all runs. */
export function constantValues({ runs, parameters, varying }: SweepView): PageData['fixed'] {
  const swept = new Set(varying);
  const values = runs[0]?.values ?? [];
  return parameters.flatMap((name) => {
    const value = swept.has(name) ? undefined : valueIn(values, name);
    return value === undefined ? [] : [{ name, text: displayText(value), cell: cellText(value) }];
  });
}

/** Returns the cells of sweep_summary.csv of a parameter's levels; null where they are the levels themselves. */
export function levelCells({ runs }: SweepView, { name, levels, codes }: Factor): readonly string[] | null {
  const cells = [...levels];
  const seen = new Set<number>();
  for (const [i, code] of codes.entries()) {
    if (seen.has(code)) continue;
    seen.add(code);
    const value = valueIn(runs[i]?.values ?? [], name);
    cells[code] = value === undefined ? '' : cellText(value);
  }
  return cells.every((cell, code) => cell === levels[code]) ? null : cells;
}

/** Returns the metrics that are texts, and what a Kconfig tree made something else of. */
export function textColumns({ runs, columns, requested }: SweepView, numeric: ReadonlySet<string>): PageData['texts'] {
  const words = columns
    .filter((name) => !numeric.has(name))
    .map((name) => ({ name, values: runs.map((run) => textOf(run.metrics[name])) }));
  const asked = requested.map((name) => ({
    name: requestedColumn(name),
    values: runs.map((run) => {
      const value = valueIn(run.requested, name);
      return value === undefined ? null : cellText(value);
    }),
  }));
  return [...words, ...asked].filter(({ values }) => values.some((value) => value !== null));
}

function textOf(value: string | number | boolean | null | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}
