// SPDX-License-Identifier: MIT
import { paretoFront } from '../../results/pareto.ts';
import { columnNamed, type PageColumn, type PageData, type PageParameter } from '../page/data.ts';
import { type ChartOption, frame, isByLevel, parameterAxis, place, valueAxis } from './axes.ts';
import { type ChartTheme, columnText } from './theme.ts';

/** Returns the metric against one parameter: every run a dot, the mean of each level a line, the best range shaded. */
export function parameterChart(data: PageData, name: string, runs: readonly number[], theme: ChartTheme): ChartOption {
  const parameter = data.parameters.find((p) => p.name === name);
  const metric = columnNamed(data, data.metric);
  if (parameter === undefined || metric === undefined) return frame(theme);
  const dots = runs.flatMap((run) => {
    const x = place(parameter, run);
    const y = metric.values[run] ?? null;
    return x === null || y === null || data.runs.ranks[run] === null ? [] : [{ name: data.runs.names[run], value: [x, y] }];
  });
  const dot = dotStyle(theme, dots.length);
  const series: ChartOption[] = [{ type: 'scatter', data: dots, ...dot, ...shaded(parameter, theme) }];
  if (isByLevel(parameter)) {
    const means = parameter.means.flatMap((mean, code) => (mean === null ? [] : [[code, mean]]));
    series.push({ type: 'line', name: 'mean', data: means, symbol: 'diamond', symbolSize: 9, lineStyle: { color: theme.best, width: 2 }, itemStyle: { color: theme.best } });
  }
  return {
    ...frame(theme),
    xAxis: parameterAxis(parameter, theme, 'x'),
    yAxis: valueAxis(metric, theme, 'y'),
    tooltip: tooltipOf(theme, (value, run) => `${run}<br>${escaped(parameter.name)}: ${escaped(levelText(parameter, value[0] ?? 0))}<br>${escaped(metric.label)}: ${columnText(metric, value[1] ?? null)}`),
    series,
  };
}

/** Returns two columns against each other; with goals for both, the Pareto front as a stepped line. */
export function columnsChart(data: PageData, names: readonly [x: string, y: string], runs: readonly number[], theme: ChartTheme): ChartOption {
  const [x, y] = names.map((n) => columnNamed(data, n));
  if (x === undefined || y === undefined) return frame(theme);
  const points = runs.filter((run) => data.runs.ranks[run] !== null && (x.values[run] ?? null) !== null && (y.values[run] ?? null) !== null);
  const dots = points.map((run) => ({ name: data.runs.names[run], value: [x.values[run], y.values[run]] }));
  const series: ChartOption[] = [{ type: 'scatter', data: dots, ...dotStyle(theme, dots.length) }];
  const front = frontOf(data, x, y);
  if (front.length > 0) {
    const line = { color: theme.best, width: 2 };
    series.push({ type: 'line', name: 'Pareto front', data: front, symbol: 'diamond', symbolSize: 9, lineStyle: line, itemStyle: { color: theme.best } });
  }
  const text = (value: readonly number[], run: string): string =>
    `${run}<br>${escaped(x.label)}: ${columnText(x, value[0] ?? null)}<br>${escaped(y.label)}: ${columnText(y, value[1] ?? null)}`;
  return { ...frame(theme), xAxis: valueAxis(x, theme, 'x'), yAxis: valueAxis(y, theme, 'y'), tooltip: tooltipOf(theme, text), series };
}

/** Time is better when shorter, whether or not it ranks; other columns need a goal to have a front. */
export function frontOf(data: PageData, x: PageColumn, y: PageColumn): readonly { readonly name: string; readonly value: readonly number[] }[] {
  const goals = [x, y].map((c) => c.goal ?? (c.name === 'total_time' ? 'min' : null));
  const [gx, gy] = goals;
  if (gx === null || gy === null || gx === undefined || gy === undefined) return [];
  const points = data.runs.names.map((_, i) => (data.runs.ranks[i] === null ? [Number.NaN] : [x.values[i] ?? Number.NaN, y.values[i] ?? Number.NaN]));
  return paretoFront(points, [gx, gy]).map((i) => ({ name: data.runs.names[i] ?? '', value: points[i] ?? [] })).sort((a, b) => (a.value[0] ?? 0) - (b.value[0] ?? 0));
}

export function dotStyle(theme: ChartTheme, count: number): ChartOption {
  return { symbolSize: count > 300 ? 5 : 8, itemStyle: { color: theme.accent, opacity: count > 300 ? 0.45 : 0.65 } };
}

function shaded(parameter: PageParameter, theme: ChartTheme): ChartOption {
  const { best } = parameter;
  if (best === null || parameter.numbers === null || best.low < 0 || best.high < 0) return {};
  const at = (code: number): number => (isByLevel(parameter) ? code : (parameter.numbers?.[code] ?? 0));
  const area = [[{ xAxis: at(best.low) }, { xAxis: at(best.high) }]];
  const [low, high] = area[0] ?? [];
  if (low?.xAxis === high?.xAxis) {
    return { markLine: { silent: true, symbol: 'none', label: { show: false }, lineStyle: { color: theme.best, width: 14, opacity: 0.16, type: 'solid' }, data: [{ xAxis: low?.xAxis }] } };
  }
  return { markArea: { silent: true, itemStyle: { color: theme.best, opacity: 0.12 }, data: area } };
}

function levelText(parameter: PageParameter, x: number): string {
  return isByLevel(parameter) ? (parameter.levels[x] ?? '') : String(x);
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
