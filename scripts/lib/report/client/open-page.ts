// SPDX-License-Identifier: MIT
import { chartsOf } from '../charts/index.ts';
import type { PageData } from '../page-data.ts';
import { addExplorer } from './explorer.ts';
import { mountChart } from './live-chart.ts';
import { mountTable } from './run-table.ts';

/** A page that answers its reader. */
export interface OpenPage {
  /** Shows a newer state of the sweep: table, charts and counts follow; filter, order and whatever was chosen stay. */
  showRows(data: PageData): void;
}

/** Makes the page of these numbers answer: the table first, since brushing a chart chooses its rows; then every figure as it comes into view. */
export function openPage(data: PageData): OpenPage {
  const table = mountTable(data);
  for (const chart of chartsOf(data)) {
    const figure = document.querySelector<HTMLElement>(`figure[data-chart="${chart.id}"]`);
    if (figure !== null) mountChart(figure, chart, data, table);
  }
  addExplorer(data);
  document.documentElement.dataset['ready'] = 'true';
  return { showRows: (newer) => table.update(newer) };
}

/** Returns the numbers that the report wrote into its page. */
export function embeddedData(): PageData {
  return JSON.parse(document.getElementById('data')?.textContent ?? '{}') as PageData; // written by the report itself
}
