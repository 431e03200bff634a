// SPDX-License-Identifier: MIT
import { paretoFront } from '../../results/pareto.ts';
import { columnNamed, type PageColumn, type PageData, type PageParameter } from '../page-data.ts';
import { bareName, plainNumber } from '../words.ts';
import { type ChartOption, frame, isByLevel, levelAxis, numberAxis, place } from './axes.ts';
import { type ChartTheme, columnText, type Paper } from './theme.ts';
import { valueAxis } from './value-axis.ts';

/** Share of a level's width that its dots take: equal ones would hide each other. */
const SPREAD = 0.4;

/** Returns the metric against one parameter: every run a dot, the mean of each level a line, the best range shaded. */
export function parameterChart(data: PageData, name: string, runs: readonly number[], paper: Paper): ChartOption {
  const { theme } = paper;
  const parameter = data.parameters.find((p) => p.name === name);
  const metric = columnNamed(data, data.metric);
  if (parameter === undefined || metric === undefined) return frame(theme);
  const byLevel = isByLevel(parameter);
  const dots = runs.flatMap((run) => {
    const x = place(parameter, run);
    const y = metric.values[run] ?? null;
    return x === null || y === null || data.runs.ranks[run] === null
      ? []
      : [{ name: data.runs.names[run], value: [byLevel ? x + spreadOf(run) : x, y] }];
  });
  const series: ChartOption[] = [
    { type: 'scatter', data: dots, ...dotStyle(theme, dots.length), ...shaded(parameter, theme) },
  ];
  if (byLevel) {
    const means = parameter.means.flatMap((mean, code) =>
      mean === null ? [] : [{ name: 'mean', value: [code, mean] }],
    );
    series.push({ type: 'line', name: 'mean', data: means, ...joinStyle(theme) });
  }
  const text = (value: readonly number[], run: string): string =>
    `${run}<br>${escaped(bareName(parameter.name))}: ${escaped(levelText(parameter, value[0] ?? 0))}<br>${escaped(metric.label)}: ${columnText(metric, value[1] ?? null)}`;
  return {
    ...frame(theme),
    xAxis: byLevel ? levelAxis(parameter, paper) : numberAxis(parameter, theme),
    yAxis: valueAxis(metric, theme, 'y'),
    tooltip: tooltipOf(theme, text),
    series,
  };
}

/** Returns two columns against each other; with goals for both, the Pareto front as a stepped line. */
export function columnsChart(
  data: PageData,
  names: readonly [x: string, y: string],
  runs: readonly number[],
  theme: ChartTheme,
): ChartOption {
  const [x, y] = names.map((n) => columnNamed(data, n));
  if (x === undefined || y === undefined) return frame(theme);
  const points = runs.filter(
    (run) => data.runs.ranks[run] !== null && (x.values[run] ?? null) !== null && (y.values[run] ?? null) !== null,
  );
  const dots = points.map((run) => ({ name: data.runs.names[run], value: [x.values[run], y.values[run]] }));
  const series: ChartOption[] = [{ type: 'scatter', data: dots, ...dotStyle(theme, dots.length) }];
  const front = frontOf(data, x, y);
  // What a step covers is what its run beats: along the axis it lasts until the next run that is better upwards.
  if (front.length > 0)
    series.push({
      type: 'line',
      name: 'Pareto front',
      data: front,
      step: goalOf(x) === 'min' ? 'end' : 'start',
      ...joinStyle(theme),
    });
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

/** Time is better when shorter, whether or not it ranks; other columns need a goal to have a front. */
function goalOf(column: PageColumn): PageColumn['goal'] {
  return column.goal ?? (column.name === 'total_time' ? 'min' : null);
}

function frontOf(
  data: PageData,
  x: PageColumn,
  y: PageColumn,
): readonly { readonly name: string; readonly value: readonly number[] }[] {
  const [gx, gy] = [goalOf(x), goalOf(y)];
  if (gx === null || gy === null) return [];
  const points = settingPoints(data, x, y);
  return paretoFront(
    points.map((p) => p.value),
    [gx, gy],
  )
    .flatMap((i) => points[i] ?? [])
    .sort((a, b) => (a.value[0] ?? 0) - (b.value[0] ?? 0));
}

interface FrontPlace {
  readonly name: string;
  readonly value: readonly number[];
}

/** Every ranked run, or the means of each setting's, which single lucky runs do not move. */
function settingPoints(data: PageData, x: PageColumn, y: PageColumn): readonly FrontPlace[] {
  const groups = new Map<number, number[]>();
  for (const run of data.runs.names.keys()) {
    if (data.runs.ranks[run] === null) continue;
    const setting = data.settings?.[run] ?? run;
    const own = groups.get(setting);
    if (own === undefined) groups.set(setting, [run]);
    else own.push(run);
  }
  const meanOf = (runs: readonly number[], { values }: PageColumn): number =>
    runs.reduce((sum, run) => sum + (values[run] ?? Number.NaN), 0) / runs.length;
  return [...groups.values()].map((runs) => {
    const more = runs.length > 1 ? ` and ${runs.length - 1} more (means)` : '';
    return { name: `${data.runs.names[runs[0] ?? 0] ?? ''}${more}`, value: [meanOf(runs, x), meanOf(runs, y)] };
  });
}

function dotStyle(theme: ChartTheme, count: number): ChartOption {
  return { symbolSize: count > 300 ? 5 : 8, itemStyle: { color: theme.accent, opacity: count > 300 ? 0.45 : 0.65 } };
}

/** A line over the dots: its diamonds are larger than they. */
function joinStyle(theme: ChartTheme): ChartOption {
  return {
    symbol: 'diamond',
    symbolSize: 11,
    lineStyle: { color: theme.best, width: 2 },
    itemStyle: { color: theme.best, borderColor: theme.paper, borderWidth: 1 },
    z: 3,
  };
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

export function tooltipOf(theme: ChartTheme, text: (value: readonly number[], run: string) => string): ChartOption {
  return {
    trigger: 'item',
    confine: true,
    backgroundColor: theme.paper,
    borderColor: theme.grid,
    textStyle: { color: theme.text, fontSize: 13 },
    formatter: (p: { value: readonly number[]; name: string; seriesName: string }) => text(p.value, escaped(p.name)),
  };
}

/** Tooltips are HTML: names and values come from files. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}
