// SPDX-License-Identifier: MIT
import { isNumberText, readWord, textValue, type Value } from '../core/value.ts';
import { readList } from './list.ts';
import { NAME } from './names.ts';
import { whyNoNumber } from './number.ts';
import { ESCAPE_HINT, readQuoted } from './quoted-text.ts';
import { atComment, fail, peek, quoted, type Reader, skipBlanks, take } from './reader.ts';
import type { ArithmeticOperator, CompareOperator } from './tree.ts';
import { wordValue } from './words.ts';

export type Mark = CompareOperator | ArithmeticOperator | '&&' | '||' | '!' | '(' | ')' | ',';

/** A word of a condition with its place. */
export type Token = { readonly at: number; readonly end: number } & (
  | { readonly kind: 'mark'; readonly mark: Mark }
  | { readonly kind: 'name'; readonly name: string; readonly isBraced?: true }
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'end' }
);

const MARKS = /&&|\|\||!=|<=|>=|==|[=<>!()+\-*/%&|,]/y;
const WORD = /[A-Za-z0-9_.]+/y;
/** A number with its exponent, whose sign no word would take. */
const NUMBER = /[0-9][A-Za-z0-9_.]*[eE][+-][0-9]+(?![A-Za-z0-9_.])|[0-9][A-Za-z0-9_.]*/y;

/** Reads the next word of a condition; undefined after an error. */
export function readToken(reader: Reader): Token | undefined {
  skipBlanks(reader);
  const at = reader.at;
  const next = peek(reader);
  if (next === '' || atComment(reader)) return { kind: 'end', at, end: at };
  if (next === '"') return valueToken(at, reader, textOrUndefined(readQuoted(reader, ESCAPE_HINT)));
  if (next === '{') return readBraced(reader, at);
  if (next === '[') return valueToken(at, reader, readList(reader, { objects: false }));
  if (/[0-9.]/.test(next)) return readNumber(reader, at);
  const name = take(reader, NAME);
  if (name !== undefined) return readWordToken(reader, name, at);
  const mark = take(reader, MARKS);
  return mark === undefined ? strange(reader, at) : readMark(reader, mark, at);
}

const BRACED = /\{([^{}]*)\}/y;

function readBraced(reader: Reader, at: number): Token | undefined {
  const name = take(reader, BRACED)?.slice(1, -1).trim();
  if (name !== undefined && name !== '') return { kind: 'name', name, at, end: reader.at, isBraced: true };
  return fail(reader, {
    code: 'E_EXPRESSION',
    message: name === undefined ? 'a name in braces has no }' : 'there is no name in the braces',
    hint: 'such as {learning-rate}',
    at,
  });
}

function valueToken(at: number, reader: Reader, value: Value | undefined): Token | undefined {
  return value === undefined ? undefined : { kind: 'value', value, at, end: reader.at };
}

function textOrUndefined(text: string | undefined): Value | undefined {
  return text === undefined ? undefined : textValue(text);
}

function readNumber(reader: Reader, at: number): Token | undefined {
  const word = take(reader, NUMBER) ?? take(reader, WORD) ?? '';
  if (isNumberText(word) || /^0[xX][0-9a-fA-F]+$/.test(word))
    return valueToken(at, reader, wordValue(reader, word, at));
  return fail(reader, {
    code: 'E_EXPRESSION',
    message: `${quoted(word)} ${whyNoNumber(word)}`,
    hint: 'text in a condition goes in double quotes',
    at,
    end: reader.at,
  });
}

function readWordToken(reader: Reader, name: string, at: number): Token | undefined {
  const literal = readWord(name);
  if (literal.kind !== 'text') return valueToken(at, reader, literal);
  if (name === 'and' || name === 'or' || name === 'not') {
    const mark = { and: '&&', or: '||', not: '!' }[name];
    return fail(reader, {
      code: 'E_EXPRESSION',
      message: `found ${quoted(name)}, expected ${mark}`,
      hint: 'conditions are written as in Kconfig: && || ! = != < <= > >=',
      at,
      end: reader.at,
    });
  }
  return { kind: 'name', name, at, end: reader.at };
}

function readMark(reader: Reader, mark: string, at: number): Token | undefined {
  switch (mark) {
    case '==':
    case '&':
    case '|': {
      const expected = { '==': '=', '&': '&&', '|': '||' }[mark];
      return fail(reader, {
        code: 'E_EXPRESSION',
        message: `found ${quoted(mark)}, expected ${expected}`,
        hint: 'conditions are written as in Kconfig: && || ! = != < <= > >=',
        at,
        end: reader.at,
      });
    }
    default:
      return { kind: 'mark', mark: mark as Mark, at, end: reader.at }; // MARKS matches no other text
  }
}

const STRANGE_HINTS: Readonly<Record<string, string>> = {
  "'": 'text in a condition goes in double quotes',
  '#': 'put a blank before # to start a comment',
};

function strange(reader: Reader, at: number): undefined {
  const character = String.fromCodePoint(reader.source.text.codePointAt(at) ?? 63);
  const hint =
    STRANGE_HINTS[character] ??
    'a condition holds symbols, numbers, "text", y, n and the operators = != < <= > >= && || ! + - * / %';
  return fail(reader, {
    code: 'E_EXPRESSION',
    message: `${quoted(character)} cannot stand in a condition`,
    hint,
    at,
    end: at + character.length,
  });
}
