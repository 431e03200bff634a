// SPDX-License-Identifier: MIT
import { bareName, shortened } from '../words.ts';
import { type ChartOption, frame, titled } from './axes.ts';
import type { Scene } from './chart.ts';
import type { Paper } from './theme.ts';
import { tooltipLook } from './tooltip.ts';

const NAME_LETTERS = 26;

/** Returns what mattered as bars, the strongest on top; what these runs do not prove in grey. */
export function importanceOption({ data }: Scene, { theme, width }: Paper): ChartOption {
  const effects = [...data.effects].reverse();
  const names = effects.map(({ name }) => shortened(name.split(' x ').map(bareName).join(' × '), NAME_LETTERS));
  return {
    ...frame(theme),
    grid: {
      left: Math.min(width * 0.45, 24 + 7 * Math.max(1, ...names.map((n) => n.length))),
      right: 48,
      top: 12,
      bottom: 56,
    },
    xAxis: {
      type: 'value',
      min: 0,
      ...titled('share of the variation', theme, 'x'),
      axisLabel: { color: theme.muted, formatter: (v: number) => `${Math.round(100 * v)}%` },
    },
    yAxis: {
      type: 'category',
      data: names,
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { color: theme.text, interval: 0, fontSize: 12 },
    },
    tooltip: { trigger: 'item', ...tooltipLook(theme), valueFormatter: (v: number) => `${(100 * v).toFixed(1)}%` },
    series: [
      {
        type: 'bar',
        barMaxWidth: 18,
        data: effects.map(({ share, isNoise }) => ({
          value: share,
          itemStyle: { color: isNoise ? theme.muted : theme.accent },
        })),
        label: {
          show: true,
          position: 'right',
          color: theme.text,
          fontSize: 12,
          formatter: ({ value }: { readonly value: number }) => `${(100 * value).toFixed(1)}%`,
        },
      },
    ],
  };
}
