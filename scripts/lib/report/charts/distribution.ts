// SPDX-License-Identifier: MIT
import { columnNamed, type PageColumn, type PageData } from '../page-data.ts';
import { shortened } from '../words.ts';
import { type ChartOption, frame, TITLE_LETTERS, titled } from './axes.ts';
import { escaped } from './scatter.ts';
import { type ChartTheme, columnText } from './theme.ts';
import { valueAxis } from './value-axis.ts';

/** Steps that a drawn distribution keeps; more cannot be seen. */
const MOST_STEPS = 400;

/** Several curves differ in more than their colour. */
const DASHES = ['solid', 'dashed', 'dotted'];

/** Returns the share of runs that reach at most a value of the metric (EDF), one line a sweep. */
export function distributionChart(data: PageData, theme: ChartTheme): ChartOption {
  const metric = columnNamed(data, data.metric);
  if (metric === undefined) return frame(theme);
  const all = data.sweeps.flatMap((sweep) => sweep.values);
  const range: Range = all.reduce(
    ([low, high], v) => [Math.min(low, v), Math.max(high, v)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  const series = data.sweeps.map((sweep, i) => ({
    type: 'line',
    name: sweep.name,
    step: 'end',
    symbol: 'none',
    data: stepsOf(sweep, range, metric.goal),
    lineStyle: { color: theme.series[i % theme.series.length], width: 2, type: DASHES[i % DASHES.length] },
    itemStyle: { color: theme.series[i % theme.series.length] },
  }));
  const several = data.sweeps.length > 1;
  const legend = {
    type: 'scroll',
    bottom: 0,
    textStyle: { color: theme.text, fontSize: 13 },
    pageTextStyle: { color: theme.text },
    itemWidth: 36,
    formatter: (name: string) => shortened(name, TITLE_LETTERS),
  };
  return {
    ...frame(theme),
    ...(several ? { legend, grid: { left: 64, right: 24, top: 24, bottom: 88 } } : {}),
    xAxis: valueAxis(metric, theme, 'x'),
    yAxis: {
      type: 'value',
      min: 0,
      max: 1,
      ...titled('share of runs', theme, 'y'),
      axisLabel: { color: theme.muted, formatter: (v: number) => `${Math.round(v * 100)}%` },
    },
    tooltip: {
      trigger: 'axis',
      confine: true,
      backgroundColor: theme.paper,
      borderColor: theme.grid,
      textStyle: { color: theme.text, fontSize: 13 },
      formatter: ([place]: readonly Place[]) =>
        place === undefined ? '' : tooltipText(metric, data.sweeps, place.axisValue),
    },
    series,
  };
}

type Range = readonly [low: number, high: number];

/** What the chart hands to its tooltip: the place on the axis. */
interface Place {
  readonly axisValue: number;
}

/** The curves have their steps at different places: the share of each is looked up, since the chart only knows the nearest step. */
function tooltipText(metric: PageColumn, sweeps: PageData['sweeps'], at: number): string {
  const lines = sweeps.map(({ name, values, failed }) => {
    const below = values.filter((v) => v <= at).length + (metric.goal === 'max' ? failed : 0);
    const share = below / Math.max(1, values.length + failed);
    return `${sweeps.length > 1 ? `${escaped(name)}: ` : ''}${(100 * share).toFixed(1)}% of runs`;
  });
  return [`at most ${columnText(metric, at)}`, ...lines].join('<br>');
}

/**
 * Every curve goes over the whole range, so that several can be compared. Runs without a value count as worse than all others:
 * where more is better the curve begins with their share, where less is better it ends short of all.
 */
function stepsOf(
  { values, failed }: PageData['sweeps'][number],
  [low, high]: Range,
  goal: PageColumn['goal'],
): readonly (readonly number[])[] {
  const all = values.length + failed;
  const first = goal === 'max' ? failed / all : 0;
  const sorted = Float64Array.from(values).sort();
  const every = Math.max(1, Math.ceil(sorted.length / MOST_STEPS));
  const shown = [...sorted.keys()].filter((i) => i % every === 0 || i === sorted.length - 1);
  const steps = shown.map((i) => [sorted[i] ?? 0, first + (i + 1) / all]);
  return sorted.length === 0
    ? []
    : [[low, first], [sorted[0] ?? low, first], ...steps, [high, first + sorted.length / all]];
}
