// SPDX-License-Identifier: MIT
import type { PageColumn, PageParameter } from '../page/data.ts';
import { bareName, plainNumber, shortened } from '../page/words.ts';
import { axisTitle, type ChartTheme, FONT, type Paper } from './theme.ts';

/** A drawing as ECharts takes it; our own small type, as theirs allows anything. */
export type ChartOption = Readonly<Record<string, unknown>>;

/** Up to so many levels a parameter stands level by level, evenly spaced; beyond, numbers have a number axis. */
export const MOST_LEVELS = 12;

/** Letters of an axis title that fit a phone. */
export const TITLE_LETTERS = 34;
/** About the width of a letter of a label, pixels. */
const LETTER_WIDTH = 6.8;
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

/** Returns a number axis for a metric. */
export function valueAxis(column: PageColumn, theme: ChartTheme, side: 'x' | 'y'): ChartOption {
  const labels = { color: theme.muted, hideOverlap: true, formatter: (v: number) => tickText(column, v) };
  return { type: 'value', scale: true, ...titled(axisTitle(column), theme, side), axisLabel: labels };
}

/** Returns the axis of a parameter of numbers: even, or a logarithm. */
export function numberAxis(parameter: PageParameter, theme: ChartTheme): ChartOption {
  const labels = { color: theme.muted, hideOverlap: true, formatter: plainNumber };
  return { type: parameter.isLog ? 'log' : 'value', scale: true, ...titled(bareName(parameter.name), theme, 'x'), axisLabel: labels };
}

/**
 * Returns the axis of a parameter level by level, as numbers from 0: dots can stand beside the middle of their level and
 * shades can cover whole levels, which an axis of categories would not allow.
 */
export function levelAxis(parameter: PageParameter, { theme, width }: Paper): ChartOption {
  const places = parameter.levels.map((_, i) => i);
  const rotate = labelWidth(parameter) * places.length > 1.1 * (width - 88) ? 30 : 0;
  const letters = rotate === 0 ? 18 : 13; // a turned label of the first level would leave the drawing
  const formatter = (v: number): string => shortened(parameter.levels[Math.round(v)] ?? '', letters);
  const step = rotate === 0 ? 1 : labelStep(places.length, (width - 88) / TURNED_WIDTH);
  return {
    type: 'value', min: -0.5, max: places.length - 0.5, ...titled(bareName(parameter.name), theme, 'x'), splitLine: { show: false },
    ...(rotate === 0 ? {} : { nameGap: 76 }),
    axisTick: { customValues: places, lineStyle: { color: theme.muted } },
    axisLabel: { customValues: places.filter((i) => i % step === 0), color: theme.muted, rotate, hideOverlap: true, fontSize: 12, formatter },
  };
}

/** Returns which part of the levels has a label, every one (1), every second (2) and so on, when so many labels fit. */
export function labelStep(levels: number, fitting: number): number {
  return Math.max(1, Math.ceil(levels / Math.max(1, Math.floor(fitting))));
}

/** Returns the axis of a heat map: its levels as categories, the title clear of the longest label. */
export function categoryAxis(parameter: PageParameter, theme: ChartTheme, side: 'x' | 'y'): ChartOption {
  const rotate = side === 'x' && parameter.levels.join('').length > 60 ? 30 : 0;
  const data = parameter.levels.map((level) => shortened(level, 18));
  const labels = { color: theme.muted, rotate, hideOverlap: true, fontSize: 12 };
  const gap = side === 'y' ? { nameGap: labelWidth(parameter) + 18 } : rotate === 0 ? {} : { nameGap: 76 };
  return { type: 'category', data, ...titled(bareName(parameter.name), theme, side), ...gap, axisLabel: labels, splitLine: { show: false } };
}

/** Returns about how wide the longest label of a parameter is, pixels. */
export function labelWidth(parameter: PageParameter): number {
  return LETTER_WIDTH * Math.max(...parameter.levels.map((level) => Math.min(18, level.length)));
}

export function isByLevel(parameter: PageParameter): boolean {
  return parameter.numbers === null || parameter.levels.length <= MOST_LEVELS;
}

/** Where a run stands on its parameter's axis; null when the parameter is absent. */
export function place(parameter: PageParameter, run: number): number | null {
  const code = parameter.codes[run] ?? -1;
  if (code < 0) return isByLevel(parameter) && parameter.levels.length > 0 ? parameter.levels.indexOf('(absent)') : null;
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

/** Returns the text of a tick: it needs no two decimals of a percent where whole numbers do. */
export function tickText({ unit }: PageColumn, value: number): string {
  return unit === null ? plainNumber(value) : `${plainNumber(value * unit.factor)}${unit.suffix}`;
}
