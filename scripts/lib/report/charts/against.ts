// SPDX-License-Identifier: MIT
import { paretoFront } from '../../results/pareto.ts';
import type { PageColumn } from '../page-data.ts';
import { type ChartOption, frame } from './axes.ts';
import type { Scene } from './chart.ts';
import { diamondLine, dotStyle, tickedRings } from './marks.ts';
import { paintOf } from './paint.ts';
import { columnText, type Paper } from './theme.ts';
import { escaped, tooltipOf } from './tooltip.ts';
import { valueAxis } from './value-axis.ts';
import { groupBy } from '../../core/grouped.ts';

/** Two columns against each other. */
export interface ColumnPair {
  readonly x: PageColumn;
  readonly y: PageColumn;
}

/** Returns two columns against each other; with goals for both, the Pareto front as a stepped line. */
export function againstOption(scene: Scene, { x, y }: ColumnPair, { theme }: Paper): ChartOption {
  const paint = paintOf(scene.data, scene.color, theme);
  const dot = (run: number): FrontPlace => ({
    name: scene.data.runs.names[run] ?? '',
    value: [x.values[run] ?? 0, y.values[run] ?? 0],
  });
  const has = hasBoth(scene, { x, y });
  const dots = scene.runs.filter(has).map((run) => ({ ...dot(run), itemStyle: { color: paint.colorOf(run) } }));
  const series: ChartOption[] = [{ type: 'scatter', data: dots, ...dotStyle(dots.length) }];
  const front = frontOf(scene, { x, y });
  // What a step covers is what its run beats: along the axis it lasts until the next run that is better upwards.
  if (front.length > 0)
    series.push({
      ...diamondLine('Pareto front', front, theme),
      step: goalOf(x) === 'min' ? 'end' : 'start',
    });
  series.push(...tickedRings(scene.ticked.filter(has).map(dot), theme));
  const text = (value: readonly number[], run: string): string =>
    `${run}<br>${escaped(x.label)}: ${columnText(x, value[0] ?? null)}<br>${escaped(y.label)}: ${columnText(y, value[1] ?? null)}`;
  return {
    ...frame(theme),
    xAxis: valueAxis(x, theme, 'x'),
    yAxis: valueAxis(y, theme, 'y'),
    tooltip: tooltipOf(theme, text),
    series,
  };
}

/** Returns how many of the scene's runs have a dot. */
export function againstShown(scene: Scene, pair: ColumnPair): number {
  return scene.runs.filter(hasBoth(scene, pair)).length;
}

function hasBoth({ data }: Scene, { x, y }: ColumnPair): (run: number) => boolean {
  return (run) => data.runs.ranks[run] !== null && (x.values[run] ?? null) !== null && (y.values[run] ?? null) !== null;
}

/** Time is better when shorter, whether or not it ranks; other columns need a goal to have a front. */
function goalOf(column: PageColumn): PageColumn['goal'] {
  return column.goal ?? (column.name === 'total_time' ? 'min' : null);
}

interface FrontPlace {
  readonly name: string;
  readonly value: readonly [x: number, y: number];
}

function frontOf(scene: Scene, pair: ColumnPair): readonly FrontPlace[] {
  const [gx, gy] = [goalOf(pair.x), goalOf(pair.y)];
  if (gx === null || gy === null) return [];
  const points = settingPoints(scene, pair);
  return paretoFront(
    points.map((p) => p.value),
    [gx, gy],
  )
    .flatMap((i) => points[i] ?? [])
    .sort((a, b) => a.value[0] - b.value[0]);
}

/** Every ranked run, or the means of each setting's, which single lucky runs do not move. */
function settingPoints({ data, chosen }: Scene, { x, y }: ColumnPair): readonly FrontPlace[] {
  const ranked = chosen.filter((run) => data.runs.ranks[run] !== null);
  const groups = groupBy(ranked, (run) => data.settings?.[run] ?? run);
  const meanOf = (runs: readonly number[], { values }: PageColumn): number =>
    runs.reduce((sum, run) => sum + (values[run] ?? Number.NaN), 0) / runs.length;
  return [...groups.values()].map((runs) => {
    const more = runs.length > 1 ? ` and ${runs.length - 1} more (means)` : '';
    return { name: `${data.runs.names[runs[0] ?? 0] ?? ''}${more}`, value: [meanOf(runs, x), meanOf(runs, y)] };
  });
}
