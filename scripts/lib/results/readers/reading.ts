// SPDX-License-Identifier: MIT
import { jsonFault } from '../../core/json-fault.ts';

/** One reported value. Null stands for NaN and Infinity: there, but no number to rank by. */
export type Scalar = number | string | boolean | null;

/** A value, or one number an epoch (NaN where the entry was no finite number). */
export type Entry = Scalar | readonly number[];

/** What one file holds, in its order; the problem says where the file is broken, as `line:column: what`. */
export interface Reading {
  readonly entries: ReadonlyMap<string, Entry>;
  readonly problem?: string;
  /** Set when the file itself says that the run has not finished, whatever its exit code: in its words. */
  readonly unfinished?: string;
  /** True when another look may find more although the file is the same. */
  readonly isProvisional?: true;
}

/** Reads metrics out of one file of the run folder. Never throws: a broken file is a problem of its reading. */
export interface MetricReader {
  /** Path inside the run folder; of what a pattern with `*` means the best match is read (glob.ts). */
  readonly file: string;
  read(text: string): Reading;
  /** True for one entry a line: a last line without its end may still be written, unless the run is over. */
  readonly isByLine?: true;
  /** True when every file that the pattern means is one fold of a cross-validation: their values are averaged. */
  readonly isFold?: true;
  /** Which texts a star may stand for; missing: any. */
  readonly starred?: RegExp;
}

export function isSeries(entry: Entry): entry is readonly number[] {
  return Array.isArray(entry);
}

/** Deepest nesting of objects that is followed; metrics lie near the top. */
const DEEPEST = 6;

/** Returns the metrics of a parsed JSON object: scalars, arrays of scalars as series, nested names joined by dots. */
export function entriesOf(object: object): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  collect(object, '', 0, entries);
  return entries;
}

function collect(object: object, prefix: string, depth: number, into: Map<string, Entry>): void {
  for (const [key, value] of Object.entries(object) as [string, unknown][]) {
    const name = prefix + key;
    if (Array.isArray(value)) {
      const series = seriesOf(value);
      if (series !== undefined) into.set(name, series);
    } else if (typeof value === 'object' && value !== null) {
      if (depth < DEEPEST) collect(value, `${name}.`, depth + 1, into);
    } else {
      into.set(name, scalarOf(value));
    }
  }
}

/** Returns the numbers of an array, NaN for null and booleans as 0 and 1; undefined when it holds anything else. */
function seriesOf(items: readonly unknown[]): readonly number[] | undefined {
  const numbers: number[] = new Array(items.length);
  for (let i = 0; i < items.length; i += 1) {
    const item = items[i];
    if (typeof item === 'number') numbers[i] = Number.isFinite(item) ? item : Number.NaN;
    else if (item === null) numbers[i] = Number.NaN;
    else if (typeof item === 'boolean') numbers[i] = item ? 1 : 0;
    else return undefined;
  }
  return numbers;
}

/** Returns a JSON value as a scalar; a number too large for a double is no number to rank by. */
export function scalarOf(value: unknown): Scalar {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  return typeof value === 'string' || typeof value === 'boolean' ? value : null;
}

/** Returns what a word in a text file stands for: a number, NaN and Infinity as null, else the text. */
export function scalarOfWord(word: string): Scalar {
  if (/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(word)) return scalarOf(Number(word));
  if (/^[+-]?(nan|inf|infinity)$/i.test(word)) return null;
  return word;
}

/** What is said of a number with a decimal comma. */
export const COMMA_WORDS =
  'a number with a decimal comma is not read; expected a point (LC_ALL=C in front of the command helps)';

/** Tells whether a word is a number with a comma for its point (81,5): which number it is meant as is not guessed. */
export function hasDecimalComma(word: string): boolean {
  return /^[+-]?\d+,\d+([eE][+-]?\d+)?$/.test(word);
}

/** Adds one more entry to a metric that a file tells line by line; of words the last one stays, and a word among numbers is no number. */
export function appendEntry(into: Map<string, Entry>, name: string, value: Scalar): void {
  const before = into.get(name);
  const number = value === null || typeof value === 'string' ? Number.NaN : Number(value);
  if (before !== undefined && isSeries(before))
    (before as number[]).push(number); // made below, ours to grow
  else into.set(name, typeof value === 'string' ? value : [number]);
}

/** A parsed text, or where and why it is none: `line:column: what`. */
type ParsedJson = { readonly value: unknown } | { readonly problem: string };

/**
 * Parses JSON as Python writes it: NaN, Infinity and -Infinity are accepted and become null. JSON.parse does the
 * work; only a text that it refuses is looked at again, since its messages name no position.
 */
export function parseJsonText(text: string): ParsedJson {
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  try {
    return { value: JSON.parse(body) as unknown };
  } catch {
    const fault = jsonFault(body, 'python');
    if (fault !== undefined) return { problem: `${lineAndColumn(body, fault.offset)}: ${fault.what}` };
    return { value: JSON.parse(withoutNaN(body)) as unknown };
  }
}

/** Returns `line:column` of an offset, both from 1. */
function lineAndColumn(text: string, offset: number): string {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return `${before.split('\n').length}:${offset - lineStart + 1}`;
}

function withoutNaN(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|-?(?:NaN|Infinity)/g, (token) => (token.startsWith('"') ? token : 'null'));
}
