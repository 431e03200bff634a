// SPDX-License-Identifier: MIT
import type { Code } from '../core/codes.ts';
import type { Diagnostic, Note } from '../core/diagnostic.ts';
import { nearest } from '../core/nearest.ts';
import type { Source, Span } from '../core/source.ts';

/** A stretch of a source that is being read, usually one line; `at` moves, `end` does not belong to it. */
export interface Reader {
  readonly source: Source;
  at: number;
  end: number;
  readonly diagnostics: Diagnostic[];
}

/** What is wrong at a place; `at` and `end` are offsets, by default those of the reader. */
export interface ReadTrouble {
  readonly code: Code;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly at?: number;
  readonly end?: number;
  readonly notes?: readonly Note[];
}

/** Notes an error and returns undefined, so that a parser can return the call. */
export function fail(reader: Reader, trouble: ReadTrouble): undefined {
  const { code, message, hint, notes, at = reader.at, end = reader.end } = trouble;
  reader.diagnostics.push({ code, message, span: spanOf(reader, at, end), notes, hint });
  return undefined;
}

/** Notes what is right by the rules and hardly ever meant. */
export function warn(reader: Reader, trouble: ReadTrouble): void {
  fail(reader, trouble);
}

/** Returns the span from one offset to another, inside of the source: the place of what is missing may lie behind it. */
export function spanOf(reader: Reader, at: number, end: number): Span {
  return { source: reader.source, offset: at, length: Math.max(0, Math.min(end, reader.source.text.length) - at) };
}

/** Returns the next character, or '' at the end. */
export function peek(reader: Reader): string {
  return reader.at < reader.end ? reader.source.text.charAt(reader.at) : '';
}

/** Moves past blanks and tabs; returns whether there were any. */
export function skipBlanks(reader: Reader): boolean {
  const start = reader.at;
  while (reader.at < reader.end && isBlank(reader.source.text.charCodeAt(reader.at))) reader.at += 1;
  return reader.at > start;
}

export function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

/** Tells whether the reader has come to its end, or to a comment that a blank (or the start of the line) precedes. */
export function atLineEnd(reader: Reader): boolean {
  return reader.at >= reader.end || atComment(reader);
}

/** Tells whether a comment starts here. */
export function atComment(reader: Reader): boolean {
  const { text } = reader.source;
  return peek(reader) === '#' && (reader.at === 0 || /[ \t\r\n\ufeff;]/.test(text.charAt(reader.at - 1)));
}

/** Tells whether a condition starts here: the word if, and something behind it. */
export function atCondition(reader: Reader): boolean {
  const { text } = reader.source;
  return text.startsWith('if', reader.at) && reader.at + 2 < reader.end && /[ \t(!]/.test(text.charAt(reader.at + 2));
}

/** Moves past the match of a sticky pattern and returns its text, or undefined when it does not match here. */
export function take(reader: Reader, pattern: RegExp): string | undefined {
  pattern.lastIndex = reader.at;
  const match = pattern.exec(reader.source.text);
  if (match === null || match[0] === '') return undefined;
  const text = reader.at + match[0].length > reader.end ? match[0].slice(0, reader.end - reader.at) : match[0];
  if (text === '') return undefined;
  reader.at += text.length;
  return text;
}

/** Moves past a mark between two things and the blanks around it; where there is none the reader stays where it is. */
export function takeBetween(reader: Reader, mark: string): boolean {
  const end = reader.at;
  skipBlanks(reader);
  const isThere = peek(reader) === mark;
  reader.at = isThere ? reader.at + 1 : end;
  if (isThere) skipBlanks(reader);
  return isThere;
}

/** Errors after which near names are no longer searched for: it takes time, and nobody reads so far. */
const MAX_SUGGESTIONS = 100;

/** Shortest name that is compared: of one or two letters, anything is near. */
const MIN_SUGGESTION = 3;

/**
 * Returns "did you mean X?", or undefined when nothing is near or there are many errors already. A `prefix` that all
 * names share is left out of the comparison, or short names would all be near each other.
 */
export function suggest(
  trouble: { readonly diagnostics: readonly Diagnostic[] },
  word: string,
  candidates: Iterable<string>,
  prefix = '',
): string | undefined {
  if (trouble.diagnostics.length >= MAX_SUGGESTIONS) return undefined;
  const bare = word.startsWith(prefix) ? word.slice(prefix.length) : word;
  if (bare.length < MIN_SUGGESTION) return undefined;
  const names: string[] = [];
  for (const candidate of candidates) if (candidate.startsWith(prefix)) names.push(candidate.slice(prefix.length));
  const near = nearest(bare, names).map((name) => prefix + name);
  return near.length === 0 ? undefined : `did you mean ${near.join(' or ')}?`;
}

/** Longest stretch of the user's text that a message quotes. */
const QUOTED_LENGTH = 40;

/** Returns a piece of the user's text for a message: in backquotes, cut when it is long, control characters as ?. */
export function quoted(text: string): string {
  const cut = text.length > QUOTED_LENGTH ? `${text.slice(0, QUOTED_LENGTH - 3)}...` : text;
  return `\`${cut.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, '?')}\``;
}
