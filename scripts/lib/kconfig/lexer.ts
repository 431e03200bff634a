// SPDX-License-Identifier: MIT
// Lines of a Kconfig file into words, quoted texts and operators. Macros are expanded on the way: what one becomes is
// part of its word or text and is not looked at again, as in `conf`.
import { positionOf, type Source } from '../core/source.ts';
import { closingParenthesis, type Macros } from './macro.ts';

export interface KToken {
  readonly kind: 'word' | 'text' | 'operator';
  readonly text: string;
  /** Where it stands in the source. */
  readonly at: number;
  readonly end: number;
}

/** A line of a Kconfig file, with the lines that a backslash joins to it. */
export interface KLine {
  readonly tokens: readonly KToken[];
  readonly at: number;
  readonly end: number;
  /** Set for NAME = text, NAME := text and NAME += text: all behind the operator. */
  readonly assigned?: string;
}

/** Where a file is being read, and who hears of trouble in its lines. */
export interface Lexing {
  readonly source: Source;
  at: number;
  readonly macros: Macros;
  /** Words may hold points and slashes. */
  readonly wideWords: boolean;
  readonly trouble: (
    kind: 'error' | 'warning' | 'shell' | 'macro' | 'info',
    message: string,
    at: number,
    end: number,
  ) => void;
}

const SOURCE_WORDS = new Set(['source', 'rsource', 'osource', 'orsource']);
const NEWLINE = 10;
const BACKSLASH = 92;
const DOLLAR = 36;

/** Returns the next line that holds anything, or undefined at the end of the file. */
export function nextLine(lexing: Lexing): KLine | undefined {
  const { text } = lexing.source;
  while (lexing.at < text.length) {
    const at = lexing.at;
    const tokens: KToken[] = [];
    const assigned = readTokens(lexing, tokens);
    const end = Math.min(lexing.at, text.length);
    if (lexing.at < text.length) lexing.at += 1; // the line break
    const first = tokens[0];
    if (first === undefined) continue;
    return {
      tokens,
      at: first.at,
      end: Math.max(trimmedEnd(text, at, end), first.end),
      ...(assigned === undefined ? {} : { assigned }),
    };
  }
  return undefined;
}

function trimmedEnd(text: string, from: number, to: number): number {
  let end = to;
  while (end > from && text.charCodeAt(end - 1) <= 32) end -= 1;
  return end;
}

/** Reads up to the line break; returns the text of an assignment when the line is one. */
function readTokens(lexing: Lexing, tokens: KToken[]): string | undefined {
  const { text } = lexing.source;
  for (;;) {
    const unit = text.charCodeAt(lexing.at);
    if (lexing.at >= text.length || unit === NEWLINE) return undefined;
    if (unit === 32 || unit === 9 || unit === 13) lexing.at += 1;
    else if (unit === 35) lexing.at = lineEnd(text, lexing.at);
    else if (unit === BACKSLASH && isLineBreak(text, lexing.at + 1)) lexing.at = text.indexOf('\n', lexing.at) + 1;
    else if (unit === 34 || unit === 39) tokens.push(readQuoted(lexing, unit));
    else if (isPathNext(lexing, tokens)) readWordWith(lexing, tokens, isPathUnit);
    else if (unit === DOLLAR || isWordUnit(unit) || (lexing.wideWords && isWideUnit(unit))) {
      readWordWith(lexing, tokens, lexing.wideWords ? isWideUnit : isWordUnit);
    } else {
      const operator = operatorAt(text, lexing.at);
      const at = lexing.at;
      lexing.at += Math.max(1, operator.length);
      if (operator === '')
        lexing.trouble(
          'warning',
          `the character \`${shownUnit(text, at)}\` means nothing here and is left out`,
          at,
          at + 1,
        );
      else tokens.push({ kind: 'operator', text: operator, at, end: lexing.at });
      if (isAssignment(tokens)) return readAssigned(lexing);
    }
  }
}

function shownUnit(text: string, at: number): string {
  const character = String.fromCodePoint(text.codePointAt(at) ?? 63);
  return character < ' ' || character === '\u007f' ? '?' : character;
}

function isPathNext(lexing: Lexing, tokens: readonly KToken[]): boolean {
  return (
    tokens.length === 1 && tokens[0]?.kind === 'word' && SOURCE_WORDS.has(tokens[0].text) && !isOperatorAssign(lexing)
  );
}

function isOperatorAssign(lexing: Lexing): boolean {
  return /^(?:=|:=|\+=)/.test(lexing.source.text.slice(lexing.at, lexing.at + 2));
}

function isAssignment(tokens: readonly KToken[]): boolean {
  const [name, operator] = tokens;
  return (
    tokens.length === 2 &&
    name?.kind === 'word' &&
    operator?.kind === 'operator' &&
    /^(?:=|:=|\+=)$/.test(operator.text)
  );
}

