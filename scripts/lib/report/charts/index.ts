// SPDX-License-Identifier: MIT
import { columnNamed, type PageColumn, type PageData, type PageParameter } from '../page-data.ts';
import { bareName } from '../words.ts';
import { againstOption, againstShown } from './against.ts';
import { isByLevel } from './axes.ts';
import { bestAfterOption, bestAfterShown } from './best-after.ts';
import { type Chart, chartedParameters, choiceOf, NAME_BREAK, ON, type Scene, strongestFirst } from './chart.ts';
import { curvesLegend, curvesOption, curvesShown, type CurveView, hasTimes } from './curves.ts';
import { distributionLegend, distributionOption, distributionShown } from './distribution.ts';
import { explorerChart } from './explorer.ts';
import { importanceOption, sharedEffects } from './importance.ts';
import { pairChart } from './pair.ts';
import { firstLogs, MOST_AXES, MOST_BEST, parallelAxes, parallelOption, parallelShown } from './parallel.ts';
import { hasBestRange, sliceOption, sliceShown } from './slice.ts';
import { LIGHT } from './theme.ts';
import { timelineHeight, timelineOption, timelineShown } from './timeline.ts';

/** Runs that an interactive chart draws; more are thinned, and the page says so. */
export const MOST_DRAWN = 4000;
/** Runs that a static drawing shows. */
export const MOST_STATIC = 150;
/** Parameters with a chart of their own, and those of them that stand in no fold. */
export const MOST_PARAMETERS = 12;
const OPEN_SLICES = 4;
/** Ranked runs up to which charts that say little of them stand in the fold. */
const SMALL = 8;

/** Returns the charts that the data allows, in the order of the page. */
export function chartsOf(data: PageData): readonly Chart[] {
  const metric = columnNamed(data, data.metric);
  const when = data.attempts === null || data.attempts.runs.length < 2 ? [] : [timeline(data.attempts)];
  if (metric === undefined || metric.values.every((v) => v === null)) return when;
  const isSpread = varies(metric.values) || data.sweeps.of !== null;
  const several = chartedParameters(data).length > 1;
  // A small sweep has a short page.
  const ranked = data.runs.ranks.filter((rank) => rank !== null).length;
  const isSmall = ranked <= SMALL && data.sweeps.of === null;
  const rarely = (chart: Chart): Chart => (isSmall ? { ...chart, isFolded: true } : chart);
  return [
    ...(several ? [parallel(data)] : []),
    ...(data.curves.length > 0 ? [curves(data, metric.label)] : []),
    ...slices(data, metric),
    ...(several ? [rarely(pairChart(data, metric))] : []),
    ...frontCharts(data, metric),
    ...(isSpread ? [bestAfter(metric), distribution(data, metric)].map(rarely) : []),
    ...when,
    ...(ranked > 1 ? [rarely(explorerChart(data))] : []),
  ];
}

/** Returns the chart of what mattered, for its figure beside the words; undefined where nothing is told. */
export function importanceChart(data: PageData): Chart | undefined {
  const { length } = sharedEffects(data);
  if (length === 0) return undefined;
  return {
    id: 'importance',
    title: 'What mattered',
    caption: 'Share of the variation that each parameter explains.',
    height: 96 + 26 * length,
    option: (paper, scene) => importanceOption(scene, paper),
    shown: ({ data: { runs } }) => runs.ranks.filter((rank) => rank !== null).length,
  };
}

function distribution(data: PageData, metric: PageColumn): Chart {
  const better =
    metric.goal === null
      ? ''
      : ` ${data.sweeps.of !== null ? 'The sweep with the curve' : 'A sweep with its curve'} further to the ${metric.goal === 'max' ? 'right' : 'left'} is better.`;
  return {
    id: 'distribution',
    height: 320,
    title: `Distribution of ${metric.label}`,
    caption: `Share of the runs that ended with at most this value; runs that gave none count as worse than all others.${better}`,
    option: (paper, scene) => distributionOption(scene, paper),
    shown: distributionShown,
    legend: (paper, scene) => distributionLegend(scene, paper),
  };
}

function bestAfter(metric: PageColumn): Chart {
  return {
    id: 'best-after',
    height: 320,
    title: `Best ${metric.label} after so many runs`,
    caption:
      'What the best of n of these runs is expected to be, if they had come in any order; shaded: half of the orders. Where it is flat, more runs of this kind bring little.',
    option: (paper, scene) => bestAfterOption(scene, paper),
    shown: bestAfterShown,
  };
}

function slices(data: PageData, metric: PageColumn): readonly Chart[] {
  return strongestFirst(data)
    .slice(0, MOST_PARAMETERS)
    .map((parameter, i): Chart => {
      const of = (scene: Scene): { readonly parameter: PageParameter; readonly column: PageColumn } => ({
        parameter: scene.data.parameters.find((p) => p.name === parameter.name) ?? parameter,
        column: columnNamed(scene.data, metric.name) ?? metric,
      });
      return {
        id: idOf('parameter', parameter.name),
        height: 320,
        title: `${metric.label} by ${bareName(parameter.name)}`,
        isPainted: true,
        caption: sliceCaption(parameter),
        isFolded: i >= OPEN_SLICES,
        option: (paper, scene) => sliceOption(scene, of(scene), paper),
        shown: (scene) => sliceShown(scene, of(scene)),
      };
    });
}

