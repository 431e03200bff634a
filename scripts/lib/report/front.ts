// SPDX-License-Identifier: MIT
import { paretoFront } from '../results/pareto.ts';
import { numberOf } from './build-view.ts';
import { mean } from '../results/stats/describe.ts';
import { formatMetric, unitOf } from '../results/units.ts';
import { shownMetrics, shownValue } from './labels.ts';
import { runsBySetting } from './seed-setting.ts';
import type { ReportRun, SweepView } from './view.ts';

/** One point of the front: a run, or a setting by its means over seeds. */
export interface FrontPoint {
  /** The runs it is made of; the first stands for all. */
  readonly runs: readonly ReportRun[];
  /** One for each metric that ranks. */
  readonly values: readonly number[];
}

/**
 * Returns the settings that no other setting beats in all metrics that rank, best in the first one first; empty for a single metric.
 * A setting with several seeds stands there with its means, not with its lucky runs.
 */
export function frontPoints(view: SweepView): readonly FrontPoint[] {
  if (view.metrics.length < 2) return [];
  const points = runsBySetting(view.ranked, view.seedSymbol).map((runs): FrontPoint => {
    const values = view.metrics.map((m) => mean(runs.map((run) => numberOf(run, m.column) ?? Number.NaN)));
    return { runs: [...runs].sort((a, b) => a.number - b.number), values };
  });
  return paretoFront(
    points.map((p) => p.values),
    view.metrics.map((m) => m.goal),
  ).flatMap((i) => points[i] ?? []);
}

/** Tells whether the front is of settings with several runs. */
function isOfMeans(points: readonly FrontPoint[]): boolean {
  return points.some((p) => p.runs.length > 1);
}

/** Runs of the front that a text lists. */
const MOST_LISTED = 30;

/** Returns the front as lines for people; undefined where there is none to speak of. */
export function frontLines(view: SweepView): readonly string[] | undefined {
  const points = frontPoints(view);
  if (points.length === 0) return undefined;
  const labels = shownMetrics(view).filter((l) => view.metrics.some((m) => m.column === l.column));
  const valueText = ({ runs, values }: FrontPoint, column: string): string => {
    const [first] = runs;
    if (first !== undefined && runs.length === 1) return shownValue(view, first, column);
    const place = view.metrics.findIndex((m) => m.column === column);
    return formatMetric(values[place], unitOf(view.units, column));
  };
  const lines = points.slice(0, MOST_LISTED).map((point) => {
    const texts = labels.map((l) => `${l.short}: ${valueText(point, l.column)}`);
    return `  ${point.runs[0]?.configFile ?? ''}: ${texts.join(' | ')}`;
  });
  const more = points.length > MOST_LISTED ? [`  and ${points.length - MOST_LISTED} more`] : [];
  return [`${frontSentence(view, points)}:`, ...lines, ...more];
}

/** Returns what the front is, as a sentence without its end. */
export function frontSentence(view: SweepView, points: readonly FrontPoint[]): string {
  const names = view.metrics.map((m) => `${m.column} (${m.goal})`).join(' and ');
  const what = isOfMeans(points) ? 'setting' : 'run';
  const means = isOfMeans(points) ? `, by means over ${view.seedSymbol}` : '';
  return `${points.length} ${what}${points.length === 1 ? '' : 's'} that no other ${what} beats in ${names} at once${means}`;
}
