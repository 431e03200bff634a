// SPDX-License-Identifier: MIT
import { isNumberText } from '../core/value.ts';
import { formatPlain, parseDecimal } from '../core/decimal.ts';
import { quoted, type Reader, warn } from './reader.ts';

/** How another tool spells values, by the look of an unquoted word; the list in docs/range-language.md is this one. */
interface Spelling {
  readonly looks: RegExp;
  /** What the word would be elsewhere; the warning says that it is text here. */
  readonly what: string;
  readonly hint: (word: string) => string;
}

const QUOTES = 'if it is meant as text, put it in double quotes';
const ROWS_HINT = 'symbols that move together have rows without parentheses: A,B=1,8|1,9; a list is [1,8]';

/** Products of numbers and names, and quotients and sums of numbers alone: a path has slashes between names, a tag may have a plus. */
const CALCULATION =
  /^(?:[A-Za-z_][\w.]*|\d+(?:\.\d+)?(?:e-?\d+)?)(?:\*\*?(?:[A-Za-z_][\w.]*|\d+(?:\.\d+)?(?:e-?\d+)?))+$|^\d+(?:\.\d+)?(?:[/+^]\d+(?:\.\d+)?)+$/;

const SPELLINGS: readonly Spelling[] = [
  { looks: /^\(|^[^(]*\)$/, what: 'a tuple, or a part of one', hint: () => `${ROWS_HINT}; ${QUOTES}` },
  {
    looks: /^\{?(-?\d+(?:\.\d+)?)\.\.\.?(-?\d+(?:\.\d+)?)\}?$/,
    what: 'a range',
    hint: (word) => `write ${rangeOf(word, /(-?\d+(?:\.\d+)?)\.\.\.?(-?\d+(?:\.\d+)?)/)}; ${QUOTES}`,
  },
  { looks: /^\d+-\d+$/, what: 'a range', hint: (word) => `write ${rangeOf(word, /^(\d+)-(\d+)$/)}; ${QUOTES}` },
  {
    looks: /^\{\d*\}$/,
    what: 'a placeholder of GNU parallel',
    hint: () => `alternatives are parted by |: a|b; ${QUOTES}`,
  },
  {
    looks: /^\{.*\}$/,
    what: 'a mapping or a set',
    hint: () => `an object is JSON, {"x": 1}, a list [1, 2], alternatives are parted by |; ${QUOTES}`,
  },
  { looks: /^\d+(?:\.\d+)?[kKMGT]$/, what: 'a number', hint: (word) => `write ${unfolded(word)}; ${QUOTES}` },
  { looks: /^-?\d{1,3}(?:_\d{3})+$/, what: 'a number', hint: (word) => `write ${word.replaceAll('_', '')}; ${QUOTES}` },
  {
    looks: /^0[bB][01]+$|^0[oO][0-7]+$/,
    what: 'a number',
    hint: (word) => `write ${Number(word.toLowerCase())}; ${QUOTES}`,
  },
  { looks: /^-?\d+(?:\.\d+)?%$/, what: 'a number', hint: () => `write the fraction, 0.5 for 50%; ${QUOTES}` },
  { looks: /^-?\d+\.\d+f$/, what: 'a number', hint: (word) => `write ${word.slice(0, -1)}; ${QUOTES}` },
  {
    looks: /^(?:yes|no|on|off|YES|NO|ON|OFF|Yes|No|On|Off|TRUE|FALSE)$/,
    what: 'a boolean',
    hint: (word) => `write ${/^(?:yes|on|true)$/i.test(word) ? 'y or true' : 'n or false'}; ${QUOTES}`,
  },
  { looks: /^(?:NULL|Null|nil|NIL|undefined)$/, what: 'null', hint: () => `write null; ${QUOTES}` },
  {
    looks: /^[-+]?\.?(?:nan|inf|infinity)$/i,
    what: 'a number',
    hint: () => `there are finite numbers only; ${QUOTES}`,
  },
  { looks: /^\$\{|^\$[A-Za-z_]/, what: 'put in by its reader', hint: () => `it is written as it stands; ${QUOTES}` },
  { looks: /^(?:\w+\.)*\w+\(.*\)?$/, what: 'a call', hint: (word) => `${callHint(word)}; ${QUOTES}` },
  {
    looks: /^[^;]+(?:;[^;]+)+$/,
    what: 'a list of values',
    hint: (word) => `alternatives are parted by |: ${word.replaceAll(';', '|')}; ${QUOTES}`,
  },
  {
    looks: CALCULATION,
    what: 'a calculation',
    hint: (word) => `NAME:=${word} calculates (let NAME=... for a value of the calculation alone); ${QUOTES}`,
  },
  { looks: /^!!?[A-Za-z]/, what: 'a tag of YAML', hint: () => `values have the kinds that they look like; ${QUOTES}` },
  {
    looks: /^[*&][A-Za-z_]\w*$/,
    what: 'an alias or an anchor of YAML',
    hint: () => `write the value itself; ${QUOTES}`,
  },
];

/** Warns where an unquoted word, which is text here, looks like a value or a list of values of another tool. */
export function warnOfOtherTools(reader: Reader, word: string, at: number, end: number): void {
  if (isNumberText(word)) {
    warnOfHash(reader, word, at, end);
    return;
  }
  const spelling = SPELLINGS.find(({ looks }) => looks.test(word));
  if (spelling === undefined || isTold(reader, spelling.what, at)) return;
  warn(reader, {
    code: 'W_OTHER_TOOL',
    message: `${quoted(word)} is text here; elsewhere it may be ${spelling.what}`,
    hint: spelling.hint(word),
    at,
    end,
  });
}

/** One warning a line and kind of spelling is enough, and so are some for a long file of rows. */
function isTold({ source, diagnostics }: Reader, what: string, at: number): boolean {
  const told = diagnostics.filter((d) => d.span?.source === source && d.message.endsWith(`may be ${what}`));
  const last = told.at(-1)?.span?.offset;
  return told.length >= MAX_TOLD || (last !== undefined && !source.text.slice(last, at).includes('\n'));
}

const MAX_TOLD = 20;

/** A number beyond all doubles is hardly meant as one: 12e456 is the start of a hash, too. */
function warnOfHash(reader: Reader, word: string, at: number, end: number): void {
  const number = Number(word);
  if (Number.isFinite(number) && (number !== 0 || !/[eE]/.test(word) || /^-?[0.]+[eE]/.test(word))) return;
  warn(reader, {
    code: 'W_OTHER_TOOL',
    message: `${quoted(word)} is a number beyond what a double holds; it may be meant as text, such as a hash`,
    hint: `if it is text, put it in double quotes: "${word}"`,
    at,
    end,
  });
}

function rangeOf(word: string, parts: RegExp): string {
  const [, from = '', to = ''] = parts.exec(word) ?? [];
  return `${from}:${Number(from) <= Number(to) ? 1 : -1}:${to}`;
}

const FACTORS: Readonly<Record<string, number>> = { k: 3, K: 3, M: 6, G: 9, T: 12 };

function unfolded(word: string): string {
  const decimal = parseDecimal(`${word.slice(0, -1)}e${FACTORS[word.slice(-1)] ?? 0}`);
  return decimal === undefined ? 'the number in digits' : formatPlain(decimal, 0);
}

/** How a list or a law of other tools is written here, by the name that is called. */
export function callHint(word: string): string {
  const name = /(\w+)\(/.exec(word)?.[1]?.toLowerCase() ?? '';
  if (/^(choice|grid_search|categorical|suggest_categorical|values)$/.test(name))
    return 'alternatives are parted by |: a|b; a draw is ~choice(a,b)';
  if (/^(range|arange|linspace|interval|logspace)$/.test(name))
    return 'a range is start:step:end, or a:/n:b for n values';
  if (/^(glob)$/.test(name)) return 'write the names themselves, parted by |';
  return 'values are drawn from a distribution with a ~ in front: ~uniform(0,1)';
}
