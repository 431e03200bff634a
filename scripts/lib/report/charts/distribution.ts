// SPDX-License-Identifier: MIT
import { columnNamed, endedInVain, type PageColumn } from '../page-data.ts';
import { type ChartOption, frame, titled } from './axes.ts';
import type { LegendEntry, Scene } from './chart.ts';
import { columnText, type Paper } from './theme.ts';
import { escaped, tooltipLook } from './tooltip.ts';
import { valueAxis } from './value-axis.ts';

/** Steps that a drawn distribution keeps; more cannot be seen. */
const MOST_STEPS = 400;

/** Several curves differ in more than their colour. */
const DASHES = ['solid', 'dashed', 'dotted'];

/** The values of one sweep's chosen runs. */
interface Distribution {
  readonly name: string;
  readonly values: readonly number[];
  /** Runs that ended without a value: worse than all that have one. */
  readonly failed: number;
}

/** Returns the share of runs that reach at most a value of the metric (EDF), one line a sweep, with the ticked runs marked. */
export function distributionOption(scene: Scene, { theme }: Paper): ChartOption {
  const metric = columnNamed(scene.data, scene.data.metric);
  if (metric === undefined) return frame(theme);
  const sweeps = distributionsOf(scene, metric);
  let range: Range = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { values } of sweeps) for (const v of values) range = [Math.min(range[0], v), Math.max(range[1], v)];
  const series = sweeps.map((sweep, i) => ({
    type: 'line',
    name: sweep.name,
    step: 'end',
    symbol: 'none',
    data: stepsOf(sweep, range, metric.goal),
    lineStyle: { color: theme.series[i % theme.series.length], width: 2, type: DASHES[i % DASHES.length] },
    itemStyle: { color: theme.series[i % theme.series.length] },
    ...(i === 0 ? tickedLines(scene, metric, theme.text) : {}),
  }));
  return {
    ...frame(theme),
    xAxis: valueAxis(metric, theme, 'x'),
    yAxis: {
      type: 'value',
      min: 0,
      max: 1,
      ...titled('share of runs', theme, 'y'),
      axisLabel: { color: theme.muted, formatter: (v: number) => `${Math.round(v * 100)}%` },
    },
    tooltip: {
      trigger: 'axis',
      ...tooltipLook(theme),
      formatter: ([place]: readonly Place[]) =>
        place === undefined ? '' : tooltipText(metric, sweeps, place.axisValue),
    },
    series,
  };
}

/** Returns whose line is which; nothing for a single sweep. */
export function distributionLegend({ data }: Scene, { theme }: Pick<Paper, 'theme'>): readonly LegendEntry[] {
  const { names, of } = linesOf(data);
  if (of === null) return [];
  return names.map((text, i) => ({
    text,
    color: theme.series[i % theme.series.length] ?? theme.accent,
    isDashed: i % DASHES.length !== 0,
  }));
}

/** Returns how many of the chosen runs count in the distribution. */
export function distributionShown(scene: Scene): number {
  const metric = columnNamed(scene.data, scene.data.metric);
  const sweeps = metric === undefined ? [] : distributionsOf(scene, metric);
  return sweeps.reduce((sum, { values, failed }) => sum + values.length + failed, 0);
}

/** Sweeps that are compared, or groups of one. */
function linesOf({ sweeps, groups }: Scene['data']): Pick<Scene['data']['sweeps'], 'names' | 'of'> {
  return sweeps.of === null && groups !== null ? groups : sweeps;
}

function distributionsOf({ data, chosen }: Scene, metric: PageColumn): readonly Distribution[] {
  const { names, of } = linesOf(data);
  const sweeps = names.map((name) => ({ name, values: [] as number[], failed: 0 }));
  for (const run of chosen) {
    const sweep = sweeps[of?.[run] ?? 0];
    const value = metric.values[run] ?? null;
    if (sweep === undefined) continue;
    if (value !== null && data.runs.ranks[run] !== null) sweep.values.push(value);
    else if (endedInVain(data, run)) sweep.failed += 1;
  }
  return sweeps;
}

function tickedLines({ data, ticked }: Scene, metric: PageColumn, color: string): ChartOption {
  const lines = ticked.flatMap((run) => {
    const value = metric.values[run] ?? null;
    return value === null || data.runs.ranks[run] === null ? [] : [{ xAxis: value }];
  });
  if (lines.length === 0) return {};
  const markLine = {
    silent: true,
    symbol: 'none',
    label: { show: false },
    lineStyle: { color, type: 'solid' },
    data: lines,
  };
  return { markLine };
}

type Range = readonly [low: number, high: number];

/** What the chart hands to its tooltip: the place on the axis. */
interface Place {
  readonly axisValue: number;
}

/** The curves have their steps at different places: the share of each is looked up, since the chart only knows the nearest step. */
function tooltipText(metric: PageColumn, sweeps: readonly Distribution[], at: number): string {
  const lines = sweeps.map(({ name, values, failed }) => {
    const below = values.filter((v) => v <= at).length + (metric.goal === 'max' ? failed : 0);
    const share = below / Math.max(1, values.length + failed);
    return `${sweeps.length > 1 ? `${escaped(name)}: ` : ''}${(100 * share).toFixed(1)}% of runs`;
  });
  return [`at most ${columnText(metric, at)}`, ...lines].join('<br>');
}

/**
 * Every curve goes over the whole range, so that several can be compared. Runs without a value count as worse than all others:
 * where more is better the curve begins with their share, where less is better it ends short of all.
 */
function stepsOf(
  { values, failed }: Distribution,
  [low, high]: Range,
  goal: PageColumn['goal'],
): readonly (readonly number[])[] {
  const all = values.length + failed;
  const first = goal === 'max' ? failed / all : 0;
  const sorted = Float64Array.from(values).sort();
  const every = Math.max(1, Math.ceil(sorted.length / MOST_STEPS));
  const shown = [...sorted.keys()].filter((i) => i % every === 0 || i === sorted.length - 1);
  const steps = shown.map((i) => [sorted[i] ?? 0, first + (i + 1) / all]);
  return sorted.length === 0
    ? []
    : [[low, first], [sorted[0] ?? low, first], ...steps, [high, first + sorted.length / all]];
}
