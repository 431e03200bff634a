// SPDX-License-Identifier: MIT
import { chartsOf } from '../charts/index.ts';
import type { PageData } from '../page-data.ts';
import { addExplorer } from './explorer.ts';
import { mountChart } from './live-chart.ts';
import { mountTable } from './run-table.ts';

/** Starts the page: the table first, since brushing a chart chooses its rows; then every figure as it comes into view. */
function start(): void {
  const source = document.getElementById('data')?.textContent ?? '{}';
  const data = JSON.parse(source) as PageData; // written by the report itself
  const table = mountTable(data);
  for (const chart of chartsOf(data)) {
    const figure = document.querySelector<HTMLElement>(`figure[data-chart="${chart.id}"]`);
    if (figure !== null) mountChart(figure, chart, data, table);
  }
  addExplorer(data);
  document.documentElement.dataset['ready'] = 'true';
}

start();
