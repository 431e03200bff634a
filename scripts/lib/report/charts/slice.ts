// SPDX-License-Identifier: MIT
import type { PageColumn, PageParameter } from '../page-data.ts';
import { bareName, plainNumber } from '../words.ts';
import { type ChartOption, frame, isByLevel, levelAxis, numberAxis, place } from './axes.ts';
import type { Scene } from './chart.ts';
import { diamondLine, dotStyle, tickedRings } from './marks.ts';
import { paintOf } from './paint.ts';
import { type ChartTheme, columnText, type Paper } from './theme.ts';
import { escaped, tooltipOf } from './tooltip.ts';
import { valueAxis } from './value-axis.ts';

/** Share of a level's width that its dots take: equal ones would hide each other. */
const SPREAD = 0.4;

/** What stands across and what upwards. */
export interface SliceAxes {
  readonly parameter: PageParameter;
  readonly column: PageColumn;
}

/** Returns a metric against one parameter: every run a dot, the mean of each level a line, where the best runs likely lie shaded. */
export function sliceOption(scene: Scene, { parameter, column }: SliceAxes, paper: Paper): ChartOption {
  const { theme } = paper;
  const byLevel = isByLevel(parameter);
  const paint = paintOf(scene.data, scene.color, theme);
  const dotOf = dotsOn(scene, { parameter, column });
  const dots = scene.runs.flatMap((run) => {
    const dot = dotOf(run);
    return dot === undefined ? [] : [{ ...dot, itemStyle: { color: paint.colorOf(run) } }];
  });
  const { data } = scene;
  const area = column.name === data.metric ? shaded(parameter, theme) : {};
  const series: ChartOption[] = [{ type: 'scatter', data: dots, ...dotStyle(dots.length), ...area }];
  if (byLevel) series.push(meanLine(scene, { parameter, column }, theme));
  series.push(
    ...tickedRings(
      scene.ticked.flatMap((run) => dotOf(run) ?? []),
      theme,
    ),
  );
  const text = (value: readonly number[], run: string): string =>
    `${run}<br>${escaped(bareName(parameter.name))}: ${escaped(levelText(parameter, value[0] ?? 0))}<br>${escaped(column.label)}: ${columnText(column, value[1] ?? null)}`;
  return {
    ...frame(theme),
    xAxis: byLevel ? levelAxis(parameter, paper) : numberAxis(parameter, theme),
    yAxis: valueAxis(column, theme, 'y'),
    tooltip: tooltipOf(theme, text),
    series,
  };
}

/** Returns how many of the scene's runs have a dot. */
export function sliceShown(scene: Scene, axes: SliceAxes): number {
  const dotOf = dotsOn(scene, axes);
  return scene.runs.filter((run) => dotOf(run) !== undefined).length;
}

interface Dot {
  readonly name: string;
  readonly value: readonly [x: number, y: number];
}

function dotsOn({ data }: Scene, { parameter, column }: SliceAxes): (run: number) => Dot | undefined {
  const byLevel = isByLevel(parameter);
  const ranksOnly = column.name === data.metric;
  return (run) => {
    const x = place(parameter, run);
    const y = column.values[run] ?? null;
    if (x === null || y === null || (ranksOnly && data.runs.ranks[run] === null)) return undefined;
    return { name: data.runs.names[run] ?? '', value: [byLevel ? x + spreadOf(run) : x, y] };
  };
}

/** The means are of all chosen runs, drawn or not. */
function meanLine(scene: Scene, { parameter, column }: SliceAxes, theme: ChartTheme): ChartOption {
  const sums = parameter.levels.map(() => ({ sum: 0, count: 0 }));
  const ranksOnly = column.name === scene.data.metric;
  for (const run of scene.chosen) {
    const value = column.values[run] ?? null;
    const level = sums[place(parameter, run) ?? -1];
    if (value === null || level === undefined || (ranksOnly && scene.data.runs.ranks[run] === null)) continue;
    level.sum += value;
    level.count += 1;
  }
  const means = sums.flatMap(({ sum, count }, code) =>
    count === 0 ? [] : [{ name: 'mean', value: [code, sum / count] }],
  );
  return diamondLine('mean', means, theme);
}

/** Steps of the golden ratio fill a width evenly, whatever the order of the runs, and are the same each time. */
function spreadOf(run: number): number {
  return SPREAD * (((run * 0.6180339887) % 1) - 0.5);
}

/** True when the likely place of the best models says something: it is not the whole range. */
export function hasBestRange({ best, numbers }: PageParameter): boolean {
  return (
    best !== null &&
    numbers !== null &&
    best.low >= 0 &&
    best.high >= 0 &&
    (best.low > 0 || best.high < numbers.length - 1)
  );
}

function shaded(parameter: PageParameter, theme: ChartTheme): ChartOption {
  const { best } = parameter;
  if (best === null || !hasBestRange(parameter)) return {};
  const numbers = parameter.numbers ?? [];
  const [low, high] = isByLevel(parameter)
    ? [best.low - 0.5, best.high + 0.5]
    : [numbers[best.low], numbers[best.high]];
  return {
    markArea: {
      silent: true,
      itemStyle: { color: theme.best, opacity: 0.12 },
      data: [[{ xAxis: low }, { xAxis: high }]],
    },
  };
}

function levelText(parameter: PageParameter, x: number): string {
  return isByLevel(parameter) ? (parameter.levels[Math.round(x)] ?? '') : plainNumber(x);
}
