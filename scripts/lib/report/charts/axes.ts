// SPDX-License-Identifier: MIT
import type { PageColumn, PageParameter } from '../page/data.ts';
import { axisTitle, type ChartTheme, columnText, FONT } from './theme.ts';

/** A drawing as ECharts takes it; our own small type, as theirs allows anything. */
export type ChartOption = Readonly<Record<string, unknown>>;

/** Up to so many levels a parameter stands level by level, evenly spaced; beyond, numbers have a number axis. */
export const MOST_LEVELS = 12;

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
  return { type: 'value', scale: true, ...titled(axisTitle(column), theme, side), axisLabel: { color: theme.muted, formatter: (v: number) => shortNumber(column, v) } };
}

/** Returns the axis of a parameter: levels, numbers or a logarithm. */
export function parameterAxis(parameter: PageParameter, theme: ChartTheme, side: 'x' | 'y'): ChartOption {
  if (isByLevel(parameter)) {
    const rotate = side === 'x' && parameter.levels.join('').length > 60 ? 30 : 0;
    const data = parameter.levels.map((level) => (level.length > 18 ? `${level.slice(0, 17)}…` : level));
    const labels = { color: theme.muted, rotate, hideOverlap: true, fontSize: 12 };
    return { type: 'category', data, ...titled(parameter.name, theme, side), axisLabel: labels, splitLine: { show: false } };
  }
  const labels = { color: theme.muted, hideOverlap: true, formatter: (v: number) => String(Number(v.toPrecision(4))) };
  return { type: parameter.isLog ? 'log' : 'value', scale: true, ...titled(parameter.name, theme, side), axisLabel: labels };
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
    name,
    nameLocation: 'middle',
    nameGap: side === 'x' ? 34 : 50,
    nameTextStyle: { color: theme.text, fontSize: 13 },
    axisLine: { show: true, ...line },
    axisTick: line,
    splitLine: { lineStyle: { color: theme.grid } },
  };
}

/** Ticks need no two decimals of a percent where whole numbers do. */
function shortNumber(column: PageColumn, value: number): string {
  const { unit } = column;
  if (unit === null) return columnText(column, value);
  return `${Number((value * unit.factor).toPrecision(4))}${unit.suffix}`;
}
