// SPDX-License-Identifier: MIT
import type { Scalar } from '../results/readers/reading.ts';
import { OWN_COLUMNS, requestedColumn } from './build-view.ts';
import { parameterValue } from './parameters.ts';
import type { ParameterValue, ReportRun, SweepView } from './view.ts';
import { valueIn } from '../core/value.ts';

export type FlatRow = Readonly<Record<string, Scalar | ParameterValue>>;

/** Returns the columns of the summaries: config_file, number, status, reason, parameters, requested values, metrics, total_time. */
export function flatColumns(view: SweepView): readonly string[] {
  return [
    'config_file',
    'number',
    'status',
    'reason',
    ...view.parameters.map(parameterColumn),
    ...view.requested.map(requestedColumn),
    ...view.columns,
    'total_time',
  ];
}

/** A parameter named like one of these columns stands beside it. */
function parameterColumn(name: string): string {
  return OWN_COLUMNS.includes(name) ? `parameter.${name}` : name;
}

/** Returns the flat objects of all runs: made once for the summaries that share them. */
export function flatRows(view: SweepView): readonly FlatRow[] {
  return view.runs.map((run) => flatRow(view, run));
}

/** Returns one flat object a run; what a run lacks is null, so that every row has every column. */
export function flatRow(view: SweepView, run: ReportRun): FlatRow {
  const row: Record<string, Scalar | ParameterValue> = {
    config_file: run.configFile,
    number: run.number,
    status: run.status,
    reason: run.reason,
  };
  for (const name of view.parameters) row[parameterColumn(name)] = run.parameters[name] ?? null;
  for (const name of view.requested) {
    const asked = valueIn(run.requested, name);
    row[requestedColumn(name)] = asked === undefined ? null : parameterValue(asked);
  }
  for (const name of view.columns) row[name] = run.metrics[name] ?? null;
  row['total_time'] = run.totalTimeS;
  return row;
}
