// SPDX-License-Identifier: MIT
import { HeatmapChart, LineChart, ParallelChart, ScatterChart } from 'echarts/charts';
import {
  AriaComponent,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  ParallelComponent,
  TooltipComponent,
  VisualMapComponent,
} from 'echarts/components';
import { type ECharts, init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { heatMapChart } from '../charts/heat-map.ts';
import type { ChartOption } from '../charts/axes.ts';
import { type Chart, drawnRuns, heatMapPair, MOST_DRAWN } from '../charts/index.ts';
import { DARK, LIGHT, type Paper } from '../charts/theme.ts';
import type { PageData } from '../page-data.ts';
import { bareName } from '../words.ts';
import type { RunTable } from './run-table.ts';
import { addSelect } from './select.ts';

use([
  AriaComponent,
  HeatmapChart,
  LineChart,
  ParallelChart,
  ScatterChart,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  ParallelComponent,
  TooltipComponent,
  VisualMapComponent,
  CanvasRenderer,
]);

/** A change of width after which labels may have to stand otherwise. */
const REDRAW_PX = 60;

const darkness = matchMedia('(prefers-color-scheme: dark)');

/** A chart that follows its figure's size and the reader's light or dark. */
export interface LiveChart {
  redraw(): void;
  readonly instance: ECharts;
}

/** Draws an option into a box, now and whenever size or light change; a brush goes then, which `redrawn` is told. */
export function openLiveChart(
  box: HTMLElement,
  height: number,
  option: (paper: Paper) => ChartOption,
  redrawn: () => void = () => undefined,
): LiveChart {
  box.className = 'live';
  box.style.height = `${height}px`;
  const instance = init(box, null, { renderer: 'canvas' });
  const redraw = (): void =>
    instance.setOption(option({ theme: darkness.matches ? DARK : LIGHT, width: box.clientWidth, height }), {
      notMerge: true,
    });
  redraw();
  const redrawAgain = (): void => {
    redraw();
    redrawn();
  };
  darkness.addEventListener('change', redrawAgain);
  let drawnAt = box.clientWidth;
  new ResizeObserver(() => {
    instance.resize();
    if (Math.abs(box.clientWidth - drawnAt) < REDRAW_PX) return; // a redraw would lose a brush
    drawnAt = box.clientWidth;
    redrawAgain();
  }).observe(box);
  return { redraw, instance };
}

/** Replaces the static drawing of a figure as soon as it comes near the window. */
export function mountChart(figure: HTMLElement, chart: Chart, data: PageData, table: RunTable): void {
  const drawing = figure.querySelector<HTMLElement>('.drawing');
  if (drawing === null) return;
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some((e) => e.isIntersecting)) return;
      observer.disconnect();
      const box = document.createElement('div');
      drawing.append(box); // the static drawing stays for the printer
      const runs = drawnRuns(data, MOST_DRAWN);
      const height = Math.min(chart.height, Math.max(260, box.clientWidth * 0.8));
      if (chart.id === 'heat-map') mountHeatMap(figure, box, height, data);
      else if (chart.id === 'parallel') {
        const live = openLiveChart(
          box,
          height,
          (paper) => chart.option(paper, runs),
          () => table.choose(null),
        );
        followBrush(live.instance, runs, data, table);
        table.onRelease(live.redraw);
      } else openLiveChart(box, height, (paper) => chart.option(paper, runs));
      figure.dataset['live'] = 'true';
    },
    { rootMargin: '200px' },
  );
  observer.observe(figure);
}

function mountHeatMap(figure: HTMLElement, box: HTMLElement, height: number, data: PageData): void {
  const title = figure.querySelector('h3');
  const names = data.parameters.map((p) => p.name);
  const pair: [string, string] = [...heatMapPair(data)];
  const live = openLiveChart(box, height, (paper) => heatMapChart(data, pair, paper));
  const controls = figure.querySelector<HTMLElement>('.controls');
  if (controls === null) return;
  for (const side of [0, 1] as const) {
    addSelect(controls, { label: side === 0 ? 'across' : 'up', names, chosen: pair[side] }, (name) => {
      pair[side] = name;
      if (title !== null) title.textContent = pair.map(bareName).join(' with ');
      live.redraw();
    });
  }
}

/** Brushed axes choose runs, be it none; no brush chooses all. */
function followBrush(instance: ECharts, runs: readonly number[], data: PageData, { choose }: RunTable): void {
  instance.on('axisareaselected', () => {
    const series = (instance as unknown as BrushedChart).getModel().getSeriesByIndex(0);
    const active = series.getRawIndicesByActiveState('active');
    const items = series.option.data;
    const chosen = active.flatMap((i) => items[i]?.run ?? []);
    const isBrushed = active.length + series.getRawIndicesByActiveState('inactive').length > 0;
    choose(!isBrushed || active.length === runs.length ? null : chosen.filter((run) => data.runs.ranks[run] !== null));
  });
}

/** The part of ECharts' inside that its own example of brushing parallel axes uses; it is in no type. */
interface BrushedChart {
  getModel(): {
    getSeriesByIndex(i: number): {
      getRawIndicesByActiveState(s: 'active' | 'inactive'): number[];
      option: { data: { run: number }[] };
    };
  };
}
