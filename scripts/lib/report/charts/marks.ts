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

/** How a line that tells of more than single runs looks: with a diamond at each place, above the dots. */
export function diamondLine(name: string, data: readonly unknown[], theme: ChartTheme): ChartOption {
  return {
    type: 'line',
    name,
    data,
    symbol: 'diamond',
    symbolSize: 11,
    lineStyle: { color: theme.text, width: 1.5 },
    itemStyle: { color: theme.text, borderColor: theme.paper, borderWidth: 1 },
    z: 3,
  };
}

/** Returns the area between two lines: along each x from low to high. */
export function bandArea(
  band: readonly (readonly [x: number, low: number, high: number])[],
  color: string,
  name?: string,
): ChartOption {
  const outline = [...band.map(([x, , high]) => [x, high]), ...[...band].reverse().map(([x, low]) => [x, low])];
  return {
    type: 'custom',
    ...(name === undefined ? {} : { name }),
    silent: true,
    clip: true,
    encode: { x: -1, y: -1 }, // it spans no axis
    tooltip: { show: false },
    data: band.length > 1 ? [0] : [],
    renderItem: (_: unknown, api: { coord(place: readonly (number | undefined)[]): readonly number[] }) => ({
      type: 'polygon',
      shape: { points: outline.map((place) => api.coord(place)) },
      style: { fill: color, opacity: 0.15 },
    }),
  };
}
