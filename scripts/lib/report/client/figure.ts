// SPDX-License-Identifier: MIT
import type { ECharts } from 'echarts/core';
import type { Chart, LegendEntry, Scene } from '../charts/chart.ts';
import { MOST_DRAWN } from '../charts/index.ts';
import { thinned } from '../page-data.ts';
import { chartControls } from './chart-controls.ts';
import { element } from './elements.ts';
import { fileButtons } from './figure-files.ts';
import { type LiveChart, openLiveChart, themeNow } from './live-chart.ts';
import type { BrushedSpan, Chosen, Store } from './store.ts';

/** A figure of the page that follows the selection. */
export interface LiveFigure {
  readonly id: string;
  /** Takes the chart of newer numbers. */
  take(chart: Chart): void;
  /** Says that something changed: it is drawn again when it can be seen. */
  follow(): void;
}

/** Pixels below and above the window in which a figure is drawn already. */
const NEAR = '200px';

/** Makes a figure answer: it is drawn as soon as it comes near the window, and keeps its static drawing for the printer. */
export function mountFigure(figure: HTMLElement, first: Chart, store: Store, open: (run: string) => void): LiveFigure {
  let chart = first;
  let choice: Readonly<Record<string, string>> = {};
  let live: LiveChart | undefined;
  let [isNear, isStale] = [false, false];
  const legend = element('ul', { class: 'legend' });
  const scene = (): Scene => sceneOf(store.now(), chart, choice);
  const tell = (): void => {
    const now = scene();
    // Brushed lines of parallel coordinates are faded by the chart itself.
    const counted = chart.id === 'parallel' ? { ...now, runs: thinned(now.data, store.now().chosen, MOST_DRAWN) } : now;
    figure.dataset['shown'] = String(chart.shown?.(counted) ?? counted.runs.length);
    const entries = chart.legend?.({ theme: themeNow() }, now) ?? [];
    legend.replaceChildren(...entries.map(legendItem));
    legend.hidden = entries.length === 0;
  };
  const askedNow = (): readonly unknown[] => {
    const { data, selection } = store.now();
    const { filter, isTickedOnly, ticked, color } = selection;
    return [data, filter, isTickedOnly, ticked, color, choice];
  };
  let drawn: readonly unknown[] = [];
  const draw = (): void => {
    isStale = false;
    const asked = askedNow();
    // Drawing the axes anew would take a brush out of the hand that drags it.
    const isAlike = asked.every((part, i) => part === drawn[i]);
    if (chart.id === 'parallel' && isAlike && store.now().selection.brushes.size > 0) return;
    drawn = asked;
    live?.redraw();
  };
  const follow = (): void => {
    tell();
    isStale = true;
    if (isNear && live !== undefined) draw();
  };
  const controls = figure.querySelector<HTMLElement>('.controls');
  const listControls = (): void => {
    if (controls === null) return;
    controls.replaceChildren(
      ...chartControls(chart, choice, (changed) => {
        choice = { ...choice, ...changed };
        follow();
      }),
      element(
        'div',
        { class: 'files' },
        ...fileButtons(() => ({ chart, scene: scene(), title: store.now().data.title })),
      ),
    );
    controls.hidden = false;
  };
  const begin = (): void => {
    const drawing = figure.querySelector<HTMLElement>('.drawing');
    if (drawing === null) return; // bars that are text already
    const box = element('div');
    drawn = askedNow();
    drawing.append(box); // the static drawing stays for the printer
    const height = Math.min(chart.height, Math.max(260, box.clientWidth * 0.8));
    live = openLiveChart(
      box,
      height,
      (paper) => chart.option(paper, scene()),
      () => {
        if (chart.id === 'parallel' && live !== undefined) showBrushes(live.instance, store.now().selection);
      },
    );
    if (chart.id === 'parallel') {
      showBrushes(live.instance, store.now().selection);
      followBrush(live.instance, store);
    }
    live.instance.on('click', (event) => {
      const names = store.now().data.runs.names;
      const name = chart.id === 'timeline' ? nameOfBar(store.now(), event.value) : event.name;
      if (names.includes(name)) open(name);
    });
    figure.dataset['live'] = 'true';
  };
  figure.querySelector('ul.legend')?.remove();
  figure.querySelector('.drawing')?.before(legend);
  listControls();
  tell();
  const observer = new IntersectionObserver(
    (entries) => {
      isNear = entries.at(-1)?.isIntersecting === true;
      if (!isNear) return;
      if (live === undefined) begin();
      else if (isStale) draw();
    },
    { rootMargin: NEAR },
  );
  observer.observe(figure);
  const take = (newer: Chart): void => {
    const isAlike = JSON.stringify(newer.controls) === JSON.stringify(chart.controls);
    chart = newer;
    // What a model foresees is another part of more runs.
    const caption = figure.querySelector('figcaption');
    if (caption !== null && caption.textContent !== newer.caption) caption.textContent = newer.caption;
    if (!isAlike && !figure.contains(document.activeElement)) listControls();
  };
  return { id: first.id, take, follow };
}

