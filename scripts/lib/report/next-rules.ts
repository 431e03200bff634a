// SPDX-License-Identifier: MIT
import { printReference } from '../range/names.ts';
import { quoteText } from '../range/quoted-text.ts';
import type { FailureEntry, NextEntry } from './outlook-form.ts';
import type { Statistics } from './statistics-form.ts';
import type { MeasureColumn, ParameterValue } from './view.ts';
import { bareName } from './words.ts';

/** Settings with a value that a model of where the best lies needs: with fewer sweep-refine tells nothing. */
export const FEWEST_TO_REFINE = 4;

/** Causes of failures that are told. */
const LISTED = 3;

/** Returns the rules that leave out what fails; of a place where the best lies, what speaks for one and against it. */
export function failureNext(known: Pick<KnownStatistics, 'failures' | 'winner' | 'settings'>): readonly NextEntry[] {
  return known.failures
    .filter((entry) => entry.shown)
    .slice(0, LISTED)
    .flatMap((entry): readonly NextEntry[] => {
      const line = ruleOf(entry);
      if (line === undefined) return [];
      const { text, isRuledOut } = failureWords(entry, known);
      const side = entry.above !== null ? 'high' : entry.below !== null ? 'low' : null;
      const value = entry.value ?? entry.above ?? entry.below;
      const lines = isRuledOut ? [line] : [];
      return [{ ...NO_DETAILS, kind: 'failures', symbols: entry.symbols, value, side, lines, text }];
    });
}

/** A report gives one advice about a place: not to leave it out where that would lose a best that is no luck. */
function failureWords(
  entry: FailureEntry,
  { winner, settings }: Pick<KnownStatistics, 'winner' | 'settings'>,
): { readonly text: string; readonly isRuledOut: boolean } {
  const where = whereOf(entry);
  const failed = `${entry.failed} of ${entry.runs} runs`;
  switch (placeOfBest(entry, { winner, settings })) {
    case 'elsewhere':
      return { text: `${failed} with ${where} give no value: a rule leaves them out.`, isRuledOut: true };
    case 'luck': {
      const text = `${luckWords(entry, winner)}, so no closer look around it. A rule leaves such runs out.`;
      return { text, isRuledOut: true };
    }
    case 'holds': {
      const text = `${failed} with ${where} give no value. The ${frontName(winner)} lies there too, and a rule that leaves them out would lose it.`;
      return { text, isRuledOut: false };
    }
  }
}

/** Returns that the setting in front lies where most runs fail, as the begin of a sentence. */
function luckWords(entry: FailureEntry, winner: KnownStatistics['winner']): string {
  const { failed, runs } = entry;
  return `The ${frontName(winner)} has ${whereOf(entry)}, where ${failed} of ${runs} runs give no value: it may be luck`;
}

/** Returns what a file that looks closer all the same says of a setting in front that may be luck, with the line that would leave it out. */
export function luckRemarks(known: KnownStatistics): readonly string[] {
  return luckyPlaces(known).map((entry) => {
    const rule = ruleOf(entry);
    return `${luckWords(entry, known.winner)}.${rule === undefined ? '' : ` This line leaves such runs out: ${rule}`}`;
  });
}

/** Returns the causes of failures among whose runs the one in front is a lucky one: most fail there. */
export function luckyPlaces(known: KnownStatistics): readonly FailureEntry[] {
  return known.failures.filter((entry) => entry.shown && placeOfBest(entry, known) === 'luck');
}

/**
 * Returns whether the setting in front lies where an entry says that runs fail, and whether it does by luck: most runs fail there, and it
 * has not several runs of its own most of which gave a value.
 */
function placeOfBest(
  { symbols, value, above, below, failed, runs }: FailureEntry,
  { winner, settings }: Pick<KnownStatistics, 'winner' | 'settings'>,
): 'elsewhere' | 'luck' | 'holds' {
  const own = winner?.values[symbols[0] ?? ''];
  if (own === undefined || own === null) return 'elsewhere';
  const isThere =
    above === null && below === null
      ? JSON.stringify(own) === JSON.stringify(value)
      : typeof own === 'number' && (above === null || own > above) && (below === null || own < below);
  if (!isThere) return 'elsewhere';
  const front = settings[(winner?.rank ?? 1) - 1];
  const holds = front !== undefined && front.n > 1 && front.n > front.failed;
  return 2 * failed > runs && !holds ? 'luck' : 'holds';
}

/** Returns what reports call the setting in front: a model of several sweeps recommends another than the best one. */
export function frontName(winner: KnownStatistics['winner']): string {
  return winner === null || winner.rank === 1 ? 'best' : 'recommended setting';
}

/** `LR=10`, `LR above 0.3` */
function whereOf({ symbols, value, above, below }: FailureEntry): string {
  const name = bareName(symbols[0] ?? '');
  if (above !== null) return `${name} above ${above}`;
  return below !== null ? `${name} below ${below}` : `${name}=${String(value)}`;
}

/** A rule that a configuration without the symbol meets, as its comparisons with what is absent are false. */
function ruleOf({ symbols, value, above, below }: FailureEntry): string | undefined {
  const name = printReference(symbols[0] ?? '');
  if (above !== null) return `exclude if ${name} > ${above}`;
  if (below !== null) return `exclude if ${name} < ${below}`;
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
export function fixNext(known: KnownStatistics, idle: readonly string[]): readonly NextEntry[] {
  const { winner } = known;
  const lucky = luckyPlaces(known).flatMap((entry) => entry.symbols);
  const fixed = idle.flatMap((name) => {
    if (lucky.includes(name)) return [];
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
