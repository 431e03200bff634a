// SPDX-License-Identifier: MIT
import { columnNamed, type PageColumn, type PageData, type PageParameter, thinned } from '../page-data.ts';
import { type ChartOption, isByLevel } from './axes.ts';
import { chartedParameters, chosenParameters, strongestFirst } from './chosen.ts';
import { curvesChart } from './curves.ts';
import { distributionChart } from './distribution.ts';
import { heatMapChart } from './heat-map.ts';
import { MOST_AXES, MOST_BEST, parallelChart } from './parallel.ts';
import { columnsChart, hasBestRange, parameterChart } from './scatter.ts';
import { bareName } from '../words.ts';
import type { Paper } from './theme.ts';

/** One figure of the page: drawn without a browser and again in it, by the same function. */
export interface Chart {
  readonly id: string;
  readonly title: string;
  /** What to see in it, for all readers; also its description for those who cannot see it. */
  readonly caption: string;
  /** Height of the drawing, pixels. */
  readonly height: number;
  /** True when it takes the whole width of the page. */
  readonly isWide?: boolean;
  option(paper: Paper, runs: readonly number[]): ChartOption;
}

/** Runs that an interactive chart draws; more are thinned, and the page says so. */
export const MOST_DRAWN = 4000;
/** Runs that a static drawing shows. */
export const MOST_STATIC = 150;
/** Parameters with a chart of their own. */
export const MOST_PARAMETERS = 12;

/** Returns the charts that the data allows, in the order of the page. */
export function chartsOf(data: PageData): readonly Chart[] {
  const metric = columnNamed(data, data.metric);
  if (metric === undefined || metric.values.every((v) => v === null)) return [];
  const charts: Chart[] = varies(metric.values) || data.sweeps.length > 1 ? [edf(data, metric)] : [];
  for (const parameter of chosenParameters(data, MOST_PARAMETERS)) {
    charts.push({
      id: idOf('parameter', parameter.name),
      height: 320,
      title: `${metric.label} by ${bareName(parameter.name)}`,
      caption: parameterCaption(parameter),
      option: (paper, runs) => parameterChart(data, parameter.name, runs, paper),
    });
  }
  charts.push(...frontCharts(data));
  if (chartedParameters(data).length > 1) charts.push(parallel(data), heatMap(data));
  if (data.curves.length > 0) charts.push(curves(data, metric.label));
  return charts;
}

/** Returns the runs a chart draws. */
export function drawnRuns(data: PageData, most: number): readonly number[] {
  return thinned(data, most);
}

function edf(data: PageData, metric: PageColumn): Chart {
  const better =
    metric.goal === null
      ? ''
      : ` ${data.sweeps.length > 1 ? 'The sweep with the curve' : 'A sweep with its curve'} further to the ${metric.goal === 'max' ? 'right' : 'left'} is better.`;
  const failed = data.sweeps.reduce((sum, sweep) => sum + sweep.failed, 0);
  const lost =
    failed === 0
      ? ''
      : ` ${failed} ${failed === 1 ? 'run that gave no value counts' : 'runs that gave no value count'} as worse than all others.`;
  const caption = `Share of the runs that ended with at most this value.${lost}${better}`;
  return {
    id: 'distribution',
    height: 320,
    title: `Distribution of ${metric.label}`,
    caption,
    option: ({ theme }) => distributionChart(data, theme),
  };
}

function parameterCaption(parameter: PageParameter): string {
  const levels = isByLevel(parameter) ? ' (spread sideways to be seen), diamonds are means' : '';
  return `Each dot is a run${levels}.${hasBestRange(parameter) ? ' Shaded: where the best runs likely lie (95 %).' : ''}`;
}

/** The metric against time, and against every further metric that ranks. */
function frontCharts(data: PageData): readonly Chart[] {
  const others = data.columns.filter(
    (c) =>
      c.name !== data.metric &&
      varies(c.values) &&
      (c.goal !== null || c.name === 'total_time' || /sparsity|size|params|flops/i.test(c.name)),
  );
  return others.slice(0, 4).map((other): Chart => {
    const metric = columnNamed(data, data.metric);
    const hasFront = other.goal !== null || other.name === 'total_time';
    return {
      id: againstId(other.name),
      height: 340,
      title: `${metric?.label ?? ''} against ${other.label}`,
      caption: hasFront
        ? `Each dot is a run. Diamonds: the ${data.settings === null ? 'runs that no other run beats' : 'settings that no other setting beats by its means'} in both (Pareto front).`
        : 'Each dot is a run.',
      option: ({ theme }, runs) => columnsChart(data, [other.name, data.metric], runs, theme),
    };
  });
}

/** Returns the id of the chart of the metric against a column. */
export function againstId(column: string): string {
  return idOf('against', column);
}

/** Letters, digits, _ and - only; names that differ in nothing but punctuation have different ids. */
function idOf(kind: string, name: string): string {
  return `${kind}-${name.replace(/\W/g, (c) => `-${c.charCodeAt(0).toString(16)}-`)}`;
}

/** A column that is the same in every run would be a line of dots that says nothing. */
function varies(values: readonly (number | null)[]): boolean {
  const numbers = values.filter((v) => v !== null);
  return numbers.some((v) => v !== numbers[0]);
}

function parallel(data: PageData): Chart {
  const left =
    chartedParameters(data).length > MOST_AXES - 1
      ? ` The ${MOST_AXES - 1} parameters that mattered most are shown.`
      : '';
  const caption = `Each line is a run; the best tenth (at most ${MOST_BEST}) is thick and orange. Drag along an axis to choose runs, click on it to let them go: the table of runs follows.${left}`;
  return {
    id: 'parallel',
    height: 400,
    isWide: true,
    title: 'Parallel coordinates',
    caption,
    option: (paper, runs) => parallelChart(data, runs, paper),
  };
}

/** Returns the two parameters that a heat map shows at first: those that mattered most. */
export function heatMapPair(data: PageData): readonly [x: string, y: string] {
  const [x = '', y = ''] = strongestFirst(data).map((p) => p.name);
  return [x, y];
}

function heatMap(data: PageData): Chart {
  const [x, y] = heatMapPair(data);
  const caption = 'Mean of the metric for each pair of values; the stronger the colour, the better.';
  return {
    id: 'heat-map',
    height: 400,
    title: `${bareName(x)} with ${bareName(y)}`,
    caption,
    option: (paper) => heatMapChart(data, [x, y], paper),
  };
}

function curves(data: PageData, label: string): Chart {
  const caption = `Solid orange: the best runs.${data.curves.some((c) => c.side === 'worst') ? ' Dashed blue: the worst.' : ''}`;
  return {
    id: 'curves',
    height: 340,
    title: `Learning curves of ${label}`,
    caption,
    option: ({ theme }) => curvesChart(data, theme),
  };
}
