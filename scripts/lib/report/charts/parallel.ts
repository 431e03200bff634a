// SPDX-License-Identifier: MIT
import { columnNamed, type PageData } from '../page-data.ts';
import { bareName, inLines, plainNumber, shortened, shortLabels } from '../words.ts';
import { type ChartOption, frame, isByLevel, labelStep, place } from './axes.ts';
import { chosenParameters } from './chosen.ts';
import type { Paper } from './theme.ts';
import { tickDigits, tickText } from './value-axis.ts';

/** Axes that fit beside each other. */
export const MOST_AXES = 9;
/** Lines that stand out; more would cover each other. */
export const MOST_BEST = 40;

/** Pixels above and below the axes. */
const TOP = 64;
const BOTTOM = 24;
/** What a label takes of an axis, pixels. */
const LABEL_HEIGHT = 14;

/** Returns parallel coordinates: parameters, then the metric; the best tenth stands out. Axes can be brushed. */
export function parallelChart(data: PageData, runs: readonly number[], { theme, height }: Paper): ChartOption {
  const metric = columnNamed(data, data.metric);
  if (metric === undefined) return frame(theme);
  const parameters = chosenParameters(data, MOST_AXES - 1);
  const ranked = data.runs.ranks.filter((r) => r !== null).length;
  const isBest = (run: number): boolean =>
    (data.runs.ranks[run] ?? Number.POSITIVE_INFINITY) <= Math.max(1, Math.min(MOST_BEST, ranked / 10));
  const shown = runs.filter((run) => data.runs.ranks[run] !== null && (metric.values[run] ?? null) !== null);
  const lines = shown.map((run) => ({
    name: data.runs.names[run],
    run,
    value: [...parameters.map((p) => place(p, run) ?? '-'), metric.values[run]],
    lineStyle: isBest(run)
      ? { color: theme.best, opacity: 0.9, width: 2 }
      : { color: theme.accent, opacity: shown.length > 300 ? 0.12 : 0.3, width: 1 },
  }));
  // Drawn last lies on top: the best.
  lines.sort((a, b) => (data.runs.ranks[b.run] ?? 0) - (data.runs.ranks[a.run] ?? 0));
  const digits = tickDigits(metric);
  const axis = {
    axisLine: { lineStyle: { color: theme.muted } },
    axisTick: { lineStyle: { color: theme.muted } },
    nameTextStyle: { color: theme.text, fontSize: 12, lineHeight: 14 },
    nameGap: 12,
  };
  const label = { color: theme.text, fontSize: 11, textBorderColor: theme.paper, textBorderWidth: 3 };
  return {
    ...frame(theme),
    parallel: { left: 64, right: 72, top: TOP, bottom: BOTTOM },
    parallelAxis: [
      ...parameters.map((p, dim) => ({
        dim,
        name: axisName(p.name),
        ...(isByLevel(p)
          ? { type: 'category', data: [...shortLabels(p.levels, 14)] }
          : { type: p.isLog ? 'log' : 'value', scale: true }),
        ...axis,
        ...(isByLevel(p) ? { axisTick: { show: false } } : {}), // they would stand between the levels
        axisLabel: {
          ...label,
          hideOverlap: true,
          ...(isByLevel(p)
            ? { interval: labelStep(p.levels.length, (height - TOP - BOTTOM) / LABEL_HEIGHT) - 1 }
            : { formatter: (v: number) => plainNumber(v) }),
        },
      })),
      {
        dim: parameters.length,
        name: axisName(metric.label),
        type: 'value',
        scale: true,
        inverse: metric.goal === 'min',
        ...axis,
        axisLabel: { ...label, hideOverlap: true, formatter: (v: number) => tickText(metric, v, digits) },
      },
    ],
    series: [{ type: 'parallel', data: lines, smooth: false, inactiveOpacity: 0.03, activeOpacity: 0.9 }],
  };
}

/** Letters of a line above an axis, and lines: what fits between two axes. */
const NAME_LETTERS = 16;
const NAME_LINES = 3;

/** A long name stands in lines that end behind an underscore or a blank. */
function axisName(name: string): string {
  const lines = inLines(bareName(name), NAME_LETTERS).map((line) => shortened(line, NAME_LETTERS));
  const shown = lines.length <= NAME_LINES ? lines : [...lines.slice(0, NAME_LINES - 2), '…', lines.at(-1) ?? ''];
  return shown.join('\n').trim();
}
