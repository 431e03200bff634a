// SPDX-License-Identifier: MIT
import { againstId, chartsOf, drawnRuns, MOST_DRAWN } from '../charts/index.ts';
import { columnsChart, parameterChart } from '../charts/scatter.ts';
import type { PageData } from '../page-data.ts';
import { openLiveChart } from './live-chart.ts';
import { addSelect } from './select.ts';

/** Adds a figure in which any parameter or metric stands against any metric. */
export function addExplorer(data: PageData): void {
  const charts = document.querySelector('.charts');
  if (charts === null || data.runs.ranks.filter((rank) => rank !== null).length < 2) return; // a single dot says nothing
  const metrics = data.columns.map((c) => c.name);
  const parameters = data.parameters.map((p) => p.name);
  const runs = drawnRuns(data, MOST_DRAWN);
  const shown = new Set(chartsOf(data).map((chart) => chart.id));
  const others = data.columns.filter((c) => c.name !== data.metric && new Set(c.values).size > 1); // a constant would be a bare line
  const other = others.find((c) => !shown.has(againstId(c.name))) ?? others[0];
  const chosen = { x: other?.name ?? parameters[0] ?? data.metric, y: data.metric };
  const figure = document.createElement('figure');
  figure.className = 'wide';
  figure.dataset['chart'] = 'explorer';
  const heading = document.createElement('h3');
  heading.textContent = 'Anything against anything';
  const controls = document.createElement('div');
  controls.className = 'controls';
  const box = document.createElement('div');
  figure.append(heading, controls, box);
  charts.append(figure);
  // Means and ranges were computed for the ranking metric only.
  const bare = data.parameters.map((p) => ({ ...p, best: null, means: [] }));
  const live = openLiveChart(box, 380, (paper) =>
    parameters.includes(chosen.x)
      ? parameterChart({ ...data, metric: chosen.y, parameters: bare }, chosen.x, runs, paper)
      : columnsChart(data, [chosen.x, chosen.y], runs, paper.theme),
  );
  addSelect(controls, { label: 'across', names: [...parameters, ...metrics], chosen: chosen.x }, (name) => {
    chosen.x = name;
    live.redraw();
  });
  addSelect(controls, { label: 'up', names: metrics, chosen: chosen.y }, (name) => {
    chosen.y = name;
    live.redraw();
  });
}
