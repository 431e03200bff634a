// SPDX-License-Identifier: MIT
import { numberOf } from './build-view.ts';
import { formatMetric, unitOf } from '../results/units.ts';
import type { ReportRun, SweepView } from './view.ts';

/** A metric's words: long ones for the best run, short ones for the list of the best. */
export interface MetricLabel {
  readonly column: string;
  readonly long: string;
  readonly short: string;
}

const WORDS: Readonly<Record<string, readonly [long: string, short: string]>> = {
  test_acc: ['Test Accuracy', 'Test Acc'],
  test_accuracy: ['Test Accuracy', 'Test Acc'],
  final_sparsity: ['Final Sparsity', 'Sparsity'],
  total_time: ['Training Time', 'Time'],
};

/**
 * Returns the metrics that a reader is shown, in order: those that rank, the sparsity when there is one, those that
 * SWEEP_UNITS names, the time. Metrics with no words of their own go by their name.
 */
export function shownMetrics(view: SweepView): readonly MetricLabel[] {
  const known = new Set([...view.columns, 'total_time']);
  const wanted = [...view.metrics.map((m) => m.column), 'final_sparsity', ...view.units.keys()];
  const columns = [...new Set(wanted)].filter((c) => known.has(c) && c !== 'total_time');
  return [...columns, 'total_time'].map((column) => {
    const words = WORDS[column];
    return { column, long: words?.[0] ?? column, short: words?.[1] ?? column };
  });
}

/** Returns a line for each metric that ranks and had a better epoch than its last: `Best epoch of Test Accuracy`, `91.20% (7 of 10; the last: 90.10%)`. */
export function bestEpochs(
  view: SweepView,
  run: ReportRun,
): readonly { readonly label: string; readonly value: string }[] {
  return view.metrics.flatMap(({ spec, column }) => {
    const peaks = run.peaks ?? {};
    const peak = Object.hasOwn(peaks, spec.text) ? peaks[spec.text] : undefined; // a metric may be called constructor
    if (peak === undefined) return [];
    const unit = unitOf(view.units, column);
    return [
      {
        label: `Best epoch of ${WORDS[spec.name]?.[0] ?? spec.name}`,
        value: `${formatMetric(peak.value, unit)} (${peak.epoch} of ${peak.epochs}; the last: ${formatMetric(peak.last, unit)})`,
      },
    ];
  });
}

/** Returns the unit's text of one column of a run: `88.51%`, `-` when there is none. */
export function shownValue(view: SweepView, run: ReportRun, column: string): string {
  const value = column === 'total_time' ? numberOf(run, column) : run.metrics[column];
  return formatMetric(value, unitOf(view.units, column));
}