/** The brush of parallel coordinates shows on lines that stay; all other charts draw what it leaves. */
function sceneOf({ data, filtered, chosen, ticked, selection }: Chosen, { id }: Chart, choice: Scene['choice']): Scene {
  const own = id === 'parallel' ? filtered : chosen;
  return { data, chosen: own, runs: thinned(data, own, MOST_DRAWN), ticked, color: selection.color, choice };
}

function nameOfBar({ data }: Chosen, value: unknown): string {
  const attempt = Array.isArray(value) ? Number(value[3]) : -1;
  return data.runs.names[data.attempts?.runs[attempt] ?? -1] ?? '';
}

function legendItem({ text, color, isDashed }: LegendEntry): HTMLElement {
  return element(
    'li',
    {},
    element('i', {
      style: isDashed ? `border-top:3px dashed ${color};background:none;height:0` : `background:${color}`,
    }),
    text,
  );
}

/** What ECharts tells of a brushed axis. */
interface BrushedAxis {
  readonly parallelAxisId?: string;
  readonly intervals?: readonly (readonly [number, number])[];
}

/** The part of ECharts' inside that tells an axis by its id and what is brushed on it; it is in no type. */
interface BrushedChart {
  getModel(): {
    queryComponents(query: { mainType: string; id?: string }): {
      readonly id: string;
      activeIntervals: readonly (readonly [number, number])[];
    }[];
  };
}

/** Lets brushed axes of a chart choose runs, and the choice show on its axes. */
function followBrush(instance: ECharts, store: Store): void {
  instance.on('axisareaselected', (event: unknown) => {
    const { parallelAxisId } = event as BrushedAxis; // as ECharts documents it
    const axes = (instance as unknown as BrushedChart).getModel().queryComponents({ mainType: 'parallelAxis' });
    const axis = axes.find(({ id }) => id === parallelAxisId);
    if (axis === undefined) return;
    const intervals = axis.activeIntervals.map(([a, b]): BrushedSpan => [Math.min(a, b), Math.max(a, b)]);
    const brushes = new Map(store.now().selection.brushes);
    if (intervals.length === 0) brushes.delete(axis.id);
    else brushes.set(axis.id, intervals);
    store.select({ brushes });
  });
}

/** Shows the brushes of a selection on the axes of a chart that was just drawn anew. */
function showBrushes(
  instance: ECharts,
  { brushes }: { readonly brushes: ReadonlyMap<string, readonly BrushedSpan[]> },
): void {
  const axes = (instance as unknown as BrushedChart).getModel().queryComponents({ mainType: 'parallelAxis' });
  for (const { id } of axes) {
    const intervals = brushes.get(id);
    if (intervals !== undefined) instance.dispatchAction({ type: 'axisAreaSelect', parallelAxisId: id, intervals });
  }
}
