// SPDX-License-Identifier: MIT
import type { PageAttempts, PageData } from '../page-data.ts';
import { shortLabels } from '../words.ts';
import { type ChartOption, frame, labelStep, titled } from './axes.ts';
import type { Scene } from './chart.ts';
import { paintOf } from './paint.ts';
import { columnText, type Paper } from './theme.ts';
import { escaped, tooltipLook } from './tooltip.ts';

/** Pixels of a lane, of what stands above and below them, and of the whole at most. */
const LANE = 22;
const AROUND = 84;
const TALLEST = 560;
const LABEL_LETTERS = 20;

/** Returns how high the timeline of so many lanes is, pixels. */
export function timelineHeight({ lanes }: PageAttempts): number {
  return Math.min(TALLEST, AROUND + LANE * Math.max(2, lanes.length));
}

/** Returns which run was on which lane or device when: a bar an attempt, in the runs' colour, ticked ones outlined. */
export function timelineOption(scene: Scene, { theme, width, height }: Paper): ChartOption {
  const { attempts } = scene.data;
  if (attempts === null) return frame(theme);
  const paint = paintOf(scene.data, scene.color, theme);
  const ticked = new Set(scene.ticked);
  const bars = drawnAttempts(scene, attempts);
  const end = attempts.starts.reduce((most, start, i) => Math.max(most, start + (attempts.seconds[i] ?? 0)), 0);
  const [size, unit] =
    end > 172_800 ? [86_400, 'days'] : end > 7200 ? [3600, 'hours'] : end > 120 ? [60, 'minutes'] : [1, 'seconds'];
  const labels = shortLabels(attempts.lanes, LABEL_LETTERS);
  const left = Math.min(width * 0.35, 24 + 7 * Math.max(...labels.map((text) => text.length)));
  const data = bars.map((i) => {
    const run = attempts.runs[i] ?? 0;
    const start = attempts.starts[i] ?? 0;
    // What has not ended goes on to the end of what is known.
    const stop = attempts.seconds[i] === null ? end : start + (attempts.seconds[i] ?? 0);
    return {
      value: [start / size, stop / size, attempts.on[i] ?? 0, i],
      itemStyle: { color: paint.colorOf(run) },
      isTicked: ticked.has(run),
    };
  });
  const marked = data.map((d) => d.isTicked);
  return {
    ...frame(theme),
    grid: { left, right: 24, top: 12, bottom: 56 },
    xAxis: {
      type: 'value',
      min: 0,
      max: Math.max(end / size, 0.01),
      ...titled(`${unit} since the first start`, theme, 'x'),
      axisLabel: { color: theme.muted, hideOverlap: true, showMaxLabel: false },
    },
    yAxis: {
      type: 'category',
      data: labels,
      inverse: true,
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { color: theme.muted, fontSize: 12, interval: labelStep(labels.length, (height - AROUND) / 16) - 1 },
    },
    tooltip: {
      trigger: 'item',
      ...tooltipLook(theme),
      formatter: ({ value }: { readonly value: readonly number[] }) => attemptText(scene.data, attempts, value[3] ?? 0),
    },
    series: [
      {
        type: 'custom',
        data,
        encode: { x: [0, 1], y: 2 },
        clip: true,
        renderItem: barRenderer(marked, theme.text, theme.paper),
      },
    ],
  };
}

/** Returns how many of the chosen runs have a bar. */
export function timelineShown(scene: Scene): number {
  const { attempts } = scene.data;
  return attempts === null ? 0 : new Set(drawnAttempts(scene, attempts).map((i) => attempts.runs[i])).size;
}

function drawnAttempts({ runs }: Scene, attempts: PageAttempts): readonly number[] {
  const drawn = new Set(runs);
  return [...attempts.runs.keys()].filter((i) => drawn.has(attempts.runs[i] ?? -1));
}

interface BarApi {
  value(dimension: number): number;
  coord(place: readonly number[]): readonly [number, number];
  size(span: readonly number[]): readonly [number, number];
  visual(name: 'color'): string;
}

function barRenderer(marked: readonly boolean[], outline: string, paper: string) {
  return ({ dataIndex }: { readonly dataIndex: number }, api: BarApi): ChartOption => {
    const [x, y] = api.coord([api.value(0), api.value(2)]);
    const [to] = api.coord([api.value(1), api.value(2)]);
    const high = Math.max(3, 0.7 * api.size([0, 1])[1]);
    const isMarked = marked[dataIndex] === true;
    return {
      type: 'rect',
      shape: { x, y: y - high / 2, width: Math.max(1.5, to - x), height: high },
      style: { fill: api.visual('color'), stroke: isMarked ? outline : paper, lineWidth: isMarked ? 2.5 : 0.5 },
      z2: isMarked ? 2 : 1,
    };
  };
}

/** What one attempt was: its run, its time, how it ended, and what was measured of memory. */
function attemptText(data: PageData, attempts: PageAttempts, i: number): string {
  const run = attempts.runs[i] ?? 0;
  const seconds = attempts.seconds[i] ?? null;
  const memory = data.columns.filter((c) => /mem/i.test(c.name) && (c.values[run] ?? null) !== null);
  return [
    `${data.runs.names[run] ?? ''}, attempt ${attempts.numbers[i] ?? 1}`,
    `${attempts.lanes[attempts.on[i] ?? 0] ?? ''}: ${seconds === null ? 'not ended' : `${seconds} s`}`,
    attempts.ends[i] ?? '',
    ...memory.map((c) => `${c.label}: ${columnText(c, c.values[run] ?? null)}`),
  ]
    .map(escaped)
    .join('<br>');
}
