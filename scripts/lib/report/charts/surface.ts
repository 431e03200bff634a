// SPDX-License-Identifier: MIT
import { bareName, plainNumber } from '../words.ts';
import { columnNamed, type PageColumn } from '../page-data.ts';
import { type ChartOption, frame, numberAxis, titled } from './axes.ts';
import type { LegendEntry, Scene } from './chart.ts';
import { contourRings, type Ring, roundLevels } from './contours.ts';
import { tickedRings } from './marks.ts';
import {
  CROSSINGS,
  type ParameterPair,
  scaleOfParameter,
  type SurfaceGrid,
  surfaceGrid,
  type SurfaceScale,
} from './surface-grid.ts';
import { type ChartTheme, columnText, type Paper } from './theme.ts';
import { escaped, tooltipLook } from './tooltip.ts';

/** What is drawn over each other: the paper shines through, so that dots and lines stand out. */
const SHADE = 0.35;

/**
 * Returns what a model of the runs expects over two parameters of numbers, with lines of equal value: the others are as they are in the chosen
 * settings. The chosen runs are dots on it; where none is near it stays empty.
 */
export function surfaceOption(scene: Scene, pair: ParameterPair, { theme, isStill = false }: Paper): ChartOption {
  const metric = columnNamed(scene.data, scene.data.metric);
  const grid = surfaceGrid(scene, pair);
  const [x, y] = pair;
  if (metric === undefined) return frame(theme);
  const [sx, sy] = [scaleOfParameter(x), scaleOfParameter(y)];
  const axes = {
    xAxis: { ...numberAxis(x, theme), min: sx.low, max: sx.high },
    yAxis: { ...numberAxis(y, theme), ...titled(bareName(y.name), theme, 'y'), min: sy.low, max: sy.high },
  };
  if (grid === undefined) return { ...frame(theme), ...axes, series: [] };
  const drawn = new Set(scene.runs);
  const ticked = new Set(scene.ticked);
  const dot = ({ run, x: a, y: b }: SurfaceGrid['places'][number]): { name: string; value: readonly number[] } => ({
    name: scene.data.runs.names[run] ?? '',
    value: [a, b, run],
  });
  return {
    ...frame(theme),
    ...axes,
    tooltip: {
      trigger: 'item',
      ...tooltipLook(theme),
      formatter: tipOf({ pair, metric, grid, scales: [sx, sy] }),
    },
    series: [
      layersOf(grid, { metric, theme, scales: [sx, sy] }),
      ...(isStill ? [] : [touchedCells([sx, sy])]),
      {
        type: 'scatter',
        data: grid.places.filter((p) => drawn.has(p.run)).map(dot),
        symbolSize: grid.places.length > 300 ? 4 : 6,
        itemStyle: { color: theme.paper, borderColor: theme.text, borderWidth: 1 },
        z: 4,
      },
      ...tickedRings(grid.places.filter((p) => ticked.has(p.run)).map(dot), theme),
    ],
  };
}

/** Returns the steps of the surface from worst to best, each in its colour. */
export function surfaceLegend(scene: Scene, pair: ParameterPair, theme: ChartTheme): readonly LegendEntry[] {
  const metric = columnNamed(scene.data, scene.data.metric);
  const grid = surfaceGrid(scene, pair);
  if (metric === undefined || grid === undefined) return [];
  const { levels, colors } = stepsOf(grid, metric, theme);
  const text = (v: number | undefined): string => (v === undefined ? '' : columnText({ ...metric, decimals: null }, v));
  return colors.map((color, i) => {
    const [low, high] = [levels[i - 1], levels[i]];
    const range =
      low === undefined
        ? high === undefined
          ? 'all alike'
          : `below ${text(high)}`
        : high === undefined
          ? `${text(low)} and above`
          : `${text(low)} – ${text(high)}`;
    return { text: range, color, isDashed: false };
  });
}

interface Steps {
  readonly levels: readonly number[];
  /** One more than there are levels, from low to high. */
  readonly colors: readonly string[];
}

function stepsOf({ values }: SurfaceGrid, metric: PageColumn, theme: ChartTheme): Steps {
  const known = values.filter((v) => v !== undefined);
  const [low, high] = [
    known.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
    known.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
  ];
  const factor = metric.unit?.factor ?? 1; // round in what is read
  const levels = roundLevels([low * factor, high * factor], theme.ramp.length).map((v) => v / factor);
  const ramp = metric.goal === 'min' ? [...theme.ramp].reverse() : theme.ramp;
  const at = (i: number): number =>
    levels.length === 0 ? ramp.length - 1 : Math.round((i * (ramp.length - 1)) / levels.length);
  return { levels, colors: Array.from({ length: levels.length + 1 }, (_, i) => ramp[at(i)] ?? theme.accent) };
}

