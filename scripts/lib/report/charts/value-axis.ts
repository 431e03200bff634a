// SPDX-License-Identifier: MIT
import type { PageColumn } from '../page-data.ts';
import { plainNumber, TICK_DIGITS } from '../words.ts';
import { type ChartOption, titled } from './axes.ts';
import { axisTitle, type ChartTheme } from './theme.ts';

/** Steps that a time axis may have, seconds: what people count minutes, hours and days in. */
const TIME_STEPS = [
  60,
  120,
  300,
  600,
  1200,
  1800,
  3600,
  7200,
  10_800,
  21_600,
  43_200,
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].map((days) => days * 86_400),
];
/** Parts that an axis is divided into, about. */
const PARTS = 5;
const MOST_DIGITS = 15;

/** Returns a number axis for a metric; long times are told in minutes, hours or days. */
export function valueAxis(column: PageColumn, theme: ChartTheme, side: 'x' | 'y'): ChartOption {
  const range = rangeOf(column);
  const time = timeScale(column, range);
  const labels = {
    color: theme.muted,
    hideOverlap: true,
    formatter: time?.text ?? ((v: number) => tickText(column, v, digitsOf(range))),
  };
  return { type: 'value', scale: true, ...time?.ends, ...titled(axisTitle(column), theme, side), axisLabel: labels };
}

/** Returns the text of a tick: it needs no two decimals of a percent where whole numbers do. */
export function tickText({ unit }: PageColumn, value: number, digits = TICK_DIGITS): string {
  return unit === null ? plainNumber(value, digits) : `${plainNumber(value * unit.factor, digits)}${unit.suffix}`;
}

/** Returns how many digits tell the ticks of a column apart: more where its values differ little. */
export function tickDigits(column: PageColumn): number {
  return digitsOf(rangeOf(column));
}

type Range = readonly [low: number, high: number];

function rangeOf({ values }: PageColumn): Range {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value === null) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

function digitsOf([low, high]: Range): number {
  if (!(high > low)) return TICK_DIGITS;
  const size = Math.max(Math.abs(low), Math.abs(high));
  return Math.min(MOST_DIGITS, Math.max(TICK_DIGITS, 2 + Math.ceil(Math.log10(size / (high - low)))));
}

interface TimeScale {
  readonly ends: ChartOption;
  text(seconds: number): string;
}

/** Undefined for what is no time in seconds, and for times that differ by seconds only. */
function timeScale({ name, unit }: PageColumn, [low, high]: Range): TimeScale | undefined {
  if (name !== 'total_time' || unit?.suffix !== 's' || unit.factor !== 1) return undefined;
  const part = (high - low) / PARTS;
  const step = part < (TIME_STEPS[0] ?? 60) / 2 ? undefined : TIME_STEPS.find((s) => s >= part);
  if (step === undefined) return undefined;
  const [size, letter] = step >= 86_400 ? [86_400, 'd'] : step >= 3600 ? [3600, 'h'] : [60, 'min'];
  return {
    ends: { min: Math.floor(low / step) * step, max: Math.ceil(high / step) * step, interval: step },
    text: (seconds) => `${Math.round(seconds / size)}${letter}`,
  };
}
