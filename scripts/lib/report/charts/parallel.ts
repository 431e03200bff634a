// SPDX-License-Identifier: MIT
import { columnNamed, type PageColumn, type PageData, type PageParameter } from '../page-data.ts';
import { bareName, inLines, shortened, shortLabels } from '../words.ts';
import { type ChartOption, frame, isByLevel, labelStep, logTick, place } from './axes.ts';
import { type Choice, chosenParameters, NAME_BREAK, type Scene } from './chart.ts';
import { paintOf } from './paint.ts';
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

/** How a reader wants the axes: their names in order, and those of a logarithm. */
export interface ParallelView {
  readonly axes: readonly string[];
  readonly logs: ReadonlySet<string>;
}

type Axis = { readonly parameter: PageParameter } | { readonly column: PageColumn };

/** Returns the names that can be axes, those that mattered most and the ranking metric shown at first. */
export function parallelAxes(data: PageData): { readonly options: readonly Choice[]; readonly initial: string } {
  const shown = [...chosenParameters(data, MOST_AXES - 1).map((p) => p.name), data.metric];
  const others = [...data.parameters.map((p) => p.name), ...data.columns.map((c) => c.name)].filter(
    (n) => !shown.includes(n),
  );
  return {
    options: [...shown, ...others].map((value) => ({ value, text: bareName(value) })),
    initial: shown.join(NAME_BREAK),
  };
}

/** Returns the parameters that have a logarithm at first. */
export function firstLogs({ parameters }: PageData): string {
  return parameters
    .filter((p) => p.isLog)
    .map((p) => p.name)
    .join(NAME_BREAK);
}

/** Returns the value of each run on each axis, as the chart's brushes mean it; null where it has none. */
export function axisPlace(data: PageData, name: string): (run: number) => number | null {
  const parameter = data.parameters.find((p) => p.name === name);
  if (parameter !== undefined) return (run) => place(parameter, run);
  const column = columnNamed(data, name);
  return (run) => column?.values[run] ?? null;
}

/** Returns parallel coordinates: a line a ranked run in the runs' colour, the best tenth and the ticked ones thick. Axes can be brushed. */
export function parallelOption(scene: Scene, view: ParallelView, { theme, height }: Paper): ChartOption {
  const { data } = scene;
  const paint = paintOf(data, scene.color, theme);
  const axes = view.axes.flatMap((name) => axisNamed(data, name) ?? []);
  const ranked = data.runs.ranks.filter((r) => r !== null).length;
  const most = Math.max(1, Math.min(MOST_BEST, ranked / 10));
  const ticked = new Set(scene.ticked);
  const shown = scene.runs.filter((run) => data.runs.ranks[run] !== null);
  const places = view.axes.map((name) => axisPlace(data, name));
  const lines = shown.map((run) => {
    const isBest = (data.runs.ranks[run] ?? Number.POSITIVE_INFINITY) <= most;
    const width = ticked.has(run) ? 4 : isBest ? 2 : 1;
    const opacity = ticked.has(run) ? 1 : isBest ? 0.9 : shown.length > 1000 ? 0.12 : shown.length > 300 ? 0.25 : 0.45;
    return {
      name: data.runs.names[run],
      run,
      value: places.map((at) => at(run) ?? '-'),
      lineStyle: { color: ticked.has(run) ? theme.text : paint.colorOf(run), opacity, width },
    };
  });
  // Drawn last lies on top: the best, then the ticked ones.
  const over = (run: number): number => (ticked.has(run) ? -1 : (data.runs.ranks[run] ?? 0));
  lines.sort((a, b) => over(b.run) - over(a.run));
  const label = { color: theme.text, fontSize: 11, backgroundColor: theme.paper, padding: [0, 2] };
  return {
    ...frame(theme),
    parallel: { left: 64, right: 72, top: TOP, bottom: BOTTOM },
    parallelAxis: axes.map((axis, dim) => ({
      id: view.axes[dim],
      dim,
      name: axisName('parameter' in axis ? axis.parameter.name : axis.column.label),
      axisLine: { lineStyle: { color: theme.muted } },
      axisTick: { lineStyle: { color: theme.muted } },
      nameTextStyle: { color: theme.text, fontSize: 12, lineHeight: 14 },
      nameGap: 12,
      ...('parameter' in axis
        ? parameterAxis(axis.parameter, view, { label, room: height - TOP - BOTTOM })
        : columnAxis(axis.column, label)),
    })),
    series: [{ type: 'parallel', data: lines, smooth: false, inactiveOpacity: 0.03, activeOpacity: 0.9 }],
  };
}

/** Returns how many runs have a line. */
export function parallelShown({ data, runs }: Scene): number {
  return runs.filter((run) => data.runs.ranks[run] !== null).length;
}

function axisNamed(data: PageData, name: string): Axis | undefined {
  const parameter = data.parameters.find((p) => p.name === name);
  if (parameter !== undefined) return { parameter };
  const column = columnNamed(data, name);
  return column === undefined ? undefined : { column };
}

function parameterAxis(
  parameter: PageParameter,
  { logs }: ParallelView,
  { label, room }: { readonly label: ChartOption; readonly room: number },
): ChartOption {
  if (isByLevel(parameter)) {
    return {
      type: 'category',
      data: [...shortLabels(parameter.levels, 14)],
      axisTick: { show: false }, // they would stand between the levels
      axisLabel: { ...label, hideOverlap: true, interval: labelStep(parameter.levels.length, room / LABEL_HEIGHT) - 1 },
    };
  }
  const isLog = logs.has(parameter.name) && (parameter.numbers?.[0] ?? 0) > 0;
  return {
    type: isLog ? 'log' : 'value',
    scale: true,
    axisLabel: { ...label, hideOverlap: true, formatter: logTick(parameter, isLog) },
  };
}

function columnAxis(column: PageColumn, label: ChartOption): ChartOption {
  const digits = tickDigits(column);
  return {
    type: 'value',
    scale: true,
    inverse: column.goal === 'min',
    nameLocation: column.goal === 'min' ? 'start' : 'end', // above, whichever way it goes
    axisLabel: { ...label, hideOverlap: true, formatter: (v: number) => tickText(column, v, digits) },
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
