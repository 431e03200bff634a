// SPDX-License-Identifier: MIT
import { printReference } from '../range/names.ts';
import { quoteText } from '../range/quoted-text.ts';
import type { FailureEntry, NextEntry } from './outlook-form.ts';
import type { Statistics } from './statistics-form.ts';
import type { MeasureColumn, ParameterValue } from './view.ts';
import { bareName } from './words.ts';

/** Causes of failures that are told. */
const LISTED = 3;

/** Returns the rules that leave out what fails. */
export function failureNext({ failures }: Pick<KnownStatistics, 'failures'>): readonly NextEntry[] {
  return failures
    .filter((entry) => entry.shown)
    .slice(0, LISTED)
    .flatMap((entry): readonly NextEntry[] => {
      const line = ruleOf(entry);
      if (line === undefined) return [];
      const text = `${entry.failed} of ${entry.runs} runs with ${whereOf(entry)} give no value: a rule leaves them out.`;
      const side = entry.above !== null ? 'high' : entry.below !== null ? 'low' : null;
      const value = entry.value ?? entry.above ?? entry.below;
      return [{ ...NO_DETAILS, kind: 'failures', symbols: entry.symbols, value, side, lines: [line], text }];
    });
}

/** `LR=10`, `LR above 0.3` */
function whereOf({ symbols, value, above, below }: FailureEntry): string {
  const name = bareName(symbols[0] ?? '');
  if (above !== null) return `${name} above ${above}`;
  return below !== null ? `${name} below ${below}` : `${name}=${String(value)}`;
}

function ruleOf({ symbols, value, above, below }: FailureEntry): string | undefined {
  const name = printReference(symbols[0] ?? '');
  if (above !== null) return `depends on ${name} <= ${above}`;
  if (below !== null) return `depends on ${name} >= ${below}`;
  const written = writtenValue(value);
  return written === undefined ? undefined : `exclude if ${name} = ${written}`;
}

/** Words that stand without quotes in an expression. */
const BARE = /^([ynm]|true|false|True|False|null|None)$/;

function writtenValue(value: ParameterValue): string | undefined {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return undefined;
  return BARE.test(value) ? value : quoteText(value);
}

/** Returns what moved nothing that could be shown, fixed to what the best has. */
export function fixNext({ winner }: KnownStatistics, idle: readonly string[]): readonly NextEntry[] {
  const fixed = idle.flatMap((name) => {
    const value = winner?.values[name];
    const written = value === undefined || value === null ? undefined : writtenValue(value);
    return value === undefined || written === undefined ? [] : [{ name, value, written }];
  });
  const [first] = fixed;
  if (first === undefined) return [];
  const text = `No effect of ${fixed.map((f) => bareName(f.name)).join(', ')} is shown: to fix ${fixed.length === 1 ? 'it' : 'them'} leaves runs for the others.`;
  return [
    {
      ...NO_DETAILS,
      kind: 'fix',
      symbols: fixed.map((f) => f.name),
      value: first.value,
      lines: fixed.map((f) => `${f.name}=${f.written}`),
      text,
    },
  ];
}

/**
 * Returns the symbols without a shown effect of their own, together with another or in a measure made of them, where something else is shown; none
 * where nothing is, nor where nobody knows what a measure that matters is made of.
 */
export function idleSymbols(
  { effects, effects_model: model }: KnownStatistics,
  measures: readonly MeasureColumn[],
): readonly string[] {
  const shown = effects.filter((e) => e.shown).flatMap((e) => e.symbols);
  const made = measures.filter(({ name }) => shown.includes(name));
  if (model === null || model.method === 'none' || shown.length === 0) return [];
  if (made.some(({ symbols }) => symbols === undefined)) return [];
  const mattering = new Set([...shown, ...made.flatMap(({ symbols }) => symbols ?? [])]);
  const main = effects.filter((e) => e.kind === 'main' && !e.shown).flatMap((e) => e.symbols);
  return main.filter((name) => !mattering.has(name) && !measures.some((m) => m.name === name));
}

/** What is known before it is said what to do. */
export type KnownStatistics = Omit<Statistics, 'next' | 'warnings'>;

/** What an entry has where it says nothing. */
export const NO_DETAILS: Omit<NextEntry, 'kind' | 'lines' | 'text'> = {
  symbols: [],
  value: null,
  side: null,
  settings: [],
  seeds: null,
  runs: null,
  hours: null,
};
