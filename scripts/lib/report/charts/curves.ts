// SPDX-License-Identifier: MIT
import { columnNamed, type PageData } from '../page-data.ts';
import { type ChartOption, frame, titled } from './axes.ts';
import { type ChartTheme, columnText } from './theme.ts';
import { valueAxis } from './value-axis.ts';

/** Returns the learning curves of the best runs (solid) and the worst (dashed). */
export function curvesChart(data: PageData, theme: ChartTheme): ChartOption {
  const metric = columnNamed(data, data.metric);
  if (metric === undefined) return frame(theme);
  const series = data.curves.map((curve) => {
    const color = curve.side === 'best' ? theme.best : theme.accent;
    return {
      type: 'line',
      name: `${curve.side}: ${curve.run} (rank ${curve.rank})`,
      data: curve.values.map((v, i) => [i + 1, v]),
      symbol: curve.values.length === 1 ? 'circle' : 'none',
      color,
      lineStyle: { color, width: 2, type: curve.side === 'best' ? 'solid' : 'dashed', opacity: 0.8 },
    };
  });
  const longest = Math.max(1, ...data.curves.map((c) => c.values.length));
  return {
    ...frame(theme),
    xAxis: {
      type: 'value',
      min: 1,
      max: Math.max(2, longest),
      minInterval: 1,
      ...titled('epoch', theme, 'x'),
      axisLabel: { color: theme.muted, hideOverlap: true },
      splitLine: { show: false },
    },
    yAxis: valueAxis(metric, theme, 'y'),
    tooltip: {
      trigger: 'axis',
      confine: true,
      backgroundColor: theme.paper,
      borderColor: theme.grid,
      textStyle: { color: theme.text, fontSize: 12 },
      valueFormatter: (v: number | null) => columnText(metric, v),
    },
    series,
  };
}
