// SPDX-License-Identifier: MIT
import { csvText } from './csv.ts';
import type { ReportRun, SweepView } from './view.ts';

/** Metrics of a run that have several values, by name; NaN where one is none. */
export type RunCurves = ReadonlyMap<string, readonly number[]>;

/**
 * Returns sweep_curves.csv: one row a value, with the run's name and number, what varies, the metric, the step (from 0) and the
 * value, empty where it is NaN or infinite. Undefined where no run has a metric of two values.
 */
export function renderCurves(view: SweepView, curvesOf: (run: ReportRun) => RunCurves): string | undefined {
  const columns = ['config_file', 'number', ...view.varying, 'metric', 'step', 'value'];
  const rows = view.runs.flatMap((run) => {
    const own = [run.configFile, run.number, ...view.varying.map((name) => run.parameters[name] ?? null)];
    return [...curvesOf(run)].flatMap(([metric, values]) =>
      values.length < 2
        ? []
        : values.map((value, step) => [...own, metric, step, Number.isFinite(value) ? value : null]),
    );
  });
  return rows.length === 0 ? undefined : csvText(columns, rows);
}
