// SPDX-License-Identifier: MIT
import { columnNamed, type PageColumn, type PageCurve, type PageData } from '../page-data.ts';
import { type ChartOption, frame, titled } from './axes.ts';
import { bandOf, type CurvePoint, smoothed } from './curve-math.ts';
import type { LegendEntry, Scene } from './chart.ts';
import { type ChartTheme, columnText, type Paper } from './theme.ts';
import { aboveDrawing, tooltipLook } from './tooltip.ts';
import { valueAxis } from './value-axis.ts';
import { groupBy } from '../../core/grouped.ts';
import { bandArea } from './marks.ts';

/** Curves drawn from each end of the ranking while none is ticked, and settings with a band. */
const ENDS = 5;
const DASHES = ['solid', 'dashed', 'dotted'] as const;

/** How a reader wants the curves. */
export interface CurveView {
  readonly across: 'step' | 'time';
  /** Weight of what came before, 0 for none. */
  readonly smoothing: number;
  readonly isLog: boolean;
  /** One line for each setting, with the range of its seeds. */
  readonly areBands: boolean;
}

interface DrawnCurve extends LegendEntry {
  readonly dash: (typeof DASHES)[number];
  readonly points: readonly CurvePoint[];
  readonly band: readonly (readonly [x: number, low: number, high: number])[];
  /** Runs that it is made of. */
  readonly count: number;
}

/** Returns learning curves: of the ticked runs, else of the best and the worst that are chosen; with bands, of their settings. */
export function curvesOption(scene: Scene, view: CurveView, { theme, height }: Paper): ChartOption {
  const metric = columnNamed(scene.data, scene.data.metric);
  if (metric === undefined) return frame(theme);
  const curves = drawnCurves(scene, view, theme);
  const places = curves.flatMap(({ points }) => points.map(([x]) => x));
  const [low, high] = [Math.min(...places), Math.max(...places)];
  const isTime = view.across === 'time';
  const axis = valueAxis(shownRange(metric, curves), theme, 'y');
  const isLog = view.isLog && curves.every(({ points }) => points.every(([, y]) => y === null || y > 0));
  return {
    ...frame(theme),
    xAxis: {
      type: 'value',
      min: isTime ? 0 : low,
      max: high > low ? high : low + 1,
      ...titled(isTime ? 'seconds since the start' : stepName(scene.data), theme, 'x'),
      axisLabel: { color: theme.muted, hideOverlap: true, showMinLabel: true },
      splitLine: { show: false },
    },
    yAxis: isLog ? { ...axis, type: 'log' } : axis,
    tooltip: {
      trigger: 'axis',
      ...tooltipLook(theme),
      confine: false,
      position: aboveDrawing,
      extraCssText: `max-height:${height}px;overflow:hidden`,
      order: metric.goal === 'min' ? 'valueAsc' : 'valueDesc',
      valueFormatter: (v: number | null) => columnText(metric, typeof v === 'number' ? Number(v.toPrecision(5)) : null),
    },
    series: curves.flatMap((curve) => seriesOf(curve)),
  };
}

/** Returns the legend of the curves: their runs by name, or the settings by the best of their runs. */
export function curvesLegend(scene: Scene, view: CurveView, theme: ChartTheme): readonly LegendEntry[] {
  return drawnCurves(scene, view, theme);
}

/** Returns how many runs the drawn curves are made of. */
export function curvesShown(scene: Scene, view: CurveView, theme: ChartTheme): number {
  return drawnCurves(scene, view, theme).reduce((sum, { count }) => sum + count, 0);
}

/** Tells whether time can stand across: by its own clock, or by the whole time that the run took. */
export function hasTimes({ curves, columns }: PageData): boolean {
  return curves.some((c) => c.seconds !== null) || columns.some((c) => c.name === 'total_time');
}

function stepName({ curves }: PageData): string {
  return curves.some((c) => c.steps !== null) ? 'step' : 'epoch';
}

/** An axis for what is drawn, with the ticks of the metric. */
function shownRange(metric: PageColumn, curves: readonly DrawnCurve[]): PageColumn {
  return { ...metric, values: curves.flatMap(({ points }) => points.map(([, y]) => y)) };
}

function seriesOf({ text, color, dash, points, band }: DrawnCurve): readonly ChartOption[] {
  const line = {
    type: 'line',
    name: text,
    data: points,
    symbol: points.length === 1 ? 'circle' : 'none',
    color,
    connectNulls: true,
    lineStyle: { color, width: 2, type: dash },
  };
  return band.length < 2 ? [line] : [bandArea(band, color, text), line];
}