function sliceCaption(parameter: PageParameter): string {
  const levels = isByLevel(parameter) ? ' (spread sideways to be seen), diamonds are means' : '';
  return `Each dot is a run${levels}.${hasBestRange(parameter) ? ' Shaded: where the best runs likely lie (95 %).' : ''}`;
}

/** The metric against time, and against every further metric that ranks. */
function frontCharts(data: PageData, metric: PageColumn): readonly Chart[] {
  const others = data.columns.filter(
    (c) =>
      c.name !== data.metric &&
      varies(c.values) &&
      (c.goal !== null || c.name === 'total_time' || /sparsity|size|params|flops/i.test(c.name)),
  );
  return others.slice(0, 4).map((other): Chart => {
    const hasFront = other.goal !== null || other.name === 'total_time';
    const pair = ({ data: newest }: Scene): { readonly x: PageColumn; readonly y: PageColumn } => ({
      x: columnNamed(newest, other.name) ?? other,
      y: columnNamed(newest, metric.name) ?? metric,
    });
    return {
      id: againstId(other.name),
      height: 340,
      title: `${metric.label} against ${other.label}`,
      isPainted: true,
      caption: hasFront
        ? `Each dot is a run. Diamonds: the ${data.settings === null ? 'runs that no other run beats' : 'settings that no other setting beats by its means'} in both (Pareto front).`
        : 'Each dot is a run.',
      option: (paper, scene) => againstOption(scene, pair(scene), paper),
      shown: (scene) => againstShown(scene, pair(scene)),
    };
  });
}

/** Returns the id of the chart of the metric against a column. */
function againstId(column: string): string {
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
      ? ` The ${MOST_AXES - 1} parameters that mattered most are shown at first.`
      : '';
  const controls = [
    { kind: 'axes', name: 'axes', label: 'Axes', ...parallelAxes(data) },
    { kind: 'axes', name: 'logs', label: 'Log scale', options: logOptions(data), initial: firstLogs(data) },
  ] as const;
  const names = (scene: Scene, name: string): readonly string[] =>
    choiceOf({ controls }, scene, name)
      .split(NAME_BREAK)
      .filter((one) => one !== '');
  return {
    id: 'parallel',
    height: 400,
    isWide: true,
    title: 'Parallel coordinates',
    isPainted: true,
    caption: `Each line is a run; the best tenth (at most ${MOST_BEST}) is thick. Drag along an axis to choose runs, click on it to let them go: the table and all charts follow.${left}`,
    controls: controls.filter(({ options }) => options.length > 0),
    option: (paper, scene) =>
      parallelOption(scene, { axes: names(scene, 'axes'), logs: new Set(names(scene, 'logs')) }, paper),
    shown: parallelShown,
  };
}

/** Parameters of positive numbers that stand on an axis of numbers. */
function logOptions(data: PageData): readonly { readonly value: string; readonly text: string }[] {
  return data.parameters
    .filter((p) => !isByLevel(p) && (p.numbers?.[0] ?? 0) > 0)
    .map(({ name }) => ({ value: name, text: bareName(name) }));
}

function curves(data: PageData, label: string): Chart {
  const hasBands = data.settings !== null;
  const controls = [
    ...(hasTimes(data)
      ? [
          {
            kind: 'select',
            name: 'across',
            label: 'x axis',
            options: [
              { value: 'step', text: 'steps' },
              { value: 'time', text: 'time' },
            ],
            initial: 'step',
          } as const,
        ]
      : []),
    {
      kind: 'select',
      name: 'smoothing',
      label: 'smoothing',
      options: ['0', '0.5', '0.8', '0.9', '0.97'].map((value) => ({ value, text: value === '0' ? 'none' : value })),
      initial: '0',
    } as const,
    { kind: 'check', name: 'log', label: 'log scale', isOn: false } as const,
    ...(hasBands
      ? [{ kind: 'check', name: 'bands', label: 'settings with the range of their seeds', isOn: true } as const]
      : []),
  ];
  const view = (scene: Scene): CurveView => {
    const asked = (name: string): string => choiceOf({ controls }, scene, name);
    return {
      across: asked('across') === 'time' ? 'time' : 'step',
      smoothing: Number(asked('smoothing')),
      isLog: asked('log') === ON,
      areBands: asked('bands') === ON,
    };
  };
  return {
    id: 'curves',
    height: 340,
    isWide: true,
    title: `Learning curves of ${label}`,
    caption: hasBands
      ? 'The best settings, each with the range of its seeds; ticked runs take their place.'
      : 'Solid: the best runs, with their rank; dashed: the worst. Ticked runs take their place.',
    controls,
    option: (paper, scene) => curvesOption(scene, view(scene), paper),
    shown: (scene) => curvesShown(scene, view(scene), LIGHT),
    legend: ({ theme }, scene) => curvesLegend(scene, view(scene), theme),
  };
}

function timeline(attempts: NonNullable<PageData['attempts']>): Chart {
  return {
    id: 'timeline',
    height: timelineHeight(attempts),
    isWide: true,
    title: 'Where the time went',
    isPainted: true,
    caption: 'Each bar is an attempt of a run on its lane or device.',
    option: (paper, scene) => timelineOption(scene, paper),
    shown: timelineShown,
  };
}