type Scales = readonly [x: SurfaceScale, y: SurfaceScale];

interface PlaceApi {
  coord(place: readonly number[]): readonly [number, number];
}

/** Each step lies over those below it, with a line around it. */
function layersOf(
  grid: SurfaceGrid,
  { metric, theme, scales: [sx, sy] }: { metric: PageColumn; theme: ChartTheme; scales: Scales },
): ChartOption {
  const { levels, colors } = stepsOf(grid, metric, theme);
  const layers = [Number.NEGATIVE_INFINITY, ...levels].map((level) => contourRings(grid, level));
  const pixels = (ring: Ring, api: PlaceApi): string => {
    const points = ring.map(([column, row]) =>
      api.coord([sx.fromUnit(column / (CROSSINGS - 1)), sy.fromUnit(row / (CROSSINGS - 1))]),
    );
    return `M${points.map(([px, py]) => `${px.toFixed(1)} ${py.toFixed(1)}`).join('L')}Z`;
  };
  const renderItem = (_: unknown, api: PlaceApi): ChartOption => {
    const paths = layers.map((rings) => rings.map((ring) => pixels(ring, api)).join(''));
    const path = (pathData: string, style: ChartOption): ChartOption => ({ type: 'path', shape: { pathData }, style });
    return {
      type: 'group',
      children: [
        ...paths.map((data, i) => path(data, { fill: colors[i] })),
        path(paths[0] ?? '', { fill: theme.paper, opacity: SHADE }),
        ...paths.slice(1).map((data) => path(data, { fill: 'none', stroke: theme.text, lineWidth: 1, opacity: 0.55 })),
      ].filter(({ shape }) => (shape as { readonly pathData: string }).pathData !== ''), // our own paths
    };
  };
  return {
    type: 'custom',
    silent: true,
    clip: true,
    tooltip: { show: false },
    data: [[0]],
    encode: { x: -1, y: -1 },
    renderItem,
  };
}

/** What the pointer meets between the dots: a square around each crossing that nobody sees. */
function touchedCells([sx, sy]: Scales): ChartOption {
  const unit = (i: number): number => Math.max(0, Math.min(1, i / (CROSSINGS - 1)));
  const data = Array.from({ length: CROSSINGS * CROSSINGS }, (_, i) => [i]);
  const renderItem = ({ dataIndex }: { readonly dataIndex: number }, api: PlaceApi): ChartOption => {
    const [column, row] = [Math.floor(dataIndex / CROSSINGS), dataIndex % CROSSINGS];
    const [left, bottom] = api.coord([sx.fromUnit(unit(column - 0.5)), sy.fromUnit(unit(row - 0.5))]);
    const [right, top] = api.coord([sx.fromUnit(unit(column + 0.5)), sy.fromUnit(unit(row + 0.5))]);
    const shape = { x: left, y: top, width: right - left, height: bottom - top };
    return { type: 'rect', shape, style: { fill: 'rgba(0,0,0,0)' } };
  };
  return { type: 'custom', name: CELLS, clip: true, data, encode: { x: -1, y: -1 }, renderItem, z: 3 };
}

const CELLS = 'cells';

interface Touched {
  readonly pair: ParameterPair;
  readonly metric: PageColumn;
  readonly grid: SurfaceGrid;
  readonly scales: Scales;
}

function tipOf({ pair: [x, y], metric, grid, scales: [sx, sy] }: Touched) {
  const text = (name: string, value: string): string => `${escaped(name)}: ${escaped(value)}`;
  const short = (v: number): string => plainNumber(Number(v.toPrecision(3)));
  return (p: { seriesName: string; name: string; dataIndex: number; value: readonly number[] }): string => {
    if (p.seriesName !== CELLS) {
      const [a = 0, b = 0, run = -1] = p.value;
      return [
        escaped(p.name),
        text(bareName(x.name), plainNumber(a)),
        text(bareName(y.name), plainNumber(b)),
        text(metric.label, columnText(metric, metric.values[run] ?? null)),
      ].join('<br>');
    }
    const value = grid.values[p.dataIndex];
    if (value === undefined) return 'no run is near';
    const [column, row] = [Math.floor(p.dataIndex / CROSSINGS), p.dataIndex % CROSSINGS];
    return [
      text(bareName(x.name), `about ${short(sx.fromUnit(column / (CROSSINGS - 1)))}`),
      text(bareName(y.name), `about ${short(sy.fromUnit(row / (CROSSINGS - 1)))}`),
      text(`${metric.label} expected`, columnText(metric, Number(value.toPrecision(4)))),
      `${grid.near[p.dataIndex]} of ${grid.places.length} runs are near (n)`,
    ].join('<br>');
  };
}
