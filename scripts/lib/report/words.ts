// SPDX-License-Identifier: MIT
import { STATUSES } from '../run/status.ts';
import type { SweepView } from './view.ts';

/** Significant digits of a tick, unless more are needed. */
export const TICK_DIGITS = 4;

/** Returns a symbol's name as people say it: without CONFIG_. */
export function bareName(name: string): string {
  return name.replace(/^CONFIG_/, '');
}

/** Returns a text of at most so many letters; both ends of a longer one stay. */
export function shortened(text: string, letters: number): string {
  if (text.length <= letters) return text;
  const head = Math.ceil((letters - 1) / 2);
  return `${text.slice(0, head)}…${text.slice(text.length - (letters - 1 - head))}`;
}

/** Returns a name in lines of at most so many letters, each as long as can be, that end behind an underscore, a dot or a blank; a longer word stays whole. */
export function inLines(name: string, letters: number): readonly string[] {
  const lines: string[] = [];
  for (const word of name.match(/[^_. ]*[_. ]|[^_. ]+$/g) ?? []) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length <= letters) lines[lines.length - 1] = last + word;
    else lines.push(word);
  }
  return lines;
}

/** Returns texts of at most so many letters that still differ: where their ends alone do not, what the long ones have in common goes. */
export function shortLabels(texts: readonly string[], letters: number): readonly string[] {
  const short = texts.map((text) => shortened(text, letters));
  if (new Set(short).size === new Set(texts).size) return short;
  const long = texts.filter((text) => text.length > letters);
  const head = commonLength(long, (text, i) => text[i]);
  const tail = commonLength(
    long.map((text) => text.slice(head)),
    (text, i) => text[text.length - 1 - i],
  );
  const ends = (head > 0 ? 1 : 0) + (tail > 0 ? 1 : 0);
  const cut = (text: string): string =>
    `${head > 0 ? '…' : ''}${shortened(text.slice(head, text.length - tail), letters - ends)}${tail > 0 ? '…' : ''}`;
  return texts.map((text) => (text.length > letters ? cut(text) : text));
}

/** How many letters from one end all texts have in common; of each at least one letter stays. */
function commonLength(
  [first = '', ...others]: readonly string[],
  letterAt: (text: string, i: number) => string | undefined,
): number {
  const most = Math.min(first.length, ...others.map((text) => text.length)) - 1;
  let length = 0;
  while (length < most && others.every((text) => letterAt(text, length) === letterAt(first, length))) length += 1;
  return length;
}

/** Returns a number as a tick of an axis: `0.05`, `1e-5`, `2500`, `1.5M`; with more digits where the ticks lie close together. */
export function plainNumber(value: number, digits = TICK_DIGITS): string {
  const size = Math.abs(value);
  if (size !== 0 && size < 0.001) return Number(value.toPrecision(digits - 1)).toExponential();
  if (size < 100_000) return String(Number(value.toPrecision(digits)));
  const [factor, letter] = size < 1e6 ? [1e3, 'k'] : size < 1e9 ? [1e6, 'M'] : [1e9, 'G'];
  return size >= 1e12 ? value.toExponential(digits - 2) : `${Number((value / factor).toPrecision(digits))}${letter}`;
}

/** Returns `20 runs: 17 done, 3 failed.`; undefined when all are done. Tables of the best alone do not tell. */
export function standingOf({ runs, counts }: SweepView): string | undefined {
  if (counts.done === runs.length) return undefined;
  const parts = STATUSES.filter((status) => counts[status] > 0).map((status) => `${counts[status]} ${status}`);
  return `${runs.length} ${runs.length === 1 ? 'run' : 'runs'}: ${parts.join(', ')}.`;
}

/** Digits that a drawn number keeps in a table; a value with no more than two beyond stays as it was written. */
const DIGITS = 6;
const LEFT_ALONE = DIGITS + 2;
const SMALL = 1e-4;

/** Returns the values of a table's column with drawn numbers (`0.0028016550485012734`) rounded; all as they are where two would look the same. */
export function roundedDrawn(texts: readonly string[]): readonly string[] {
  const rounded = texts.map((text) => (isDrawn(text) ? String(Number(Number(text).toPrecision(DIGITS))) : text));
  return new Set(rounded).size === new Set(texts).size ? rounded : texts;
}

/** Whole numbers are never drawn ones: a seed of many digits stays. */
function isDrawn(text: string): boolean {
  const mantissa = /^-?(\d*\.\d+)(?:e[-+]?\d+)?$/i.exec(text)?.[1];
  return mantissa !== undefined && mantissa.replace('.', '').replace(/^0+/, '').length > LEFT_ALONE;
}

/** Returns a drawn number as people read it: six digits, small ones as powers of ten; other texts as they are. */
export function roundedText(text: string): string {
  if (!isDrawn(text)) return text;
  const rounded = Number(Number(text).toPrecision(DIGITS));
  return Math.abs(rounded) < SMALL && rounded !== 0 ? rounded.toExponential() : String(rounded);
}

/** Returns a sentence with its drawn numbers rounded. */
export function roundedWords(sentence: string): string {
  return sentence.replace(/(?<![\w.])-?\d*\.\d+(?:e[-+]?\d+)?(?![\w.])/gi, roundedText);
}