function readAssigned(lexing: Lexing): string {
  const { text } = lexing.source;
  const end = lineEnd(text, lexing.at);
  const value = text
    .slice(lexing.at, end)
    .replace(/^[ \t]+/, '')
    .replace(/\r$/, '');
  lexing.at = end;
  return value;
}

const OPERATORS = ['||', '&&', '!=', '<=', '>=', ':=', '+=', '=', '<', '>', '!', '(', ')'] as const;

function operatorAt(text: string, at: number): string {
  for (const operator of OPERATORS) if (text.startsWith(operator, at)) return operator;
  return '';
}

function readWordWith(lexing: Lexing, tokens: KToken[], belongs: (unit: number) => boolean): void {
  const { text } = lexing.source;
  const at = lexing.at;
  let word = '';
  let from = at;
  let hasMacro = false;
  for (;;) {
    const unit = text.charCodeAt(lexing.at);
    if (lexing.at < text.length && unit === DOLLAR) {
      word += text.slice(from, lexing.at) + readMacro(lexing);
      from = lexing.at;
      hasMacro = true;
    } else if (lexing.at < text.length && belongs(unit)) lexing.at += 1;
    else break;
  }
  word += text.slice(from, lexing.at);
  // A word that expands to nothing is as if it were not there.
  if (word !== '' || !hasMacro) tokens.push({ kind: 'word', text: word, at, end: lexing.at });
}

/** Reads a $(...) and returns what it becomes; a $ before anything else is itself. */
function readMacro(lexing: Lexing): string {
  const { source } = lexing;
  const at = lexing.at;
  const stop = lineEnd(source.text, at);
  if (source.text.charCodeAt(at + 1) !== 40) {
    lexing.at += 1;
    return '$';
  }
  const close = closingParenthesis(source.text, at + 2, stop);
  const end = close === undefined ? stop : close + 1;
  lexing.at = end;
  const { text, news } = lexing.macros.expand(source.text.slice(at, end), {
    path: source.path,
    line: positionOf(source, at).line,
  });
  for (const { kind, text: message } of news) {
    lexing.trouble(kind === 'error' ? 'macro' : kind, message, at, end);
  }
  return text;
}

function readQuoted(lexing: Lexing, quote: number): KToken {
  const { text } = lexing.source;
  const at = lexing.at;
  let value = '';
  lexing.at += 1;
  for (let from = lexing.at; ; ) {
    const unit = text.charCodeAt(lexing.at);
    if (lexing.at >= text.length || unit === NEWLINE) {
      value += text.slice(from, lexing.at);
      lexing.trouble('error', 'a quote does not close on its line', at, lexing.at);
      break;
    }
    if (unit === quote) {
      value += text.slice(from, lexing.at);
      lexing.at += 1;
      break;
    }
    if (unit === BACKSLASH) {
      value += text.slice(from, lexing.at);
      lexing.at += 1;
      from = lexing.at;
      if (text.charCodeAt(lexing.at) !== NEWLINE) lexing.at += 1;
    } else if (unit === DOLLAR) {
      value += text.slice(from, lexing.at) + readMacro(lexing);
      from = lexing.at;
    } else lexing.at += 1;
  }
  return { kind: 'text', text: value, at, end: lexing.at };
}

/** Moves past the text of a help; it ends before the first line that is less indented than its first one. */
export function skipHelp(lexing: Lexing): void {
  const { text } = lexing.source;
  let indent: number | undefined;
  while (lexing.at < text.length) {
    const end = lineEnd(text, lexing.at);
    const width = indentWidth(text, lexing.at, end);
    if (width !== undefined) {
      if (indent === undefined) indent = width;
      if (width < indent || width === 0) return;
    }
    lexing.at = Math.min(text.length, end + 1);
  }
}

/** Returns how far a line is indented, a tab reaching to the next multiple of 8; undefined for a blank line. */
function indentWidth(text: string, from: number, to: number): number | undefined {
  let width = 0;
  for (let at = from; at < to; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === 32) width += 1;
    else if (unit === 9) width = (width | 7) + 1;
    else return unit === 13 && at === to - 1 ? undefined : width;
  }
  return undefined;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

function isLineBreak(text: string, at: number): boolean {
  return text.charCodeAt(at) === NEWLINE || (text.charCodeAt(at) === 13 && text.charCodeAt(at + 1) === NEWLINE);
}

function isWordUnit(unit: number): boolean {
  return (
    (unit >= 97 && unit <= 122) ||
    (unit >= 65 && unit <= 90) ||
    (unit >= 48 && unit <= 57) ||
    unit === 95 ||
    unit === 45
  );
}

function isWideUnit(unit: number): boolean {
  return isWordUnit(unit) || unit === 46 || unit === 47;
}

function isPathUnit(unit: number): boolean {
  return unit > 32 && unit !== 34 && unit !== 39 && unit !== 35;
}
