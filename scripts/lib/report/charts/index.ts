// SPDX-License-Identifier: MIT
import { columnNamed, type PageData, thinned } from '../page/data.ts';
import type { ChartOption } from './axes.ts';
import { curvesChart } from './curves.ts';
import { distributionChart } from './distribution.ts';
import { effectsChart } from './effects.ts';
import { heatMapChart } from './heat-map.ts';
import { MOST_AXES, MOST_BEST, parallelChart } from './parallel.ts';
import { columnsChart, parameterChart } from './scatter.ts';
import type { ChartTheme } from './theme.ts';

/** One figure of the page: drawn without a browser and again in it, by the same function. */
export interface Chart {
  readonly id: string;
  readonly title: string;
  /** What to see in it, for all readers; also its description for those who cannot see it. */
  readonly caption: string;
  /** Height of the drawing at 720 wide, pixels. */
  readonly height: number;
  option(theme: ChartTheme, runs: readonly number[]): ChartOption;
}

/** Runs that an interactive chart draws; more are thinned, and the page says so. */
export const MOST_DRAWN = 4000;
/** Runs that a static drawing shows. */
export const MOST_STATIC = 150;
/** Parameters with a chart of their own. */
const MOST_PARAMETERS = 12;

/** Returns the charts that the data allows, in the order of the page. */
export function chartsOf(data: PageData): readonly Chart[] {
  const metric = columnNamed(data, data.metric);
  if (metric === undefined || metric.values.every((v) => v === null)) return [];
  const charts: Chart[] = [edf(data, metric.label)];
  if (data.effects.length > 0) charts.push(effects(data, metric.label));
  for (const parameter of data.parameters.slice(0, MOST_PARAMETERS)) {
    charts.push({
      id: `parameter-${charts.length}`, height: 320, title: `${metric.label} by ${parameter.name}`,
      caption: `Each dot is a run, diamonds are means. ${parameter.best !== null && parameter.numbers !== null ? 'Shaded: where the best models likely lie (95 %).' : ''}`,
      option: (theme, runs) => parameterChart(data, parameter.name, runs, theme),
    });
  }
  charts.push(...frontCharts(data));
  if (data.parameters.length > 1) charts.push(parallel(data), heatMap(data));
  if (data.curves.length > 0) charts.push(curves(data, metric.label));
  return charts;
}

/** Returns the runs a chart draws. */
export function drawnRuns(data: PageData, most: number): readonly number[] {
  return thinned(data, most);
}

function edf(data: PageData, label: string): Chart {
  const caption = 'Share of the runs with at most this value. A curve further to the better side is a better sweep.';
  return { id: 'distribution', height: 320, title: `Distribution of ${label}`, caption, option: (theme) => distributionChart(data, theme) };
}

function effects(data: PageData, label: string): Chart {
  const caption = 'How much each parameter (and pair of parameters) decides. Grey bars cannot be told from noise.';
  return { id: 'effects', height: 56 + 42 * data.effects.length, title: `What mattered for ${label}`, caption, option: (theme) => effectsChart(data, theme) };
}

/** The metric against time, and against every further metric that ranks. */
function frontCharts(data: PageData): readonly Chart[] {
  const others = data.columns.filter((c) => c.name !== data.metric && varies(c.values) && (c.goal !== null || c.name === 'total_time' || /sparsity|size|params|flops/i.test(c.name)));
  return others.slice(0, 4).map((other): Chart => {
    const metric = columnNamed(data, data.metric);
    const hasFront = other.goal !== null || other.name === 'total_time';
    return {
      id: `against-${other.name.replace(/\W/g, '_')}`, height: 340, title: `${metric?.label ?? ''} against ${other.label}`,
      caption: hasFront ? 'The line joins the runs that no other run beats in both (Pareto front).' : 'Each dot is a run.',
      option: (theme, runs) => columnsChart(data, [other.name, data.metric], runs, theme),
    };
  });
}

/** A column that is the same in every run would be a line of dots that says nothing. */
function varies(values: readonly (number | null)[]): boolean {
  const numbers = values.filter((v) => v !== null);
  return numbers.some((v) => v !== numbers[0]);
}

function parallel(data: PageData): Chart {
  const left = data.parameters.length > MOST_AXES - 1 ? ` The first ${MOST_AXES - 1} parameters are shown.` : '';
  const caption = `Each line is a run; the best tenth (at most ${MOST_BEST}) stands out. Drag along an axis to choose runs: the table below follows.${left}`;
  return { id: 'parallel', height: 400, title: 'Parallel coordinates', caption, option: (theme, runs) => parallelChart(data, runs, theme) };
}

function heatMap(data: PageData): Chart {
  const strongest = data.effects.map((e) => data.parameters.find((p) => p.name === e.name)?.name).filter((n) => n !== undefined);
  const [x = '', y = ''] = [...new Set([...strongest, ...data.parameters.map((p) => p.name)])];
  const caption = 'Mean of the metric for each pair of values; the darker, the better.';
  return { id: 'heat-map', height: 400, title: `${x} with ${y}`, caption, option: (theme) => heatMapChart(data, [x, y], theme) };
}

function curves(data: PageData, label: string): Chart {
  const caption = 'Solid: the best runs. Dashed: the worst.';
  return { id: 'curves', height: 340, title: `Learning curves of ${label}`, caption, option: (theme) => curvesChart(data, theme) };
}