function drawnCurves(scene: Scene, view: CurveView, theme: ChartTheme): readonly DrawnCurve[] {
  const { data } = scene;
  const placeOf = new Map(data.runs.names.map((name, run) => [name, run]));
  const known = new Map(data.curves.flatMap((curve) => [[placeOf.get(curve.run) ?? -1, curve] as const]));
  const look = (i: number): Pick<DrawnCurve, 'color' | 'dash' | 'isDashed'> => {
    const dash = DASHES[Math.floor(i / theme.series.length) % DASHES.length] ?? 'solid';
    return { color: theme.series[i % theme.series.length] ?? theme.accent, dash, isDashed: dash !== 'solid' };
  };
  const ticked = scene.ticked.filter((run) => known.has(run));
  const lineOf = (run: number): Pick<DrawnCurve, 'points' | 'band' | 'count'> => ({
    points: pointsOf(data, run, known.get(run), view),
    band: [],
    count: 1,
  });
  const hasBands = view.areBands && data.settings !== null;
  if (ticked.length > 0) {
    const bandOfRun = (run: number): DrawnCurve['band'] => {
      const own = scene.chosen.filter((other) => known.has(other) && data.settings?.[other] === data.settings?.[run]);
      return own.length < 2 ? [] : bandOf(own.map((other) => pointsOf(data, other, known.get(other), view))).range;
    };
    return ticked.map((run, i) => {
      const line = { ...look(i), ...lineOf(run), text: data.runs.names[run] ?? '' };
      return hasBands ? { ...line, band: bandOfRun(run) } : line;
    });
  }
  if (hasBands) {
    return settingsOf(scene, known).map(({ runs, name }, i) => {
      const members = runs.map((run) => pointsOf(data, run, known.get(run), view));
      const { mean, range } = bandOf(members);
      const text = runs.length === 1 ? name : `${name} and ${runs.length - 1} more of its setting`;
      return { ...look(i), text, points: mean, band: range, count: runs.length };
    });
  }
  const runs = scene.chosen.filter((run) => known.has(run) && data.runs.ranks[run] !== null);
  runs.sort((a, b) => (data.runs.ranks[a] ?? 0) - (data.runs.ranks[b] ?? 0));
  const best = runs.slice(0, Math.min(ENDS, Math.ceil(runs.length / 2)));
  const worst = runs.slice(best.length).slice(-ENDS);
  const named = (run: number): string => `${data.runs.names[run] ?? ''} (${data.runs.ranks[run]})`;
  return [
    ...best.map((run, i) => ({ ...look(i), ...lineOf(run), text: named(run) })),
    ...worst.map((run) => ({
      ...lineOf(run),
      text: named(run),
      color: theme.muted,
      dash: 'dashed' as const,
      isDashed: true,
    })),
  ];
}

/** The best settings that are chosen, each with those of its runs that have a curve. */
function settingsOf(
  { data, chosen }: Scene,
  known: ReadonlyMap<number, PageCurve>,
): readonly { readonly name: string; readonly runs: readonly number[] }[] {
  const groups = groupBy(
    chosen.filter((run) => known.has(run)),
    (run) => data.settings?.[run] ?? -1,
  );
  const metric = columnNamed(data, data.metric);
  const sign = metric?.goal === 'min' ? 1 : -1;
  const meanOf = (runs: readonly number[]): number =>
    runs.reduce((sum, run) => sum + (metric?.values[run] ?? 0), 0) / runs.length;
  return [...groups.values()]
    .sort((a, b) => sign * (meanOf(a) - meanOf(b)))
    .slice(0, ENDS)
    .map((runs) => ({ runs, name: data.runs.names[runs[0] ?? 0] ?? '' }));
}

function pointsOf(data: PageData, run: number, curve: PageCurve | undefined, view: CurveView): readonly CurvePoint[] {
  if (curve === undefined) return [];
  const { values, steps, seconds } = curve;
  // Without a clock of its own a run's time is spread evenly over its values.
  const total = columnNamed(data, 'total_time')?.values[run] ?? null;
  const across = (i: number): number => {
    if (view.across === 'time') return seconds?.[i] ?? ((total ?? values.length) * (i + 1)) / values.length;
    return steps?.[i] ?? i + 1;
  };
  return smoothed(
    values.map((y, i) => [across(i), y] as const),
    view.smoothing,
  );
}
