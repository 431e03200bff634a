// SPDX-License-Identifier: MIT
// search_results.csv as hypnettorch's hpsearch leaves it (Apache-2.0; the facts are those of its hpsearch.py): a row for each run that left a
// summary, finished or not, sorted by the key that ranks, with semicolons.
import { pythonText } from '../config/python-text.ts';
import { numberByPython } from '../core/python-number.ts';
import type { Scalar } from '../results/readers/reading.ts';
import { factsOfStatus } from '../run/status.ts';
import { criterionOf } from './build-view.ts';
import { csvText } from './csv.ts';
import type { ReportRun, SweepView } from './view.ts';
import { valueIn } from '../core/value.ts';

/** Returns search_results.csv: parameters as Python prints them, the folder of the run in the sweep folder, its summary. */
export function renderSearchResults(view: SweepView): string {
  const columns = [...view.parameters, 'out_dir', ...view.columns];
  const rows = sorted(view).map((run) => [
    ...view.parameters.map((name) => {
      const value = valueIn(run.values, name);
      return value === undefined || value.kind === 'null' ? '' : pythonText(value);
    }),
    run.folder,
    ...view.columns.map((name) => cellOf(run.metrics[name])),
  ]);
  return csvText(columns, rows, ';');
}

/** Runs without the key come last, as pandas has what is no number. */
function sorted(view: SweepView): readonly ReportRun[] {
  const runs = view.runs.filter((run) => factsOfStatus(run.status).hasEnded && Object.keys(run.metrics).length > 0);
  const [metric] = view.metrics;
  if (metric === undefined) return runs;
  const { goal, value } = criterionOf(metric);
  const keyOf = (run: ReportRun): number => value(run) ?? Number.NaN;
  return [...runs].sort((a, b) => {
    const [x, y] = [keyOf(a), keyOf(b)];
    if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
    return goal === 'min' ? x - y : y - x;
  });
}

function cellOf(value: Scalar | undefined): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'number' ? numberByPython(String(value)) : value;
}
