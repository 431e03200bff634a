// SPDX-License-Identifier: MIT
import type { ChartOption } from './axes.ts';
import type { ChartTheme } from './theme.ts';

/** A ring around the ticked runs, above all other dots. */
export function tickedRings(
  points: readonly { readonly name: string; readonly value: readonly number[] }[],
  theme: ChartTheme,
): readonly ChartOption[] {
  if (points.length === 0) return [];
  return [
    {
      type: 'scatter',
      name: 'ticked',
      data: points,
      symbolSize: 15,
      silent: true,
      itemStyle: { color: 'transparent', borderColor: theme.text, borderWidth: 2.5, opacity: 1 },
      z: 6,
    },
  ];
}

/** How the dots of runs look: smaller and paler where there are many. */
export function dotStyle(count: number): {
  readonly symbolSize: number;
  readonly itemStyle: { readonly opacity: number };
} {
  return { symbolSize: count > 300 ? 5 : 8, itemStyle: { opacity: count > 300 ? 0.55 : 0.75 } };
}
