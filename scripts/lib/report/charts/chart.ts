// SPDX-License-Identifier: MIT
import type { PageData, PageParameter } from '../page-data.ts';
import type { ChartOption } from './axes.ts';
import type { Paper } from './theme.ts';

/** What a reader may ask of one chart: a yes or no, one of several, or which axes in which order. */
export type ChartControl =
  | { readonly kind: 'check'; readonly name: string; readonly label: string; readonly isOn: boolean }
  | {
      readonly kind: 'select';
      readonly name: string;
      readonly label: string;
      readonly options: readonly Choice[];
      readonly initial: string;
    }
  | {
      readonly kind: 'axes';
      readonly name: string;
      readonly label: string;
      readonly options: readonly Choice[];
      readonly initial: string;
    };

export interface Choice {
  readonly value: string;
  readonly text: string;
}

/** What a chart draws: some runs, those that are ticked, in one colour, as its reader wants it. */
export interface Scene {
  readonly data: PageData;
  /** Positions of the runs that the filter and the brushes leave. */
  readonly chosen: readonly number[];
  /** Those of them that are drawn one by one. */
  readonly runs: readonly number[];
  readonly ticked: readonly number[];
  /** What the runs are coloured by: the name of a column or parameter, `status`, or '' for one colour. */
  readonly color: string;
  /** What was asked of this chart, by the name of the control; what is missing is as it began. */
  readonly choice: Readonly<Record<string, string>>;
}

/** One entry of a chart's legend. */
export interface LegendEntry {
  readonly text: string;
  /** A colour of the theme. */
  readonly color: string;
  readonly isDashed: boolean;
}

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
  /** True for one that a reader rarely asks for: it stands in the fold. */
  readonly isFolded?: boolean;
  /** True where each run has the colour that all charts share. */
  readonly isPainted?: boolean;
  /** True where only a script can draw it. */
  readonly isLiveOnly?: boolean;
  readonly controls?: readonly ChartControl[];
  option(paper: Paper, scene: Scene): ChartOption;
  /** Returns how many runs the drawing shows; all of the scene's where it is missing. */
  shown?(scene: Scene): number;
  legend?(paper: Pick<Paper, 'theme'>, scene: Scene): readonly LegendEntry[];
}

/** Returns what was asked of a control of a chart, or how it began. */
export function choiceOf(chart: Pick<Chart, 'controls'>, scene: Pick<Scene, 'choice'>, name: string): string {
  const control = chart.controls?.find((c) => c.name === name);
  const initial = control === undefined ? '' : control.kind === 'check' ? (control.isOn ? ON : '') : control.initial;
  return scene.choice[name] ?? initial;
}

/** What a ticked control says. */
export const ON = 'on';
/** Parts the names that a control of axes holds. */
export const NAME_BREAK = '\n';

/** Returns the parameters but the seed, those that mattered most first; those of which nothing is known stand behind them in their order. */
export function strongestFirst(data: PageData): readonly PageParameter[] {
  const own = chartedParameters(data);
  const known = data.effects.flatMap((e) => (e.kind === 'main' ? own.filter((p) => e.symbols.includes(p.name)) : []));
  return [...new Set([...known, ...own])];
}

/** A chart of the metric by its seeds would be one of luck. */
export function chartedParameters({ parameters, seed }: PageData): readonly PageParameter[] {
  return parameters.filter((p) => p.name !== seed);
}

/** Returns so many parameters that mattered most, in the order of the range file. */
export function chosenParameters(data: PageData, most: number): readonly PageParameter[] {
  const chosen = new Set(strongestFirst(data).slice(0, most));
  return data.parameters.filter((p) => chosen.has(p));
}
