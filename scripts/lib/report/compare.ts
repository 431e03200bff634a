// SPDX-License-Identifier: MIT
import { describe } from '../results/stats/describe.ts';
import { formatMetric, unitForSpread, unitOf } from '../results/units.ts';
import { numberOf } from './build-view.ts';
import type { SweepView } from './view.ts';

/** Returns the rows of a table that sets several sweeps beside each other by the first one's metric; the first row is its head. */
export function comparisonCells(views: readonly SweepView[]): readonly (readonly string[])[] {
  const [first] = views;
  const metric = first?.metrics[0];
  if (first === undefined || metric === undefined)
    return [['sweep', 'runs'], ...views.map((v) => [v.name, String(v.runs.length)])];
  const described = views.map((view) => describe(view.ranked.map((run) => numberOf(run, metric.column))));
  const unit = unitForSpread(
    unitOf(first.units, metric.column),
    described.map((d) => d.sd),
  );
  const rows = views.map((view, i) => {
    const d = described[i] ?? describe([]);
    const values = [metric.goal === 'max' ? d.max : d.min, d.mean, d.sd, metric.goal === 'max' ? d.min : d.max];
    return [view.name, view.ranked[0]?.configFile ?? '-', String(d.count), ...values.map((x) => formatMetric(x, unit))];
  });
  return [['sweep', 'best run', 'ranked', `best ${metric.column}`, 'mean', 'sd', 'worst'], ...rows];
}
