// SPDX-License-Identifier: MIT
import { type Value, readWord, textValue } from '../core/value.ts';
import { atObject, readList } from './list.ts';
import { sizedNumber, whyNoNumber } from './number.ts';
import { callHint, warnOfOtherTools } from './other-tools.ts';
import { ESCAPE_HINT, readQuoted } from './quoted-text.ts';
import { fail, peek, quoted, type Reader, take, warn } from './reader.ts';

/** Unquoted characters of a value: no blank, bar, comma, quote, # or semicolon, and nothing that cannot be seen. */
const BARE = /[^ \t\r\n;|,"#\u0000-\u001f\u007f-\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f\u2060\u3000\ufeff]+/y;

const QUOTE_HINT = 'put the whole text in double quotes: "..."';
const COMMA_HINT =
  'text with a comma goes in double quotes, a list in brackets ([1,2]); symbols that move together are named together: CONFIG_A,CONFIG_B=1,2';

/** Hexadecimal digits that are read at most. */
const MAX_HEX_DIGITS = 1000;

/** What a value is before ranges are told apart: a finished value, or an unquoted word. */
export type Piece = { readonly value: Value } | { readonly word: string };

/** Reads text in quotes, a list or an unquoted word; undefined after an error. `zipped` makes a comma end a word. */
export function readPiece(reader: Reader, zipped: boolean): Piece | undefined {
  const first = peek(reader);
  if (first === '"') {
    const text = readQuoted(reader, ESCAPE_HINT);
    return text === undefined ? undefined : { value: textValue(text) };
  }
  if (first === '[' || atObject(reader)) {
    const value = readList(reader);
    return value === undefined ? undefined : { value };
  }
  if (first === "'" || first === '\u201c' || first === '\u2018') {
    return fail(reader, {
      code: 'E_QUOTE',
      message: `text of a symbol is quoted with ", not with ${first}`,
      hint: QUOTE_HINT,
      end: reader.at + 1,
    });
  }
  return readBare(reader, zipped);
}

function readBare(reader: Reader, zipped: boolean): Piece | undefined {
  const at = reader.at;
  let word = '';
  for (
    let part = take(reader, BARE) ?? takeSemicolon(reader);
    part !== undefined;
    part = take(reader, BARE) ?? takeSemicolon(reader)
  ) {
    word += part;
  }
  const next = peek(reader);
  if (next === '"') {
    return fail(reader, {
      code: 'E_QUOTE',
      message: 'a quote stands inside an unquoted value',
      hint: QUOTE_HINT,
      end: reader.at + 1,
    });
  }
  if (next === '#') {
    const hint = 'put a blank before # to start a comment, or the whole text in double quotes';
    return fail(reader, {
      code: 'E_CHARACTER',
      message: 'a # stands inside an unquoted value',
      hint,
      end: reader.at + 1,
    });
  }
  if (next === ',' && !zipped) {
    return fail(reader, {
      code: 'E_CHARACTER',
      message: 'a comma stands in the value of a single symbol',
      hint: commaHint(word),
      end: reader.at + 1,
    });
  }
  if (!/^[ \t|,]?$/.test(next)) return invisible(reader);
  if (word.endsWith('\\') && next === '') {
    const message = 'the line ends in a backslash, but only SWEEP_ lines go on in the next line';
    return fail(reader, { code: 'E_CONTINUATION', message, hint: 'write the values in one line', at: reader.at - 1 });
  }
  if (word.startsWith('=')) {
    return fail(reader, {
      code: 'E_SYNTAX',
      message: 'found ==, expected one =',
      hint: 'NAME=value; a text that starts with = goes in double quotes',
      at: at - 1,
      end: at + 1,
    });
  }
  return { word };
}

function commaHint(word: string): string {
  if (LOOKS_DRAWN.test(word))
    return `values are drawn from a distribution with a ~ in front: ~${word.toLowerCase()},...`;
  return /^(\w+\.)*\w+\(/.test(word) ? callHint(word) : COMMA_HINT;
}

/** The start of a distribution without its ~. */
const LOOKS_DRAWN = /^(uniform|int|loguniform|logint|pow2|pow2_or_loguniform|normal|lognormal|list)\(/i;

function takeSemicolon(reader: Reader): string | undefined {
  if (peek(reader) !== ';') return undefined;
  reader.at += 1;
  return ';';
}

function invisible(reader: Reader): undefined {
  const code = reader.source.text.codePointAt(reader.at) ?? 0;
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  return fail(reader, {
    code: 'E_CHARACTER',
    message: `an unquoted value holds the invisible character ${name}`,
    end: reader.at + 1,
    hint:
      code === 0xa0
        ? 'it looks like a blank (no-break space): delete it'
        : 'delete it, or put the text in double quotes',
  });
}

/** Returns the value an unquoted word stands for; notes numbers beyond all bounds. `at` is where the word starts. */
export function wordValue(reader: Reader, word: string, at: number): Value | undefined {
  const value = readWord(word);
  if (value.kind === 'hex' && word.length > MAX_HEX_DIGITS + 2) {
    return fail(reader, {
      code: 'E_NUMBER_SIZE',
      message: `a hexadecimal number has more than ${MAX_HEX_DIGITS} digits`,
      hint: 'if it is meant as text, put it in double quotes',
      at,
      end: at + word.length,
    });
  }
  if (value.kind === 'number' && sizedNumber(reader, word, at) === undefined) return undefined;
  warnOfOtherTools(reader, word, at, at + word.length);
  if (value.kind === 'text' && ALMOST_NUMBER.test(word)) {
    warn(reader, {
      code: 'W_ALMOST_NUMBER',
      message: `${quoted(word)} is text, not a number: it ${whyNoNumber(word)}`,
      hint: `write ${withDigits(word)}; if it is meant as text, put it in double quotes`,
      at,
      end: at + word.length,
    });
  }
  return value;
}

/** Marks a word that came to a text: its symbol is one of words. */
export function bareMark(value: Value): { isBare?: true } {
  return value.kind === 'text' ? { isBare: true } : {};
}

/** Numbers in most languages, and text here: a point without a digit on one side, a leading + or zero. */
const ALMOST_NUMBER = /^[-+]?([0-9]+\.?|[0-9]*\.[0-9]+)([eE][+-]?[0-9]+)?$/;

function withDigits(word: string): string {
  return word
    .replace(/^\+/, '')
    .replace(/^(-?)\./, '$10.')
    .replace(/\.(?![0-9])/, '.0')
    .replace(/^(-?)0+(?=[0-9])/, '$1');
}

/** Returns what a piece of a message calls the text at the reader: the next few characters, or the end of the line. */
export function foundHere(reader: Reader): string {
  const rest = reader.source.text.slice(reader.at, Math.min(reader.end, reader.at + 60)).trimEnd();
  return rest === '' ? 'the end of the line' : quoted(rest);
}
