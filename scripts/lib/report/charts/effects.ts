// SPDX-License-Identifier: MIT
import type { PageData } from '../page/data.ts';
import { type ChartOption, frame, titled } from './axes.ts';
import type { ChartTheme } from './theme.ts';

/** Returns what mattered as bars, largest on top; what is not more than noise is grey. */
export function effectsChart(data: PageData, theme: ChartTheme): ChartOption {
  const effects = [...data.effects].reverse();
  return {
    ...frame(theme),
    grid: { left: 240, right: 64, top: 8, bottom: 48 },
    xAxis: { type: 'value', min: 0, ...titled('share', theme, 'x'), axisLabel: { color: theme.muted, formatter: (v: number) => `${Math.round(100 * v)}%` } },
    yAxis: {
      type: 'category', data: effects.map((e) => e.name), axisTick: { show: false }, axisLine: { lineStyle: { color: theme.muted } },
      axisLabel: { color: theme.text, width: 220, overflow: 'truncate' },
    },
    tooltip: { trigger: 'item', confine: true, backgroundColor: theme.paper, borderColor: theme.grid, textStyle: { color: theme.text }, valueFormatter: (v: number) => `${(100 * v).toFixed(1)}%` },
    series: [
      {
        type: 'bar', barMaxWidth: 22,
        data: effects.map((e) => ({ value: e.share, name: e.name, itemStyle: { color: e.isNoise ? theme.muted : theme.accent } })),
        label: { show: true, position: 'right', color: theme.text, formatter: (p: { value: number }) => `${(100 * p.value).toFixed(1)}%` },
      },
    ],
  };
}
