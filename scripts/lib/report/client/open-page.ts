// SPDX-License-Identifier: MIT
import { chartsOf, importanceChart } from '../charts/index.ts';
import type { Chart } from '../charts/chart.ts';
import type { PageData } from '../page-data.ts';
import { type PackedData, unpackedData } from '../page/packed-data.ts';
import { element } from './elements.ts';
import { type LiveFigure, mountFigure } from './figure.ts';
import { mountPanel } from './run-panel.ts';
import { mountTable } from './run-table.ts';
import { openStore } from './store.ts';
import { mountToolbar } from './toolbar.ts';

/** A page that answers its reader. */
export interface OpenPage {
  /** Shows a newer state of the sweep: table, charts and counts follow; filter, ticks and whatever was chosen stay. */
  showRows(data: PageData): void;
}

/** After so much drawing the page shows what there is before it goes on: thousands of runs in many charts take longer than a picture may. */
const PICTURE_MS = 12;

/** Makes the page of these numbers answer: table, panel and charts follow one selection; a figure is drawn as it comes into view. */
export function openPage(data: PageData): OpenPage {
  const store = openStore(data);
  const panel = mountPanel(store);
  const table = document.querySelector<HTMLTableElement>('table#runs');
  const bar = document.getElementById('chooser');
  if (table !== null && bar !== null) mountToolbar(bar, store, mountTable(table, store, panel.open));
  const figures = new Map<string, LiveFigure>();
  const mount = (newest: PageData): void => {
    const importance = importanceChart(newest);
    for (const chart of [...(importance === undefined ? [] : [importance]), ...chartsOf(newest)]) {
      const known = figures.get(chart.id);
      known?.take(chart);
      const figure = known === undefined ? figureOf(chart) : null;
      if (figure !== null) figures.set(chart.id, mountFigure(figure, chart, store, panel.open));
    }
  };
  mount(data);
  // Several changes before the next picture are one. Those that waited longest come first: none waits for ever.
  const waiting = new Set<LiveFigure>();
  const followNext = (): void => {
    const began = performance.now();
    for (const figure of waiting) {
      waiting.delete(figure);
      figure.follow();
      if (performance.now() - began > PICTURE_MS) break;
    }
    if (waiting.size > 0) requestAnimationFrame(followNext);
  };
  store.onChange((now, before) => {
    if (now.data !== before.data) mount(now.data);
    const isAsked = waiting.size > 0;
    for (const figure of figures.values()) waiting.add(figure);
    if (!isAsked) requestAnimationFrame(followNext);
  });
  document.documentElement.dataset['ready'] = 'true';
  return { showRows: store.take };
}

/** Returns the numbers that the report wrote into its page. */
export function embeddedData(): PageData {
  const packed = JSON.parse(document.getElementById('data')?.textContent ?? '{}') as PackedData; // written by the report itself
  return unpackedData(packed);
}

/** The figure of a chart; one that came up while the sweep ran is made as the template makes it. */
function figureOf(chart: Chart): HTMLElement | null {
  const found = document.querySelector<HTMLElement>(`figure[data-chart="${CSS.escape(chart.id)}"]`);
  if (found !== null || chart.id === 'importance') return found;
  const place = document.querySelector(chart.isFolded === true ? '.charts.folded' : '.charts');
  if (place === null) return null;
  const drawing = element('div', { class: 'drawing', role: 'img', 'aria-label': `${chart.title}. ${chart.caption}` });
  const figure = element(
    'figure',
    { 'data-chart': chart.id, ...(chart.isWide === true ? { class: 'wide' } : {}) },
    element('h3', {}, chart.title),
    element('div', { class: 'controls', hidden: '' }),
    drawing,
    element('figcaption', {}, chart.caption),
  );
  place.append(figure);
  return figure;
}
