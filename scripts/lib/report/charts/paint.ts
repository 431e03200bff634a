// SPDX-License-Identifier: MIT
import { columnNamed, type PageData } from '../page-data.ts';
import { bareName, plainNumber } from '../words.ts';
import type { ChartTheme } from './theme.ts';
import { columnText } from './theme.ts';
import { countEach } from '../../core/grouped.ts';

/** The one colour that all charts give a run. */
export interface RunColors {
  /** What the colours tell apart; empty where there is one. */
  readonly title: string;
  readonly entries: readonly { readonly text: string; readonly color: string }[];
  colorOf(run: number): string;
}

/** Levels of a text that have a colour of their own; the others share the last one. */
const MOST_COLORS = 6;

/** What runs can be coloured by beside columns and parameters. */
const BY_STATUS = 'status';
export const ONE_COLOR = '';

/** All charts of a page have the same colours, and those of thousands of runs take a while. */
const known = new WeakMap<PageData, Map<string, RunColors>>();

/** Returns the colours of the runs by a column, a parameter or their status; numbers in steps of equally many runs, what has none in grey. */
export function paintOf(data: PageData, name: string, theme: ChartTheme): RunColors {
  const own = known.get(data) ?? new Map<string, RunColors>();
  known.set(data, own);
  const key = `${theme.text} ${name}`;
  const found = own.get(key) ?? colorsBy(data, name, theme);
  own.set(key, found);
  return found;
}

function colorsBy(data: PageData, name: string, theme: ChartTheme): RunColors {
  if (name === BY_STATUS) return byText({ title: 'Status', texts: data.runs.statuses }, theme);
  const column = columnNamed(data, name);
  if (column !== undefined) {
    const text = (x: number): string => columnText(column, Number(x.toPrecision(4)));
    return byNumber({ title: column.label, values: column.values, text, isDown: column.goal === 'min' }, theme);
  }
  const parameter = data.parameters.find((p) => p.name === name);
  if (parameter === undefined) return { title: '', entries: [], colorOf: () => theme.accent };
  const { levels, codes, numbers } = parameter;
  const title = bareName(name);
  if (numbers !== null && numbers.length > MOST_COLORS) {
    const values = codes.map((code) => numbers[code] ?? null);
    return byNumber({ title, values, text: (x) => plainNumber(Number(x.toPrecision(3))), isDown: false }, theme);
  }
  return byText({ title, texts: codes.map((code) => levels[code] ?? levels.at(-1) ?? ''), order: levels }, theme);
}

/** Returns the names that runs can be coloured by, with what a reader calls them. */
export function paintNames(data: PageData): readonly { readonly value: string; readonly text: string }[] {
  return [
    ...data.columns.map((c) => ({ value: c.name, text: c.name })),
    ...data.parameters.map((p) => ({ value: p.name, text: bareName(p.name) })),
    { value: BY_STATUS, text: 'status' },
    { value: ONE_COLOR, text: 'one colour' },
  ];
}

/** Returns what runs are coloured by at first: of several sweeps which one, else the metric that ranks. */
export function firstColor({ sweeps, parameters, metric }: PageData): string {
  return (sweeps.of === null ? undefined : parameters[0]?.name) ?? metric;
}

interface Numbers {
  readonly title: string;
  readonly values: readonly (number | null)[];
  /** True where less is better: the strongest colour is that of the least. */
  readonly isDown: boolean;
  text(x: number): string;
}

function byNumber({ title, values, text, isDown }: Numbers, theme: ChartTheme): RunColors {
  const sorted = Float64Array.from(values.filter((v) => v !== null)).sort();
  const steps = theme.ramp.length;
  const colors = isDown ? [...theme.ramp].reverse() : theme.ramp;
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  // A bound that many runs share parts nothing.
  const bounds = [...new Set(Array.from({ length: steps - 1 }, (_, i) => at((i + 1) / steps)))].filter(
    (b) => b > at(0),
  );
  const place = (step: number): number =>
    bounds.length === 0 ? steps - 1 : Math.round((step * (steps - 1)) / bounds.length);
  const colorOf = (run: number): string => {
    const value = values[run] ?? null;
    if (value === null) return theme.muted;
    let step = 0;
    while (step < bounds.length && value >= (bounds[step] ?? 0)) step += 1;
    return colors[place(step)] ?? theme.accent;
  };
  const edges = [at(0), ...bounds, sorted.at(-1) ?? 0];
  const entries = edges.slice(0, -1).map((low, i) => ({
    text: low === edges[i + 1] ? text(low) : `${text(low)} – ${text(edges[i + 1] ?? low)}`,
    color: colors[place(i)] ?? theme.accent,
  }));
  const lacking = values.some((v) => v === null) ? [{ text: 'none', color: theme.muted }] : [];
  return { title, entries: sorted.length === 0 ? lacking : [...entries, ...lacking], colorOf };
}

interface Texts {
  readonly title: string;
  readonly texts: readonly string[];
  /** As they are listed; else the most frequent first. */
  readonly order?: readonly string[];
}

function byText({ title, texts, order }: Texts, theme: ChartTheme): RunColors {
  const levels = order ?? [...countEach(texts)].sort((a, b) => b[1] - a[1]).map(([text]) => text);
  const colors = theme.series;
  const own = levels.length <= MOST_COLORS ? levels : levels.slice(0, MOST_COLORS - 1);
  const colorOfText = new Map(own.map((text, i) => [text, colors[i % colors.length] ?? theme.accent]));
  const others = own.length < levels.length ? [{ text: 'others', color: theme.muted }] : [];
  return {
    title,
    entries: [...[...colorOfText].map(([text, color]) => ({ text, color })), ...others],
    colorOf: (run) => colorOfText.get(texts[run] ?? '') ?? theme.muted,
  };
}
