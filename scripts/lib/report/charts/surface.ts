// SPDX-License-Identifier: MIT
import { columnNamed, type PageColumn, type PageParameter } from '../page-data.ts';
import { type ChartOption, frame, numberAxis, titled } from './axes.ts';
import type { Scene } from './chart.ts';
import { tickedRings } from './marks.ts';
import { type ChartTheme, columnText, type Paper } from './theme.ts';
import { escaped, tooltipLook } from './tooltip.ts';
import { bareName } from '../words.ts';

/** Cells along each side. */
const CELLS = 24;
/** Width of the neighbourhood, as a part of the axis. */
const REACH = 0.12;
/** Weight of runs below which a cell says nothing: it lies too far from all of them. */
const LEAST_WEIGHT = 0.3;

interface Place {
  readonly run: number;
  readonly x: number;
  readonly y: number;
  readonly value: number;
}

/** Returns whether a surface can be told: two parameters of numbers. */
export function canBeSurface(x: PageParameter, y: PageParameter): boolean {
  return [x, y].every(({ numbers }) => numbers !== null && numbers.length > 3);
}

/**
 * Returns the metric over two parameters of numbers as a surface: in each cell the mean of the runs nearby, weighted by a normal
 * kernel (Nadaraya and Watson), whatever else they had; where the others were drawn at random that estimates the partial dependence.
 * The runs are dots on it; far from all of them it stays empty.
 */
export function surfaceOption(
  scene: Scene,
  pair: readonly [x: PageParameter, y: PageParameter],
  { theme }: Paper,
): ChartOption {
  const metric = columnNamed(scene.data, scene.data.metric);
  const [x, y] = pair;
  if (metric === undefined) return frame(theme);
  const [sx, sy] = [scaleOf(x), scaleOf(y)];
  const places = placesOf(scene, pair, metric).map((p) => ({ ...p, u: sx.toUnit(p.x), v: sy.toUnit(p.y) }));
  const cells: number[][] = [];
  for (let i = 0; i < CELLS; i += 1)
    for (let j = 0; j < CELLS; j += 1) {
      const mean = nearMean(places, (i + 0.5) / CELLS, (j + 0.5) / CELLS);
      if (mean !== undefined) cells.push([i, j, mean]);
    }
  const values = cells.map(([, , v = 0]) => v);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const colors = metric.goal === 'min' ? [...theme.ramp].reverse() : theme.ramp;
  const colorOf = (v: number): string =>
    colors[Math.min(colors.length - 1, Math.floor((colors.length * (v - low)) / (high - low || 1)))] ?? theme.accent;
  const drawn = new Set(scene.runs);
  const dot = (p: Place): { name: string; value: readonly [number, number, number] } => ({
    name: scene.data.runs.names[p.run] ?? '',
    value: [p.x, p.y, p.value],
  });
  const ticked = new Set(scene.ticked);
  const tip = ({ name, value }: { name: string; value: readonly number[] }): string =>
    [
      `${name}`,
      `${bareName(x.name)}: ${value[0]}`,
      `${bareName(y.name)}: ${value[1]}`,
      `${metric.label}: ${columnText(metric, value[2] ?? null)}`,
    ]
      .map(escaped)
      .join('<br>');
  return {
    ...frame(theme),
    xAxis: { ...numberAxis(x, theme), min: sx.low, max: sx.high },
    yAxis: { ...numberAxis(y, theme), ...titled(bareName(y.name), theme, 'y'), min: sy.low, max: sy.high },
    tooltip: { trigger: 'item', ...tooltipLook(theme), formatter: tip },
    series: [
      {
        type: 'custom',
        silent: true,
        clip: true,
        tooltip: { show: false },
        data: cells,
        encode: { x: -1, y: -1 },
        renderItem: cellRenderer(cells, [sx, sy], colorOf),
      },
      {
        type: 'scatter',
        data: places.filter((p) => drawn.has(p.run)).map(dot),
        symbolSize: 6,
        itemStyle: { color: theme.paper, borderColor: theme.text, borderWidth: 1 },
        z: 4,
      },
      ...tickedRings(places.filter((p) => ticked.has(p.run)).map(dot), theme),
    ],
  };
}

/** Returns the colours of a surface from low to high, as a legend. */
export function surfaceLegend(
  scene: Scene,
  theme: ChartTheme,
): readonly { readonly text: string; readonly color: string; readonly isDashed: boolean }[] {
  const metric = columnNamed(scene.data, scene.data.metric);
  const colors = metric?.goal === 'min' ? [...theme.ramp].reverse() : theme.ramp;
  return [
    { text: 'lowest', color: colors[0] ?? theme.accent, isDashed: false },
    { text: 'highest', color: colors.at(-1) ?? theme.accent, isDashed: false },
  ];
}

interface Scale {
  readonly low: number;
  readonly high: number;
  toUnit(x: number): number;
  fromUnit(u: number): number;
}

function scaleOf({ numbers, isLog }: PageParameter): Scale {
  const [low, high] = [numbers?.[0] ?? 0, numbers?.at(-1) ?? 1];
  const [a, b] = isLog ? [Math.log(low), Math.log(high)] : [low, high];
  const span = b - a || 1;
  return {
    low,
    high,
    toUnit: (x) => ((isLog ? Math.log(x) : x) - a) / span,
    fromUnit: (u) => (isLog ? Math.exp(a + u * span) : a + u * span),
  };
}

function placesOf(
  { data, chosen }: Scene,
  [x, y]: readonly [PageParameter, PageParameter],
  metric: PageColumn,
): readonly Place[] {
  return chosen.flatMap((run) => {
    const [a, b] = [x.numbers?.[x.codes[run] ?? -1], y.numbers?.[y.codes[run] ?? -1]];
    const value = metric.values[run] ?? null;
    return a === undefined || b === undefined || value === null || data.runs.ranks[run] === null
      ? []
      : [{ run, x: a, y: b, value }];
  });
}

function nearMean(
  places: readonly { readonly u: number; readonly v: number; readonly value: number }[],
  u: number,
  v: number,
): number | undefined {
  let [sum, mass] = [0, 0];
  for (const place of places) {
    const weight = Math.exp(-((place.u - u) ** 2 + (place.v - v) ** 2) / (2 * REACH ** 2));
    sum += weight * place.value;
    mass += weight;
  }
  return mass < LEAST_WEIGHT ? undefined : sum / mass;
}

interface CellApi {
  coord(place: readonly number[]): readonly [number, number];
}

function cellRenderer(
  cells: readonly (readonly number[])[],
  [sx, sy]: readonly [Scale, Scale],
  colorOf: (v: number) => string,
) {
  return ({ dataIndex }: { readonly dataIndex: number }, api: CellApi): ChartOption => {
    const [i = 0, j = 0, value = 0] = cells[dataIndex] ?? [];
    const [x, bottom] = api.coord([sx.fromUnit(i / CELLS), sy.fromUnit(j / CELLS)]);
    const [right, top] = api.coord([sx.fromUnit((i + 1) / CELLS), sy.fromUnit((j + 1) / CELLS)]);
    return {
      type: 'rect',
      shape: { x, y: top, width: right - x + 0.5, height: bottom - top + 0.5 },
      style: { fill: colorOf(value), opacity: 0.75 },
    };
  };
}
