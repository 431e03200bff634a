// SPDX-License-Identifier: MIT
import { columnNamed, type PageParameter } from '../page-data.ts';
import { categoryAxis, type ChartOption, frame, labelWidth, MOST_LEVELS } from './axes.ts';
import { bareName, plainNumber } from '../words.ts';
import type { Scene } from './chart.ts';
import { escaped } from './tooltip.ts';
import { columnText, type Paper } from './theme.ts';

/** Strongest shade of a cell; the number in it stays readable on it. */
const STRONGEST = 0.6;
const WEAKEST = 0.04;
const CLEAR = 'rgba(0,0,0,0)';
/** Pixels that a number in a cell needs, and that lie beside the last cell. */
const NUMBER_WIDTH = 50;
const RIGHT = 16;

/** Returns the mean of the metric for every pair of levels of two parameters, the number in each cell. */
export function heatMapOption(
  { data, chosen }: Pick<Scene, 'data' | 'chosen'>,
  names: readonly [x: string, y: string],
  { theme, width, height }: Paper,
): ChartOption {
  const [x, y] = names
    .map((n) => data.parameters.find((p) => p.name === n))
    .map((p) => (p === undefined ? p : binned(p)));
  const metric = columnNamed(data, data.metric);
  if (x === undefined || y === undefined || metric === undefined) return frame(theme);
  const cells = new Map<number, { x: number; y: number; sum: number; count: number }>();
  for (const run of chosen) {
    const value = metric.values[run] ?? null;
    const [cx, cy] = [x.codes[run] ?? -1, y.codes[run] ?? -1];
    if (value === null || data.runs.ranks[run] === null || cx < 0 || cy < 0) continue;
    const key = cx * y.levels.length + cy;
    const cell = cells.get(key) ?? { x: cx, y: cy, sum: 0, count: 0 };
    cell.sum += value;
    cell.count += 1;
    cells.set(key, cell);
  }
  const means = [...cells.values()].map((c) => ({ ...c, mean: c.sum / c.count }));
  const low = Math.min(...means.map((c) => c.mean));
  const span = Math.max(...means.map((c) => c.mean)) - low || 1;
  const shades = metric.goal === 'min' ? [STRONGEST, WEAKEST] : [WEAKEST, STRONGEST];
  const left = labelWidth(y) + 44;
  const tight = (width - left - RIGHT) / x.levels.length < NUMBER_WIDTH || y.levels.length > MOST_LEVELS;
  return {
    ...frame(theme),
    grid: { left, right: RIGHT, top: tight ? 44 : 16, bottom: 56 },
    xAxis: categoryAxis(x, theme, { side: 'x', room: width - left - RIGHT }),
    yAxis: categoryAxis(y, theme, { side: 'y', room: height }),
    tooltip: {
      trigger: 'item',
      confine: true,
      backgroundColor: theme.paper,
      borderColor: theme.grid,
      textStyle: { color: theme.text },
      formatter: (p: { data: { value: number[]; count: number } }) => {
        const [cx = 0, cy = 0, mean = 0] = p.data.value;
        const head = `${escaped(bareName(x.name))}: ${escaped(x.levels[cx] ?? '')}<br>${escaped(bareName(y.name))}: ${escaped(y.levels[cy] ?? '')}`;
        return `${head}<br>mean ${escaped(metric.label)}: ${columnText(metric, mean)} of ${p.data.count} ${p.data.count === 1 ? 'run' : 'runs'}`;
      },
    },
    visualMap: {
      min: low,
      max: low + span,
      dimension: 2,
      seriesIndex: 0,
      // Without numbers in the cells a scale has to say what a shade means.
      show: tight,
      orient: 'horizontal',
      top: 0,
      right: 16,
      itemWidth: 12,
      itemHeight: 90,
      padding: 4,
      hoverLink: false,
      text: [low + span, low].map((v) => columnText(metric, Number(v.toPrecision(4)))),
      textStyle: { color: theme.muted },
      inRange: { color: [theme.accent, theme.accent], opacity: shades },
      controller: {
        inRange: { color: [theme.accent, theme.accent], colorAlpha: shades },
        outOfRange: { color: [CLEAR, CLEAR] },
      }, // its scale knows no opacity
    },
    series: [
      {
        type: 'heatmap',
        data: means.map((c) => ({
          value: [c.x, c.y, Number(c.mean.toPrecision(7))],
          count: c.count,
          itemStyle: { borderColor: theme.paper, borderWidth: 1 },
        })),
      },
      // The shade of a cell would fade its own label: the numbers are a series of their own.
      {
        type: 'scatter',
        symbolSize: 1,
        silent: true,
        labelLayout: { hideOverlap: true },
        itemStyle: { color: CLEAR, opacity: 1 },
        tooltip: { show: false },
        data: tight ? [] : means.map((c) => [c.x, c.y, c.mean]),
        label: {
          show: true,
          position: 'inside',
          color: theme.text,
          fontSize: 12,
          formatter: (p: { value: number[] }) => columnText(metric, Number((p.value[2] ?? 0).toPrecision(4))),
        },
      },
    ],
  };
}

const BINS = 8;

/**
 * Returns a parameter with too many levels to stand side by side as ranges of equal width (on a logarithm where it is one). Runs
 * that lack it have a level of their own, the last.
 */
function binned(parameter: PageParameter): PageParameter {
  const { absent, ...present } = presentLevels(parameter);
  const shown = grouped(present);
  if (absent === undefined) return shown;
  return {
    ...shown,
    levels: [...shown.levels, absent],
    codes: shown.codes.map((c) => (c < 0 ? shown.levels.length : c)),
  };
}

function presentLevels(parameter: PageParameter): PageParameter & { readonly absent: string | undefined } {
  const hasAbsent = parameter.codes.some((c) => c < 0);
  const levels = hasAbsent ? parameter.levels.slice(0, -1) : parameter.levels;
  return { ...parameter, levels, absent: hasAbsent ? parameter.levels.at(-1) : undefined };
}

function grouped(parameter: PageParameter): PageParameter {
  const { numbers, levels, codes, isLog } = parameter;
  if (levels.length <= MOST_LEVELS) return parameter;
  if (numbers === null)
    return {
      ...parameter,
      levels: [...levels.slice(0, MOST_LEVELS - 1), 'others'],
      codes: codes.map((c) => Math.min(c, MOST_LEVELS - 1)),
    };
  const scale = (x: number): number => (isLog ? Math.log(x) : x);
  const low = scale(numbers[0] ?? 0);
  const width = (scale(numbers.at(-1) ?? 0) - low) / BINS || 1;
  const edge = (i: number): string => shortText(isLog ? Math.exp(low + i * width) : low + i * width);
  const binOf = (x: number): number => Math.min(BINS - 1, Math.floor((scale(x) - low) / width));
  return {
    ...parameter,
    levels: Array.from({ length: BINS }, (_, i) => `${edge(i)} – ${edge(i + 1)}`),
    codes: codes.map((c) => (c < 0 ? -1 : binOf(numbers[c] ?? 0))),
    numbers: null,
  };
}

function shortText(x: number): string {
  return plainNumber(Number(x.toPrecision(3)));
}
