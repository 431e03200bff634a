// SPDX-License-Identifier: MIT
import { columnNamed, type PageData } from '../page/data.ts';
import { type ChartOption, frame, titled, valueAxis } from './axes.ts';
import { type ChartTheme, columnText } from './theme.ts';

/** Steps that a drawn distribution keeps; more cannot be seen. */
const MOST_STEPS = 400;

/** Returns the share of runs that reach at most a value of the metric (EDF), one line a sweep. */
export function distributionChart(data: PageData, theme: ChartTheme): ChartOption {
  const metric = columnNamed(data, data.metric);
  if (metric === undefined) return frame(theme);
  const series = data.sweeps.map((sweep, i) => ({
    type: 'line',
    name: sweep.name,
    step: 'end',
    symbol: 'none',
    data: stepsOf(sweep.values),
    lineStyle: { color: theme.series[i % theme.series.length], width: 2, type: i < theme.series.length ? 'solid' : 'dashed' },
    itemStyle: { color: theme.series[i % theme.series.length] },
  }));
  const several = data.sweeps.length > 1;
  return {
    ...frame(theme),
    ...(several ? { legend: { bottom: 0, textStyle: { color: theme.text } }, grid: { left: 64, right: 24, top: 24, bottom: 84 } } : {}),
    xAxis: valueAxis(metric, theme, 'x'),
    yAxis: { type: 'value', min: 0, max: 1, ...titled('share of runs', theme, 'y'), axisLabel: { color: theme.muted, formatter: (v: number) => `${Math.round(v * 100)}%` } },
    tooltip: {
      trigger: 'axis', confine: true, backgroundColor: theme.paper, borderColor: theme.grid, textStyle: { color: theme.text },
      valueFormatter: (v: number) => `${(100 * v).toFixed(1)}% of runs`,
      axisPointer: { label: { formatter: (p: { value: number }) => columnText(metric, p.value) } },
    },
    series,
  };
}

function stepsOf(values: readonly number[]): readonly (readonly number[])[] {
  const sorted = [...values].sort((a, b) => a - b);
  const every = Math.max(1, Math.ceil(sorted.length / MOST_STEPS));
  const steps = sorted.flatMap((v, i) => (i % every === 0 || i === sorted.length - 1 ? [[v, (i + 1) / sorted.length]] : []));
  return sorted.length === 0 ? [] : [[sorted[0] ?? 0, 0], ...steps];
}
