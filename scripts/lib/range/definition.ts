// SPDX-License-Identifier: MIT
import { readExpression } from './expression.ts';
import { readName, readNamesAfter } from './names.ts';
import { printValue } from './print.ts';
import { ESCAPE_HINT, quoteText, readQuoted } from './quoted-text.ts';
import {
  atCondition,
  atLineEnd,
  fail,
  isBlank,
  peek,
  quoted,
  type Reader,
  skipBlanks,
  spanOf,
  take,
  takeBetween,
  warn,
} from './reader.ts';
import { readWord } from '../core/value.ts';
import { readSampled } from './sampled.ts';
import type { Alternative, Definition, Expression, Named, RightSide } from './tree.ts';
import { foundHere } from './words.ts';
import { readRows } from './zip.ts';
import { readValueOrRange } from './alternative.ts';

const PATH = /[^ \t\r\n;|#"]+/y;

/** Reads the rest of a definition whose first name has been read; the reader stands on the , or = behind it. */
export function readDefinition(reader: Reader, first: Named): Definition | undefined {
  const start = first.span.offset;
  const names = readNamesAfter(reader, first);
  if (names === undefined) return undefined;
  const isComputed = peek(reader) === ':';
  reader.at += isComputed ? 2 : 1; // := or =
  skipBlanks(reader);
  if (atLineEnd(reader) || atCondition(reader)) {
    return fail(reader, {
      code: 'E_VALUE_MISSING',
      message: `${first.name} has no value`,
      hint: 'write NAME=value; the empty text is ""',
      at: start,
      end: reader.at,
    });
  }
  const right = isComputed ? readComputed(reader, names) : readRightSide(reader, names);
  if (right === undefined) return undefined;
  const valueEnd = reader.at;
  const condition = readTail(reader);
  if (condition === 'error') return undefined;
  const end = condition === undefined ? valueEnd : condition.span.offset + condition.span.length;
  return {
    kind: 'definition',
    names,
    right,
    span: spanOf(reader, start, end),
    ...(condition === undefined ? {} : { condition }),
  };
}

function readComputed(reader: Reader, names: readonly Named[]): RightSide | undefined {
  const [, second] = names;
  if (second !== undefined) {
    const { offset, length } = second.span;
    return fail(reader, {
      code: 'E_COMPUTED_MIXED',
      message: 'a computed line names one symbol',
      hint: 'write one line for each symbol',
      at: offset,
      end: offset + length,
    });
  }
  const expression = readExpression(reader, { untilIf: true });
  return expression === undefined ? undefined : { kind: 'computed', expression };
}

function readRightSide(reader: Reader, names: readonly Named[]): RightSide | undefined {
  const next = peek(reader);
  if (next === '~') return alone(reader, readSampled(reader), names);
  if (next === '@') return alone(reader, readRowsFile(reader), names);
  return names.length > 1 ? readRows(reader, names) : readAlternatives(reader);
}

/** A distribution or a file of rows stands alone: neither bars nor, for distributions, zips. */
function alone(reader: Reader, right: RightSide | undefined, names: readonly Named[]): RightSide | undefined {
  if (right === undefined) return undefined;
  const what = right.kind === 'rows-file' ? 'a file of rows' : 'a distribution';
  const end = reader.at;
  skipBlanks(reader);
  if (peek(reader) === '|' || peek(reader) === ',') {
    return fail(reader, {
      code: 'E_DISTRIBUTION_MIXED',
      message: `${what} is the whole value of a line and cannot stand beside others`,
      hint:
        right.kind === 'rows-file'
          ? `text that starts with @ goes in double quotes: "@${right.path}"; rows and other values take two lines with if`
          : 'weights and fixed values among draws: ~choice(a, uniform(0,1)); else use two lines with if conditions',
      end: reader.at + 1,
    });
  }
  reader.at = end;
  if (names.length > 1 && right.kind !== 'rows-file') {
    return fail(reader, {
      code: 'E_DISTRIBUTION_MIXED',
      message: 'zipped symbols cannot be drawn from a distribution',
      hint: 'list their rows, or give each symbol its own line',
      at: names[0]?.span.offset ?? end,
      end,
    });
  }
  return right;
}

function readRowsFile(reader: Reader): RightSide | undefined {
  const at = reader.at;
  reader.at += 1;
  const path = peek(reader) === '"' ? readQuoted(reader, ESCAPE_HINT) : (take(reader, PATH) ?? '');
  if (path === undefined) return undefined;
  if (path !== '') return { kind: 'rows-file', path, span: spanOf(reader, at, reader.at) };
  return fail(reader, {
    code: 'E_VALUE_MISSING',
    message: 'no file is named behind @',
    hint: 'write @rows.csv; a text that starts with @ goes in double quotes',
    at,
    end: at + 1,
  });
}

function readAlternatives(reader: Reader): RightSide | undefined {
  const alternatives: Alternative[] = [];
  do {
    const alternative = readAlternative(reader);
    if (alternative === undefined) return undefined;
    alternatives.push(alternative);
  } while (takeBetween(reader, '|'));
  warnOfQuotedChoices(reader, alternatives);
  return { kind: 'choices', alternatives };
}

/** `"a|b"` in one pair of quotes is one text: who writes that hardly means it. */
function warnOfQuotedChoices(reader: Reader, alternatives: readonly Alternative[]): void {
  const [only] = alternatives;
  if (alternatives.length !== 1 || only?.kind !== 'value' || only.value.kind !== 'text' || only.isBare === true) return;
  const { text } = only.value;
  const isRange = /^-?[0-9.eE+-]+:[*/]*-?[0-9.eE+-]+:-?[0-9.eE+-]+$/.test(text);
  if (!isRange && !text.includes('|')) return;
  const parts = text.split('|').map((part) => printValue(readWord(part.trim())));
  warn(reader, {
    code: 'W_QUOTED_CHOICES',
    message: `${quoted(quoteText(text))} is one text, not ${isRange ? 'a range' : `${parts.length} values`}: quotes hold a whole value`,
    hint: `write ${isRange ? `${text} without quotes` : parts.join('|')}; if one text is meant, SWEEP_QUIET=W_QUOTED_CHOICES`,
    at: only.span.offset,
    end: only.span.offset + only.span.length,
  });
}

function readAlternative(reader: Reader): Alternative | undefined {
  const at = reader.at;
  if (peek(reader) === '|' || atLineEnd(reader)) {
    return fail(reader, {
      code: 'E_VALUE_EMPTY',
      message: 'an alternative is empty: there is nothing between two bars, or behind the last',
      hint: 'delete a bar; the empty text is ""',
      at: Math.max(0, at - 1),
      end: at,
    });
  }
  if (peek(reader) === '~' || peek(reader) === '@') {
    const what = peek(reader) === '~' ? 'a distribution' : 'a file of rows';
    return fail(reader, {
      code: 'E_DISTRIBUTION_MIXED',
      message: `${what} is the whole value of a line and cannot stand beside others`,
      hint: 'use two lines with if conditions; text that starts with ~ or @ goes in double quotes: "@alice"|"@bob"',
      end: at + 1,
    });
  }
  return readValueOrRange(reader, false);
}

/** Reads the rest of `unset NAME [if condition]`; `start` is where the line starts. */
export function readUnset(reader: Reader, start: number): Definition | undefined {
  skipBlanks(reader);
  const name = readName(reader);
  if (name === undefined) return undefined;
  const end = reader.at;
  const condition = readTail(reader);
  if (condition === 'error') return undefined;
  const common = { kind: 'definition', names: [name], right: { kind: 'unset' } } as const;
  if (condition === undefined) return { ...common, span: spanOf(reader, start, end) };
  return { ...common, condition, span: spanOf(reader, start, condition.span.offset + condition.span.length) };
}

/** Reads what may follow values: nothing, a comment, or `if` with a condition. */
function readTail(reader: Reader): Expression | undefined | 'error' {
  skipBlanks(reader);
  if (atLineEnd(reader)) return undefined;
  const gap = isBlank(reader.source.text.charCodeAt(reader.at - 1)); // an empty last cell has skipped its blanks already
  if (gap && atCondition(reader)) {
    reader.at += 2;
    return readExpression(reader) ?? 'error';
  }
  const hint = gap
    ? 'text with blanks goes in double quotes; alternatives are parted by |; a condition starts with if'
    : 'a value in quotes or brackets must be followed by | or a blank';
  fail(reader, { code: 'E_SYNTAX', message: `found ${foundHere(reader)} behind a value`, hint });
  return 'error';
}
