// SPDX-License-Identifier: MIT
import type { PageColumn } from '../page-data.ts';
import { formatMetric } from '../../results/units.ts';

/** Colours of a chart. Blue and orange stay apart for colour-blind readers, and on light and dark paper. */
export interface ChartTheme {
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  readonly accent: string;
  readonly best: string;
  readonly paper: string;
  readonly series: readonly string[];
  /** From bad to good: told apart by colour and lightness, all three times as light or dark as the paper. */
  readonly ramp: readonly string[];
}

/** What a chart is drawn on. */
export interface Paper {
  readonly theme: ChartTheme;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** True where nobody can point at it: a drawing in a file. */
  readonly isStill?: boolean;
}

export const LIGHT: ChartTheme = {
  text: '#1f2328',
  muted: '#59636e',
  grid: '#d8dee4',
  accent: '#0969da',
  best: '#bc4c00',
  paper: '#ffffff',
  series: ['#0969da', '#bc4c00', '#1a7f37', '#8250df', '#9a6700', '#bf3989'],
  ramp: ['#2a8a7c', '#3f83b5', '#2f6bd0', '#7a55c7', '#a8397f', '#bc4c00'],
};

export const DARK: ChartTheme = {
  text: '#e6edf3',
  muted: '#9198a1',
  grid: '#3d444d',
  accent: '#58a6ff',
  best: '#f0883e',
  paper: '#0d1117',
  series: ['#58a6ff', '#f0883e', '#56d364', '#d2a8ff', '#e3b341', '#ff9bce'],
  ramp: ['#3fae9c', '#63a8d4', '#6f9cff', '#a78bfa', '#ec7fb0', '#f0883e'],
};

/** Colours that mean nothing: static drawings hold these and the page's style sheet says what they are. */
export const PLACEHOLDERS: ChartTheme = {
  text: '#a1b0c1',
  muted: '#a1b0c2',
  grid: '#a1b0c3',
  accent: '#a1b0c4',
  best: '#a1b0c5',
  paper: '#a1b0c6',
  series: ['#a1b0d1', '#a1b0d2', '#a1b0d3', '#a1b0d4', '#a1b0d5', '#a1b0d6'],
  ramp: ['#a1b0e1', '#a1b0e2', '#a1b0e3', '#a1b0e4', '#a1b0e5', '#a1b0e6'],
};

/** Without double quotes: ECharts puts it into an attribute as it is. */
export const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif";

/** Returns a number of a column for people: in its unit, else with the column's decimals, else with four digits. */
export function columnText(column: PageColumn | undefined, value: number | null): string {
  if (value === null) return '-';
  if (column === undefined || column.unit !== null) return formatMetric(value, column?.unit ?? undefined);
  if (column.decimals !== null) return value.toFixed(column.decimals);
  if (Number.isInteger(value) && Math.abs(value) < 1e7) return String(value);
  if (Math.abs(value) < 0.001 || Math.abs(value) >= 1e7) return value.toExponential(3);
  const text = Math.abs(value) >= 1e4 ? value.toFixed(0) : value.toPrecision(4);
  return Number(text) === value ? String(value) : text; // a rounded 79.00 is no 79
}

/** Returns the theme's colours as style variables: `text` as --text, the third of `series` as --series-2. */
export function themeVariables(theme: ChartTheme): readonly (readonly [variable: string, color: string])[] {
  return Object.entries(theme).flatMap(([name, value]: [string, string | readonly string[]]) =>
    typeof value === 'string'
      ? [[`--${name}`, value] as const]
      : value.map((color, i) => [`--${name}-${i}`, color] as const),
  );
}

/** Returns an axis title: the words of a metric, and the name it goes by when that is another. */
export function axisTitle(column: PageColumn): string {
  return column.label === column.name ? column.name : `${column.label} (${column.name})`;
}
