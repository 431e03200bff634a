// SPDX-License-Identifier: MIT
import type { PageParameter } from '../page-data.ts';
import { bareName, plainNumber, shortened, shortLabels } from '../words.ts';
import { type ChartTheme, FONT, type Paper } from './theme.ts';

/** A drawing as ECharts takes it; our own small type, as theirs allows anything. */
export type ChartOption = Readonly<Record<string, unknown>>;

/** Up to so many levels a parameter stands level by level, evenly spaced; beyond, numbers have a number axis. */
export const MOST_LEVELS = 12;

/** Letters of an axis title that fit a phone. */
const TITLE_LETTERS = 34;
/** About the width of a letter of a label, pixels. */
const LETTER_WIDTH = 6.8;
/** Letters of a label, and pixels between two of them. */
const LABEL_LETTERS = 18;
const LABEL_GAP = 6;
/** What a turned label takes of the axis, pixels: its height over the sine of 30 degrees. */
const TURNED_WIDTH = 24;

/** What all charts share: no animation, so that a page prints and tests the same; room for titles. */
export function frame(theme: ChartTheme): ChartOption {
  return {
    animation: false,
    textStyle: { fontFamily: FONT, color: theme.text, fontSize: 13 },
    grid: { left: 64, right: 24, top: 24, bottom: 56 },
    aria: { enabled: true },
  };
}

/** Returns what prints the ticks of a parameter: on a logarithm that goes below a thousandth all as powers, so that none stands out. */
export function logTick({ numbers }: PageParameter, isLog: boolean): (v: number) => string {
  const least = numbers?.[0] ?? 1;
  return isLog && least < 0.001 ? (v) => Number(v.toPrecision(3)).toExponential() : (v) => plainNumber(v);
}

/** Returns the axis of a parameter of numbers: even, or a logarithm. */
export function numberAxis(parameter: PageParameter, theme: ChartTheme): ChartOption {
  const labels = { color: theme.muted, hideOverlap: true, formatter: logTick(parameter, parameter.isLog) };
  return {
    type: parameter.isLog ? 'log' : 'value',
    scale: true,
    ...titled(bareName(parameter.name), theme, 'x'),
    axisLabel: labels,
  };
}

/**
 * Returns the axis of a parameter level by level, as numbers from 0: dots can stand beside the middle of their level and
 * shades can cover whole levels, which an axis of categories would not allow.
 */
export function levelAxis(parameter: PageParameter, { theme, width }: Paper): ChartOption {
  const places = parameter.levels.map((_, i) => i);
  const flat = shortLabels(parameter.levels, LABEL_LETTERS);
  const rotate = standBeside(flat, width - 88) ? 0 : 30;
  const labels = rotate === 0 ? flat : shortLabels(parameter.levels, 13); // a turned label of the first level would leave the drawing
  const formatter = (v: number): string => labels[Math.round(v)] ?? '';
  const step = rotate === 0 ? 1 : labelStep(places.length, (width - 88) / TURNED_WIDTH);
  return {
    type: 'value',
    min: -0.5,
    max: places.length - 0.5,
    ...titled(bareName(parameter.name), theme, 'x'),
    splitLine: { show: false },
    ...(rotate === 0 ? {} : { nameGap: 76 }),
    axisTick: { customValues: places, lineStyle: { color: theme.muted } },
    axisLabel: {
      customValues: places.filter((i) => i % step === 0),
      color: theme.muted,
      rotate,
      hideOverlap: true,
      fontSize: 12,
      formatter,
    },
  };
}

/** Returns which part of the levels has a label, every one (1), every second (2) and so on, when so many labels fit. */
export function labelStep(levels: number, fitting: number): number {
  return Math.max(1, Math.ceil(levels / Math.max(1, Math.floor(fitting))));
}

/** Returns the axis of a heat map, so many pixels long: its levels as categories, each with its label where they fit, the title clear of the longest. */
export function categoryAxis(
  parameter: PageParameter,
  theme: ChartTheme,
  { side, room }: { readonly side: 'x' | 'y'; readonly room: number },
): ChartOption {
  const data = shortLabels(parameter.levels, LABEL_LETTERS);
  const rotate = side === 'y' || standBeside(data, room) ? 0 : 30;
  const step = rotate === 0 ? 1 : labelStep(data.length, room / TURNED_WIDTH);
  const labels = { color: theme.muted, rotate, interval: step - 1, fontSize: 12 };
  const gap = side === 'y' ? { nameGap: labelWidth(parameter) + 18 } : rotate === 0 ? {} : { nameGap: 76 };
  return {
    type: 'category',
    data,
    ...titled(bareName(parameter.name), theme, side),
    ...gap,
    axisLabel: labels,
    splitLine: { show: false },
  };
}

/** True when the labels of levels have room beside each other along so many pixels. */
function standBeside(labels: readonly string[], pixels: number): boolean {
  const letters = (pixels / labels.length - LABEL_GAP) / LETTER_WIDTH;
  return labels.every((label, i) => i === 0 || (label.length + (labels[i - 1] ?? '').length) / 2 <= letters);
}

/** Returns about how wide the longest label of a parameter is, pixels. */
export function labelWidth(parameter: PageParameter): number {
  return LETTER_WIDTH * Math.max(...parameter.levels.map((level) => Math.min(LABEL_LETTERS, level.length)));
}

export function isByLevel(parameter: PageParameter): boolean {
  return parameter.numbers === null || parameter.levels.length <= MOST_LEVELS;
}

/** Where a run stands on its parameter's axis; null when the parameter is absent. */
export function place(parameter: PageParameter, run: number): number | null {
  const code = parameter.codes[run] ?? -1;
  // The level of runs that lack it is the last.
  if (code < 0) return isByLevel(parameter) && parameter.levels.length > 0 ? parameter.levels.length - 1 : null;
  return isByLevel(parameter) ? code : (parameter.numbers?.[code] ?? null);
}

export function titled(name: string, theme: ChartTheme, side: 'x' | 'y'): ChartOption {
  const line = { lineStyle: { color: theme.muted } };
  return {
    name: shortened(name, TITLE_LETTERS),
    nameLocation: 'middle',
    nameGap: side === 'x' ? 34 : 50,
    nameTextStyle: { color: theme.text, fontSize: 13 },
    axisLine: { show: true, onZero: false, ...line },
    axisTick: line,
    splitLine: { lineStyle: { color: theme.grid } },
  };
}
