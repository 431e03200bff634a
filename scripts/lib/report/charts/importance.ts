// SPDX-License-Identifier: MIT
import type { PageData } from '../page-data.ts';
import { bareName, shortened } from '../words.ts';
import { type ChartOption, frame, titled } from './axes.ts';
import type { Scene } from './chart.ts';
import type { Paper } from './theme.ts';
import { tooltipLook } from './tooltip.ts';

const NAME_LETTERS = 26;
const MOST_BARS = 12;

/** Returns the effects that have a share, the strongest first. */
export function sharedEffects({
  effects,
}: PageData): readonly { readonly symbols: readonly string[]; readonly share: number }[] {
  return effects.flatMap(({ symbols, share }) => (share === null ? [] : [{ symbols, share }])).slice(0, MOST_BARS);
}

/** Returns what mattered as bars, the strongest on top. */
export function importanceOption({ data }: Scene, { theme, width }: Paper): ChartOption {
  const effects = [...sharedEffects(data)].reverse();
  const names = effects.map(({ symbols }) => shortened(symbols.map(bareName).join(' × '), NAME_LETTERS));
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
        data: effects.map(({ share }) => ({ value: share, itemStyle: { color: theme.accent } })),
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
