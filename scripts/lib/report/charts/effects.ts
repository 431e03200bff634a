// SPDX-License-Identifier: MIT
import type { PageData } from '../page/data.ts';
import { type ChartOption, frame, titled } from './axes.ts';
import type { ChartTheme } from './theme.ts';

/** Returns what mattered as bars, largest on top; what is not more than noise is grey. */
export function effectsChart(data: PageData, theme: ChartTheme): ChartOption {
  const effects = [...data.effects].reverse();
  return {
    ...frame(theme),
    grid: { left: 12, right: 24, top: 12, bottom: 48 },
    xAxis: { type: 'value', min: 0, ...titled('share', theme, 'x'), axisLabel: { color: theme.muted, hideOverlap: true, formatter: (v: number) => `${Math.round(100 * v)}%` } },
    yAxis: {
      type: 'category', data: effects.map((e) => e.name), axisTick: { show: false }, axisLine: { lineStyle: { color: theme.muted } },
      axisLabel: { show: false },
    },
    tooltip: { trigger: 'item', confine: true, backgroundColor: theme.paper, borderColor: theme.grid, textStyle: { color: theme.text }, valueFormatter: (v: number) => `${(100 * v).toFixed(1)}%` },
    series: [
      {
        type: 'bar', barWidth: 12,
        data: effects.map((e) => ({ value: e.share, name: e.name, itemStyle: { color: e.isNoise ? theme.muted : theme.accent } })),
        // Above its bar, so that long names have room on a phone.
        label: { show: true, position: [0, -17], color: theme.text, formatter: (p: { name: string; value: number }) => `${p.name}  ${(100 * p.value).toFixed(1)}%` },
      },
    ],
  };
}
