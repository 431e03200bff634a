// SPDX-License-Identifier: MIT
import { columnNamed, type PageData } from '../page/data.ts';
import { type ChartOption, frame, isByLevel, place } from './axes.ts';
import { type ChartTheme, columnText } from './theme.ts';

/** Axes that fit beside each other. */
export const MOST_AXES = 9;
/** Lines that stand out; more would cover each other. */
export const MOST_BEST = 40;

/** Returns parallel coordinates: parameters, then the metric; the best tenth stands out. Axes can be brushed. */
export function parallelChart(data: PageData, runs: readonly number[], theme: ChartTheme): ChartOption {
  const metric = columnNamed(data, data.metric);
  if (metric === undefined) return frame(theme);
  const parameters = data.parameters.slice(0, MOST_AXES - 1);
  const ranked = data.runs.ranks.filter((r) => r !== null).length;
  const isBest = (run: number): boolean => (data.runs.ranks[run] ?? Number.POSITIVE_INFINITY) <= Math.max(1, Math.min(MOST_BEST, ranked / 10));
  const shown = runs.filter((run) => data.runs.ranks[run] !== null && (metric.values[run] ?? null) !== null);
  const lines = shown.map((run) => ({
    name: data.runs.names[run],
    run,
    value: [...parameters.map((p) => place(p, run) ?? '-'), metric.values[run]],
    lineStyle: isBest(run) ? { color: theme.best, opacity: 0.9, width: 2 } : { color: theme.accent, opacity: shown.length > 300 ? 0.12 : 0.3, width: 1 },
  }));
  // Drawn last lies on top: the best.
  lines.sort((a, b) => (data.runs.ranks[b.run] ?? 0) - (data.runs.ranks[a.run] ?? 0));
  const axis = { axisLine: { lineStyle: { color: theme.muted } }, axisTick: { lineStyle: { color: theme.muted } }, nameTextStyle: { color: theme.text, fontSize: 12 } };
  const label = { color: theme.text, fontSize: 11, textBorderColor: theme.paper, textBorderWidth: 3 };
  return {
    ...frame(theme),
    parallel: { left: 56, right: 72, top: 56, bottom: 24 },
    parallelAxis: [
      ...parameters.map((p, dim) => ({
        dim,
        name: shortName(p.name),
        ...(isByLevel(p) ? { type: 'category', data: p.levels.map((l) => l.slice(0, 14)) } : { type: p.isLog ? 'log' : 'value', scale: true }),
        ...axis,
        nameRotate: parameters.length > 3 ? 12 : 0,
        axisLabel: { ...label, hideOverlap: true },
      })),
      {
        dim: parameters.length, name: metric.label, type: 'value', scale: true, inverse: metric.goal === 'min', ...axis,
        axisLabel: { ...label, hideOverlap: true, formatter: (v: number) => columnText(metric, Number(v.toPrecision(5))) },
      },
    ],
    series: [{ type: 'parallel', data: lines, smooth: false, inactiveOpacity: 0.03, activeOpacity: 0.9 }],
  };
}

function shortName(name: string): string {
  const bare = name.replace(/^CONFIG_/, '');
  return bare.length > 20 ? `${bare.slice(0, 9)}…${bare.slice(-10)}` : bare;
}
